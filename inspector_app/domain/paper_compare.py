"""Holds a form that was filled in against what stands: what it would change, what it cannot, and what could not be
read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspector_app.domain.instrument import Choice
from inspector_app.domain.paper_form import (
    LONGEST,
    NOTHING,
    Asked,
    FilledForm,
    FilledRow,
    PaperForm,
    Said,
    lines_of,
    ref_stamp,
    stamp,
    tidy,
    words_in,
)
from inspector_app.domain.paper_marks import chosen, read_entry
from inspector_app.domain.paper_words import PaperWords
from inspector_app.domain.values import BadValue, clean_evidence, clean_value

_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read or is not taken: where it is in the file, and why, as a sentence."""

    place: str
    why: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a form says otherwise than what stands.

    Attributes:
        asked: its row, with what stands now.
        now: what the form says.
        conflict: whether what stands was changed since the form was made, or it cannot be told any more.
    """

    asked: Asked
    place: str
    now: Said
    conflict: bool

    @property
    def was(self) -> Said:
        """What stands in Inspector."""
        return self.asked.said


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comes of one form. `missing` are the keys of rows that it does not have any more."""

    changes: tuple[Change, ...]
    troubles: tuple[Trouble, ...]
    missing: tuple[str, ...]


def compare(filled: FilledForm, printed: PaperForm, words: PaperWords) -> Comparison:
    """What a filled form says otherwise than what stands.

    Args:
        printed: the form as it would be printed now, with the same question set.
    """
    changes: list[Change] = []
    troubles: list[Trouble] = []
    often = Counter(row.key for row in filled.rows)
    told: set[str] = set()
    for row in filled.rows:
        try:
            found = _compared(row, printed, words, often[row.key])
        except BadValue as error:
            if often[row.key] == 1 or row.key not in told:
                troubles.append(Trouble(row.place, str(error)))
            told.add(row.key)
        else:
            changes += [found] if found is not None else []
    if any(change.asked.about == "officer" for change in changes):
        why = _no_interview(filled, printed)
        if why:
            troubles.append(Trouble(words.officer, why))
            changes = [change for change in changes if change.asked.about != "officer"]
    known = {words_in(line) for line in _printed_beside(printed, words)}
    troubles += [
        Trouble(place, f"“{_cut(text)}” stands beside the rows, where nothing is read.")
        for place, text in filled.beside
        if words_in(text) not in known
    ]
    return Comparison(tuple(changes), tuple(troubles), tuple(key for key in printed.rows if key not in often))


def _printed_beside(printed: PaperForm, words: PaperWords) -> Iterator[str]:
    """The lines that a form prints outside its rows; a form for a new case has another title before it is filled in."""
    yield from (words.new_case, words.case.format(ref=printed.ref), words.unsafe)
    yield from (*words.how, *words.how_in_text)
    for block in printed.blocks:
        yield from (block.title, block.page)
        # Whose interview it is may not have been known.
        yield block.page.replace(words.interview.format(officer=printed.officer), words.interview_unknown)


def wrong_case(filled: FilledForm, known: Sequence[str]) -> str:
    """Why a form is of no case here, as a sentence; empty where it is. `known` are the references of the cases here."""
    new = not filled.ref_stamp or filled.ref_stamp == ref_stamp("")
    if not filled.ref:
        return "The form does not say of which case it is. Write the reference into it, and read it again."
    if not new and filled.ref_stamp != ref_stamp(filled.ref):
        return (
            f"The reference {filled.ref} was written over another one, so it cannot be told of which case the form "
            "is. Put back what was printed."
        )
    if filled.ref not in known and filled.ref_stamp != ref_stamp(""):
        return f"There is no case {filled.ref} in this inspection. Read the form where that case is."
    return ""


def _no_interview(filled: FilledForm, printed: PaperForm) -> str:
    if not printed.officer:
        return "The form does not say whose interview it is, so nothing of it is taken."
    if filled.officer_stamp not in ("", ref_stamp(""), ref_stamp(filled.officer)):
        return "The officer’s code was written over another one, so nothing of the interview is taken."
    return ""


def _compared(row: FilledRow, printed: PaperForm, words: PaperWords, often: int) -> Change | None:
    """What one row changes; None for nothing.

    Raises:
        BadValue: it cannot be taken.
    """
    asked = printed.rows.get(row.key)
    if asked is None:
        raise BadValue(f"This form has no number {row.key}.")
    if often > 1:
        raise BadValue(f"{row.key} stands {often} times in the file, so it cannot be told which is meant.")
    _refuse_changed_question(row, asked, words)
    now = _said(row, asked, words)
    if row.stamp == stamp(now) or now == asked.said:
        return None
    untouched = row.stamp == stamp(asked.said) if row.stamp else asked.said == NOTHING
    return Change(asked, row.place, now, conflict=not untouched)


def _said(row: FilledRow, asked: Asked, words: PaperWords) -> Said:
    answer = row.answer
    note, evidence = (row.note, row.evidence) if not asked.fact else ("", "")
    if answer is None or note is None or evidence is None:
        raise BadValue("A part of the row is missing or stands twice, so nothing of it is taken.")
    if max(len(answer), len(note), len(evidence)) > LONGEST:
        raise BadValue(f"More than {LONGEST:,} signs stand in it, so nothing of it is taken.")
    return Said(_value(answer, asked, words), tidy(note), _evidence(evidence, words.evidence))


def _value(entered: str, asked: Asked, words: PaperWords) -> str:
    read = read_entry(asked.kind, asked.choices, entered, words.months)
    return clean_value(asked.kind, asked.choices, read, "The answer")


def _evidence(entered: str, statuses: Sequence[Choice]) -> str:
    try:
        found = chosen(entered, statuses, several=False)
    except BadValue as error:
        raise BadValue(f"Evidence: {error}") from None
    return clean_evidence(found[0] if found else "")


def _refuse_changed_question(row: FilledRow, asked: Asked, words: PaperWords) -> None:
    """An answer to other words is an answer to another question; and what was typed there must not go unseen."""
    found = [(said, line) for line in row.asked if (said := words_in(line))]
    wanted = [words_in(line) for line in lines_of(asked.text)]
    if not set(wanted) <= {said for said, _ in found}:
        raise BadValue(f"The words of {row.key} were changed in the file, so its answer is not taken.")
    printed = (asked.only_if, asked.hint, words.closed, words.hints[asked.kind])
    known = {*wanted, *(words_in(line) for text in printed for line in lines_of(text))}
    strange = next((line for said, line in found if said not in known), None)
    if strange is not None:
        raise BadValue(f"“{_cut(strange)}” was written among the words of {row.key}, so its answer is not taken.")


def _cut(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"
