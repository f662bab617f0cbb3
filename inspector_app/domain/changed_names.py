"""The register of changed names: under which first name a real person may stand in an illustration.

Its rules: every person has one changed name; no changed name is anybody's real name; and a reader should not be able to
take it for an assessor, for an officer, or for somebody in another illustration.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from inspector_app.domain.plain_sight import folded

NameFlaw = Literal["blank", "unchanged", "is_real", "twice", "shared", "is_code", "in_notes"]
ERRORS: frozenset[NameFlaw] = frozenset({"blank", "unchanged", "is_real", "twice"})
"""These are refused; the others are told."""

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class NameProblem:
    """What is wrong with one entry. `other` is the name or code that it clashes with, empty where there is none.

    blank
        no changed name, or a real name without a letter.
    unchanged
        the changed name holds a part of that person's real name.
    is_real
        it holds a part of the real name of somebody else in the register.
    twice
        the same real name, spelled otherwise, has another changed name.
    shared
        somebody else has the same changed name.
    is_code
        it is an assessor's or an officer's code.
    in_notes
        it stands in an assessor's note, so that it may be somebody's real name.
    """

    real: str
    changed: str
    flaw: NameFlaw
    other: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the entry may not stand so."""
        return self.flaw in ERRORS


def name_problems(
    register: Mapping[str, str], codes: Collection[str] = (), notes: Iterable[str] = ()
) -> tuple[NameProblem, ...]:
    """Everything wrong with a register, entry by entry.

    Args:
        register: real name -> changed name.
        codes: of assessors and officers.
        notes: what assessors wrote.
    """
    folded_codes = {folded(code): code for code in codes}
    noted = frozenset(word for note in notes for word in _WORD.findall(folded(note)))
    return tuple(
        NameProblem(real, changed, flaw, other)
        for real, changed in register.items()
        for flaw, other in _flaws(real, changed, register, folded_codes, noted)
    )


def _flaws(
    real: str,
    changed: str,
    register: Mapping[str, str],
    codes: Mapping[str, str],
    noted: frozenset[str],
) -> Iterable[tuple[NameFlaw, str]]:
    own, new, as_changed = _parts(real), _parts(changed), folded(changed.strip())
    if not new or not own:
        return [("blank", "")]
    others = [(other, _parts(other)) for other in register if other != real]
    found: list[tuple[NameFlaw, str]] = [("unchanged", "")] if own & new else []
    for other, parts in others:
        same_name = folded(register[other].strip()) == as_changed
        if parts == own and not same_name:
            found.append(("twice", other))
        if parts != own and parts & new:
            found.append(("is_real", other))
        if parts != own and same_name:
            found.append(("shared", other))
    if as_changed in codes:
        found.append(("is_code", codes[as_changed]))
    return [*found, ("in_notes", "")] if new & noted else found


def _parts(name: str) -> frozenset[str]:
    words = _WORD.findall(folded(name))
    return frozenset(word for word in words if len(word) >= _SHORTEST) or frozenset(words)
