"""A case as a form that is filled in elsewhere, with Word or a text editor, and read back in.

Two shapes meet here. A `PaperForm` says what is printed: every fact and question, and what stands. A `FilledForm` is
what a file holds, as text and nothing more. Neither knows how a file is made.

Each row is named by the number that is printed before it, and carries a stamp of what stood when the form was made.
So a row that nobody touched changes nothing, whatever happened in the app meanwhile, and one that was changed on both
sides is noticed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from inspector_app.domain.answers import About
from inspector_app.domain.instrument import Choice, Kind

LONGEST = 100_000
"""Signs: no answer or note that is read is longer."""
_MARK = "Inspector form"
_CODE = re.compile(_MARK + r" (\d{1,4}) / ([0-9a-f]{12}) / (\S{1,100}) (\S{1,60}) / ([0-9a-f]{12})")
_EDITION = 1


class Said(NamedTuple):
    """What stands in one place: a value as it is stored, a note, and an evidence status."""

    value: str = ""
    note: str = ""
    evidence: str = ""


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of the form.

    Attributes:
        key: the number printed before it: ``B12`` for a question, ``7`` for a fact.
        name: the id of the question, or the name of the fact.
        fact: whether it is a fact of the case, which has neither note nor evidence.
        only_if: when it is asked, as a sentence; empty where it always is.
        closed: whether it is not asked as things stand.
        hint: help beside it.
        depth: how far it is indented beneath the question that opens it.
        said: what stands.
    """

    key: str
    name: str
    about: About
    fact: bool
    text: str
    kind: Kind
    choices: tuple[Choice, ...] = ()
    only_if: str = ""
    closed: bool = False
    hint: str = ""
    depth: int = 0
    said: Said = NOTHING


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading; `page` is the heading of the page where one begins here, else empty."""

    page: str
    title: str
    rows: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class FormCode:
    """Of which inspection and which question set a form is. Printed as one line, which is how a form is known.

    Attributes:
        inspection: the beginning of a hash of the inspection's id.
        content_hash: the beginning of the hash of the question set.
    """

    inspection: str
    instrument: str
    version: str
    content_hash: str

    @classmethod
    def of(cls, inspection: str, instrument: str, version: str, content_hash: str) -> FormCode:
        """The code for an inspection of this id and a question set with this hash, whatever that is made of."""
        short = hashlib.sha256(inspection.encode()).hexdigest()[:12]
        whole = (
            content_hash
            if re.match("[0-9a-f]{12}", content_hash)
            else hashlib.sha256(content_hash.encode()).hexdigest()
        )
        return cls(short, _joined(instrument), _joined(version), whole[:12])

    def written(self) -> str:
        """The line that is printed."""
        return f"{_MARK} {_EDITION} / {self.inspection} / {self.instrument} {self.version} / {self.content_hash}"


def read_code(text: str) -> FormCode | None:
    """The code in a text; None where there is none, or one of a later edition of such forms."""
    found = _CODE.search(text)
    return FormCode(*found.groups()[1:]) if found and int(found[1]) == _EDITION else None


@dataclass(frozen=True)
class PaperForm:
    """All that is printed of one case.

    Attributes:
        ref: the reference of the case; empty in a form for a new one.
        officer: the code of the officer whose interview is part of it; empty where it is not known yet.
        fresh: whether there is no such case yet.
        about: lines on the inspection, the assessor and the moment, each a label and what stands.
    """

    code: FormCode
    ref: str
    officer: str
    fresh: bool
    about: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    @cached_property
    def rows(self) -> dict[str, Asked]:
        """All rows by their key, in the order of the form."""
        return {row.key: row for block in self.blocks for row in block.rows}

    @property
    def interviews(self) -> bool:
        """Whether questions to an officer are part of it."""
        return any(row.about == "officer" for row in self.rows.values())


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a file.

    Attributes:
        place: where it is found again in the file: *row B12*, *line 34*.
        asked: the lines of its question.
        answer, evidence, note: what stands in its places, lines joined; None for a place that is gone.
        stamp: of what stood when the form was made; empty where the mark was lost.
    """

    key: str
    place: str
    asked: tuple[str, ...]
    answer: str | None
    evidence: str | None
    note: str | None
    stamp: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """What a file holds.

    Attributes:
        name: of the file.
        ref, officer: as they stand in it, with the stamps of what was printed (see `stamp`).
        beside: text that stands outside the rows: where, and the words.
    """

    name: str
    code: FormCode
    ref: str
    ref_stamp: str
    officer: str
    officer_stamp: str
    rows: tuple[FilledRow, ...]
    beside: tuple[tuple[str, str], ...] = ()


def stamp(said: Said) -> str:
    """Eight hexadecimal figures that tell one content of a row from another."""
    parts = "".join(f"{len(part)}:{part}" for part in (said.value, tidy(said.note), said.evidence))
    return hashlib.sha256(parts.encode()).hexdigest()[:8]


def ref_stamp(ref: str) -> str:
    """The same of a case reference or an officer's code."""
    return stamp(Said(tidy(ref)))


def tidy(text: str) -> str:
    """A text as it comes back from a form: each line without the blanks around it, no empty line first or last."""
    lines = [line.strip() for line in text.replace("\u00a0", " ").splitlines()]
    return "\n".join(lines).strip("\n")


def words_in(text: str) -> str:
    """The words of a text alone, to tell whether somebody has changed them."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line for raw in text.splitlines() if (line := raw.strip()))


def _joined(text: str) -> str:
    return re.sub(r"\s+", "_", text.strip()) or "-"
