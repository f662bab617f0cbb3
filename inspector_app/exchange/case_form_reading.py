"""Reads a Word form of a case that was filled in: rows as text, and nothing decided (see `domain.paper_compare`).

A row is known by the number in its first place. Its stamp stands in a bookmark there; where a program dropped that,
the row is read all the same, and whoever takes it in is told that it cannot be seen what stood before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from inspector_app.domain.errors import KnownError
from inspector_app.domain.paper_form import FilledForm, FilledRow, lines_of, read_code
from inspector_app.exchange.case_form import BOOKMARK
from inspector_app.exchange.word_marks import plain
from inspector_app.exchange.word_parts import WordParts, attribute, local_name, text_of

_DOCUMENT = "/officeDocument"
_MOST_ROWS = 20_000
_DROPPED = frozenset({"del", "moveFrom", "Fallback"})


def read_word_form(content: bytes, name: str, labels: tuple[str, str]) -> FilledForm:
    """What a docx file holds of a form.

    Args:
        name: of the file, for messages.
        labels: what is printed before the reference of the case and before the officer's code.

    Raises:
        KnownError: it is no Word file, is damaged, or is none of our forms.
    """
    parts = WordParts(content, name, "form of a case", "Check that it is the right file.")
    body = parts.tree(parts.target("", _DOCUMENT) or "word/document.xml")
    reader = _Reader(labels)
    for element in _walk(body):
        if local_name(element) == "tr":
            reader.take_row(element)
        else:
            reader.take_beside(element)
        if len(reader.rows) > _MOST_ROWS:
            raise KnownError(f"{name} has more rows than any form of a case; nothing was taken in.")
    code = read_code("\n".join(reader.said))
    if code is None:
        raise KnownError(
            f"{name} is no form of a case that Inspector made, or lost the line by which it is known; nothing was "
            "taken in. Export the form anew, and copy into it what was filled in."
        )
    (ref, ref_stamp), (officer, officer_stamp) = reader.case, reader.officer
    return FilledForm(name, code, ref, ref_stamp, officer, officer_stamp, tuple(reader.rows), tuple(reader.beside))


class _Reader:
    """Collects rows, and what stands beside them."""

    def __init__(self, labels: tuple[str, str]) -> None:
        self._labels = labels
        self.rows: list[FilledRow] = []
        self.said: list[str] = []
        self.beside: list[tuple[str, str]] = []
        self.case = self.officer = ("", "")
        self._last = ""

    def take_row(self, row: Any) -> None:
        cells = [cell for cell in _walk(row, "tc")]
        texts = [_cell_text(cell) for cell in cells]
        if not cells:
            return
        kind, stamped = _bookmark(row)
        first = " ".join(texts[0].split())
        if len(cells) == 2:
            self._take_about(first, texts[1], kind, stamped)
        elif kind == "row" or _is_key(first):
            self._last = first
            answer, evidence, note = (*texts[2:5], None, None, None)[:3]
            place = f"row {first}" if first else "a row without its number"
            asked = lines_of(texts[1]) if len(texts) > 1 else ()
            self.rows.append(FilledRow(first, place, asked, answer, evidence, note, stamped if kind == "row" else ""))

    def take_beside(self, paragraph: Any) -> None:
        text = plain(text_of(paragraph)).strip()
        if text:
            self.said.append(text)
            self.beside.append((f"after row {self._last}" if self._last else "at the beginning", text))

    def _take_about(self, label: str, value: str, kind: str, stamped: str) -> None:
        said = " ".join(value.split())
        self.said.append(said)
        if kind == "case" or (not kind and label == self._labels[0]):
            self.case = (said, stamped)
        elif kind == "officer" or (not kind and label == self._labels[1]):
            self.officer = (said, stamped)


def _is_key(text: str) -> bool:
    """Whether a text looks like a number that is printed before a row."""
    return bool(text) and len(text) <= 12 and text[-1:].isalnum() and any(c.isdigit() for c in text) and " " not in text


def _bookmark(row: Any) -> tuple[str, str]:
    """The kind and the stamp of a row, from the first of our bookmarks in it; empty where it has none."""
    for element in row.iter():
        if local_name(element) == "bookmarkStart" and (found := BOOKMARK.fullmatch(attribute(element, "name"))):
            return found[1], found[2]
    return "", ""


def _walk(element: Any, wanted: str = "") -> Iterator[Any]:
    """Rows of tables and paragraphs beside them, or only cells, in order; what lies within one of them is left out."""
    stops = (wanted,) if wanted else ("tr", "p")
    stack = list(element)[::-1]
    while stack:
        child = stack.pop()
        name = local_name(child)
        if name in _DROPPED or (name == "tr" and _struck_out(child)):
            continue
        if name in stops:
            yield child
        else:
            stack += list(child)[::-1]


def _struck_out(row: Any) -> bool:
    """Whether somebody deleted a row while changes were tracked."""
    return any(local_name(mark) == "del" for part in row if local_name(part) == "trPr" for mark in part)


def _cell_text(cell: Any) -> str:
    """The text of a cell, a line for each paragraph, those of a table within it included."""
    return plain("\n".join(text_of(p) for p in cell.iter() if local_name(p) == "p"))
