"""A case as a form in Markdown, for whoever has no Word: the same rows as the Word form, in any text editor.

Each row is a heading with its number; beneath it stand the question and, after a word of their own, the places for
answer, evidence and note. A line of somebody's text that looks like one of these is written with a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector_app.domain.errors import KnownError
from inspector_app.domain.paper_form import (
    Asked,
    FilledForm,
    FilledRow,
    PaperForm,
    lines_of,
    read_code,
    ref_stamp,
    stamp,
    tidy,
)
from inspector_app.domain.paper_words import PaperWords
from inspector_app.exchange.word_marks import plain

_ROW = re.compile(r"###\s+(\S+)\s*(.*?)(?:\s*<!--\s*([0-9a-f]{8})\s*-->)?\s*")
_STAMPED = re.compile(r"(.*?)(?:\s*<!--\s*([0-9a-f]{8})\s*-->)?\s*")
_HEADING = re.compile(r"#{1,2}(\s.*)?")
_MOST_LINES, _LONGEST_HEADING = 200_000, 4_000


def as_text(form: PaperForm, words: PaperWords) -> str:
    """The form as Markdown."""
    return "\n".join(_lines(form, words)) + "\n"


def read_text_form(text: str, name: str, words: PaperWords) -> FilledForm:
    """What a text holds of a form.

    Raises:
        KnownError: it is none of our forms.
    """
    lines = plain(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > _MOST_LINES:
        raise KnownError(f"{name} has more lines than any form of a case; nothing was taken in.")
    reader = _Reader(words)
    for number, line in enumerate(lines, 1):
        reader.take(number, line)
    reader.end()
    code = read_code("\n".join(reader.said))
    if code is None:
        raise KnownError(
            f"{name} is no form of a case that Inspector made, or lost the line by which it is known; nothing was "
            "taken in. Export the form anew, and copy into it what was filled in."
        )
    (ref, ref_stamped), (officer, officer_stamped) = reader.case, reader.officer
    return FilledForm(name, code, ref, ref_stamped, officer, officer_stamped, tuple(reader.rows), tuple(reader.beside))


def _lines(form: PaperForm, words: PaperWords) -> Iterator[str]:
    yield f"# {words.case.format(ref=form.ref) if form.ref else words.new_case}"
    yield from ("", f"**{words.unsafe}**", "")
    yield f"{words.ref}: {_stamped(plain(form.ref), ref_stamp(form.ref))}"
    if form.interviews:
        yield f"{words.officer}: {_stamped(plain(form.officer), ref_stamp(form.officer))}"
    for label, value in form.about:
        yield f"{label}: {' '.join(value.split())}"
    yield from (f"{words.code}: {form.code.written()}", "")
    yield from (f"- {line}" for line in words.how_in_text)
    for block in form.blocks:
        for level, title in (("#", block.page), ("##", block.title)):
            if title:
                yield from ("", f"{level} {' '.join(title.split())}")
        for asked in block.rows:
            yield from _row(asked, words)


def _row(asked: Asked, words: PaperWords) -> Iterator[str]:
    text = " ".join(plain(asked.text).split())
    yield from ("", f"### {asked.key} {_stamped(text, stamp(asked.said))}")
    for line in (words.closed if asked.closed else "", asked.only_if):
        if line:
            yield f"*{' '.join(line.split())}*"
    yield from (f"> {line}" for help_ in (asked.hint, words.hints[asked.kind]) for line in lines_of(plain(help_)))
    yield f"{words.columns[2]}:"
    yield from _answer(asked, words)
    if asked.fact:
        return
    evidence = next((f" {n} {c.label}" for n, c in enumerate(words.evidence, 1) if c.code == asked.said.evidence), "")
    yield f"{words.columns[3]}:{evidence}"
    yield f"{words.columns[4]}:"
    yield from _free(asked.said.note, words)


def _answer(asked: Asked, words: PaperWords) -> Iterator[str]:
    if asked.kind == "date":
        yield words.day(asked.said.value)
    elif asked.kind in ("single", "multiple"):
        ticked = asked.said.value.split(";")
        for number, choice in enumerate(asked.choices, 1):
            yield f"- [{'x' if choice.code in ticked else ' '}] {number} {plain(choice.label)}"
    else:
        yield from _free(asked.said.value, words)


def _free(text: str, words: PaperWords) -> Iterator[str]:
    """The lines of somebody's text, those that look like lines of the form with a backslash before them."""
    for line in tidy(plain(text)).split("\n"):
        yield f"\\{line}" if _is_ours(line.lstrip("\\"), words) else line


