"""What filled-in forms bring, as rows of a table and in words."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.paper_compare import Change
from inspector_app.domain.paper_form import Asked, Said
from inspector_app.services.filled_forms import FormRead, FormsRead
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.phrases import day_of, evidence_words

_SHOWN = 90


def key_of(place: int, key: str) -> str:
    """The key of a row: of which form, and which of its rows."""
    return f"{place} {key}"


def place_of(key: str) -> tuple[int, str]:
    """The other way round."""
    place, _, row = key.partition(" ")
    return int(place), row


def change_rows(read: FormsRead, settled: Collection[tuple[int, str]]) -> Iterator[Row]:
    """A row for each change: case, number, question, what stands, what the form says, what happens."""
    for place, form in enumerate(read.forms):
        for change in form.changes:
            asked = change.asked
            was, now = differing(change)
            yield Row(
                key_of(place, asked.key),
                (
                    Cell(_owner(form, asked)), Cell(asked.key), Cell(asked.text),
                    Cell(_cut(was), tip=was), Cell(_cut(now), tip=now),
                    Cell(fate(form, change, (place, asked.key) in settled)),
                ),
            )  # fmt: skip


def trouble_rows(read: FormsRead) -> Iterator[Row]:
    """A row for each thing that could not be read: file, where in it, why."""
    for place, form in enumerate(read.forms):
        told = [(_say("The file"), form.refused)] if form.refused else []
        told += [(trouble.place, trouble.why) for trouble in form.troubles]
        if form.missing:
            told.append((", ".join(form.missing), _say("These rows are gone from the file; nothing of them changes.")))
        for number, (where, why) in enumerate(told):
            yield Row(f"{place} {number}", (Cell(form.name), Cell(_cut(where), tip=where), Cell(why)))


def differing(change: Change) -> tuple[str, str]:
    """What stands and what the form says, in words, of that in which the two differ."""
    was, now = change.was, change.now
    parts = [
        (value_words(change.asked, was.value), value_words(change.asked, now.value), was.value != now.value),
        (evidence_words(was.evidence), evidence_words(now.evidence), was.evidence != now.evidence),
        (_quoted(was.note), _quoted(now.note), was.note != now.note),
    ]
    before, after = ([said for *pair, differs in parts if differs and (said := pair[side])] for side in (0, 1))
    blank = _say("Blank")
    return " · ".join(before) or blank, " · ".join(after) or blank


def value_words(asked: Asked, value: str) -> str:
    """A value as the form prints it."""
    if asked.kind in ("single", "multiple"):
        labels = {choice.code: choice.label for choice in asked.choices}
        return "; ".join(labels.get(code, code) for code in value.split(";") if code)
    return day_of(value) if asked.kind == "date" else value


def whole(asked: Asked, said: Said) -> str:
    """All that stands in a row."""
    parts = (value_words(asked, said.value), evidence_words(said.evidence), said.note)
    return "\n".join(part for part in parts if part) or _say("Blank")


def fate(form: FormRead, change: Change, settled: bool) -> str:
    """What becomes of a change."""
    if change.conflict and not settled:
        return _say("Conflict: stays as it stands")
    if change.conflict:
        return _say("Conflict: the form will stand")
    if change.asked.key in form.closed:
        return _say("Will be taken in, not asked now")
    return _say("Will be taken in")


def _owner(form: FormRead, asked: Asked) -> str:
    if asked.about == "officer":
        return _say("Officer %1").replace("%1", form.officer)
    return _say("%1 (new)").replace("%1", form.ref) if form.new else form.ref


def _quoted(note: str) -> str:
    return f"“{note}”" if note else ""


def _cut(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


def _say(text: str) -> str:
    return QCoreApplication.translate("forms", text)