def _is_ours(line: str, words: PaperWords) -> bool:
    return _place_of(line, words) is not None or line.startswith("#")


def _place_of(line: str, words: PaperWords) -> int | None:
    """Which of answer (0), evidence (1) and note (2) begins with a line."""
    begins = (place for place, label in enumerate(words.columns[2:]) if line.startswith(f"{label}:"))
    return next(begins, None)


def _stamped(text: str, stamped: str) -> str:
    return f"{text} <!-- {stamped} -->"


class _Reader:
    """Takes line after line; a row ends where the next begins, or a heading."""

    def __init__(self, words: PaperWords) -> None:
        self._words = words
        self.rows: list[FilledRow] = []
        self.said: list[str] = []
        self.beside: list[tuple[str, str]] = []
        self.case = self.officer = ("", "")
        self._head: tuple[str, str, str] | None = None
        self._asked: list[str] = []
        self._places: list[list[str] | None] = [None, None, None]
        self._place: int | None = None
        self._broken = False

    def take(self, number: int, line: str) -> None:
        line = line.strip()
        row = _ROW.fullmatch(line) if len(line) <= _LONGEST_HEADING else None
        if row is not None:
            self.end()
            self._head = (row[1], f"line {number}", row[3] or "")
            self._asked, self._places, self._place, self._broken = [row[2]], [None, None, None], None, False
        elif _HEADING.fullmatch(line):
            self.end()
            self._beside(number, line.lstrip("#").strip())
        elif self._head is None:
            self._outside(number, line)
        else:
            self._inside(line)

    def end(self) -> None:
        """The row that was begun is whole."""
        if self._head is None:
            return
        key, place, stamped = self._head
        whole = [None, None, None] if self._broken else self._places
        answer, evidence, note = ("\n".join(held) if held is not None else None for held in whole)
        self.rows.append(FilledRow(key, f"{key}, {place}", tuple(self._asked), answer, evidence, note, stamped))
        self._head = None

    def _inside(self, line: str) -> None:
        place = _place_of(line, self._words)
        if place is not None:
            # Where a place begins twice, the heading of the next row is gone, or somebody's words look like it.
            self._broken = self._broken or self._places[place] is not None
            self._place = place
            rest = line[len(self._words.columns[2 + place]) + 1 :].strip()
            self._places[place] = [rest] if rest else []
            return
        held = self._places[self._place] if self._place is not None else None
        if held is not None:
            bare = line.lstrip("\\")
            held.append(line[1:] if line != bare and _is_ours(bare, self._words) else line)
        elif line:
            self._asked.append(line.removeprefix(">").strip().strip("*").strip())

    def _outside(self, number: int, line: str) -> None:
        said = line.strip("*").removeprefix("- ").strip()
        if not said:
            return
        label, _, rest = said.partition(":")
        value = _STAMPED.fullmatch(rest.strip()) if len(rest) <= _LONGEST_HEADING else None
        words = self._words
        self.said.append(said)
        if label not in (
            words.ref,
            words.officer,
            words.code,
            words.inspection,
            words.question_set,
            words.assessor,
            words.made,
        ):
            self._beside(number, said)
        elif label == words.ref and value:
            self.case = (value[1], value[2] or "")
        elif label == words.officer and value:
            self.officer = (value[1], value[2] or "")

    def _beside(self, number: int, text: str) -> None:
        if text:
            self.beside.append((f"line {number}", text))
