"""The order in which the form is walked, and the ways to jump in it.

A screen is one question with the follow-ups that unfold beneath it, or one whole grid.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from inspector_app.domain.instrument import Instrument, Per, Question

Direction = Literal[1, -1]


@dataclass(frozen=True, slots=True)
class Screen:
    """What is asked at once.

    Attributes:
        id: the id of its first question, or of its grid.
        grid: the id of the grid it shows; empty for a question with its follow-ups.
        questions: in the order in which they are asked.
        depths: question id -> how far it is indented; 0 for the first.
    """

    id: str
    page: str
    section: str
    grid: str
    questions: tuple[Question, ...]
    depths: Mapping[str, int]

    @property
    def first(self) -> Question:
        """The question that gives the screen its number."""
        return self.questions[0]

    @property
    def number(self) -> str:
        """``B12`` for a question, ``C7`` for a grid."""
        return self.first.number.partition(".")[0] if self.grid else self.first.number

    def open_in(self, open_ids: Collection[str]) -> tuple[Question, ...]:
        """Its questions that are open."""
        return tuple(q for q in self.questions if q.id in open_ids)


@dataclass(frozen=True, slots=True)
class Hit:
    """One question found, and how well it fits; the higher the better."""

    question: Question
    rank: int


@dataclass(frozen=True)
class Form:
    """The form of one case or one interview, in the order in which it is walked."""

    screens: tuple[Screen, ...]
    by_question: Mapping[str, Screen]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All its questions, screen by screen."""
        return tuple(q for s in self.screens for q in s.questions)

    def opened(self, open_ids: Collection[str]) -> tuple[Screen, ...]:
        """The screens with at least one open question."""
        return tuple(s for s in self.screens if any(q.id in open_ids for q in s.questions))

    def step(self, screen: Screen, open_ids: Collection[str], direction: Direction) -> Screen | None:
        """The next or previous screen with an open question; None at the end."""
        place = self.screens.index(screen)
        rest = self.screens[place + 1 :] if direction == 1 else self.screens[:place][::-1]
        return next((s for s in rest if s.open_in(open_ids)), None)

    def unanswered(self, question: str, unanswered: Collection[str], direction: Direction) -> Question | None:
        """The nearest unanswered question after (or before) one, going round at the end; None where all is answered."""
        asked = self.questions
        place = next((i for i, q in enumerate(asked) if q.id == question), -1 if direction == 1 else 0)
        order = asked[place + 1 :] + asked[: place + 1] if direction == 1 else asked[:place][::-1] + asked[place:][::-1]
        return next((q for q in order if q.id in unanswered), None)

    def first_of_criterion(
        self, criterion: str, open_ids: Collection[str], unanswered: Collection[str]
    ) -> Question | None:
        """Where a jump to a cell of the grid leads: its first unanswered question, else its first open one."""
        return _first([q for q in self.questions if criterion in q.criteria], open_ids, unanswered)

    def first_of_page(self, page: str, open_ids: Collection[str], unanswered: Collection[str]) -> Question | None:
        """Where a jump to a page leads: its first unanswered question, else its first open one."""
        return _first([q for q in self.questions if q.page == page], open_ids, unanswered)


def form_of(instrument: Instrument, per: Per) -> Form:
    """The form of a case or of an officer's interview. A screen stands where its first question stands."""
    asked = instrument.case_questions if per == "case" else instrument.officer_questions
    roots: dict[str, list[Question]] = {}
    depths: dict[str, int] = {}
    root_of: dict[str, str] = {}
    for question in asked:
        above = question.under if question.under in root_of else None
        root_of[question.id] = root_of[above] if above else question.cell.grid if question.cell else question.id
        depths[question.id] = depths[above] + 1 if above else 0
        roots.setdefault(root_of[question.id], []).append(question)
    screens = tuple(_screen(root, questions, depths) for root, questions in roots.items())
    return Form(screens, {q.id: s for s in screens for q in s.questions})


def kept_in(screen: Screen, open_ids: Collection[str], filled: Collection[str]) -> int:
    """How many answers a screen keeps in questions that are folded away."""
    return sum(1 for q in screen.questions if q.id not in open_ids and q.id in filled)


def next_on_screen(
    screen: Screen, question: str, open_ids: Collection[str], answered: Collection[str]
) -> Question | None:
    """The next question on the same screen that still wants an answer; None when the screen is done from here on."""
    asked = screen.open_in(open_ids)
    place = next((i for i, q in enumerate(asked) if q.id == question), -1)
    return next((q for q in asked[place + 1 :] if q.required and q.id not in answered), None)


def neighbour_cell(
    screen: Screen, question: str, open_ids: Collection[str], rows: int, columns: int
) -> Question | None:
    """The nearest open cell in a direction: `rows` and `columns` are -1, 0 or 1. None at the edge."""
    cells = {(_place(screen, q)): q for q in screen.questions}
    here = next((_place(screen, q) for q in screen.questions if q.id == question), None)
    if here is None:
        return None
    row, column = here[0] + rows, here[1] + columns
    height, width = max(r for r, _ in cells), max(c for _, c in cells)
    while 0 <= row <= height and 0 <= column <= width:
        found = cells.get((row, column))
        if found is not None and found.id in open_ids:
            return found
        row, column = row + rows, column + columns
    return None


def by_number(questions: Iterable[Question], typed: str) -> tuple[Question, ...]:
    """The questions whose number is, or begins with, what was typed; an exact match first. Case does not matter."""
    wanted = re.sub(r"\s+", "", typed).casefold()
    if not wanted:
        return ()
    exact = [q for q in questions if q.number.casefold() == wanted]
    longer = [q for q in questions if q.number.casefold().startswith(wanted) and q.number.casefold() != wanted]
    return (*exact, *longer)


def search(questions: Iterable[Question], typed: str) -> tuple[Question, ...]:
    """The questions that hold every word typed, best first: number, then text, then choices, then guidance."""
    words = typed.casefold().split()
    if not words:
        return ()
    hits = [hit for q in questions if (hit := _hit(q, words)) is not None]
    return tuple(hit.question for hit in sorted(hits, key=lambda hit: -hit.rank))


def _first(asked: Sequence[Question], open_ids: Collection[str], unanswered: Collection[str]) -> Question | None:
    found = next((q for q in asked if q.id in unanswered), None)
    return found or next((q for q in asked if q.id in open_ids), None)


def _screen(root: str, questions: list[Question], depths: Mapping[str, int]) -> Screen:
    first = questions[0]
    grid = root if first.cell else ""
    return Screen(root, first.page, first.section, grid, tuple(questions), {q.id: depths[q.id] for q in questions})


def _place(screen: Screen, question: Question) -> tuple[int, int]:
    rows = list(dict.fromkeys(q.cell.row for q in screen.questions if q.cell))
    columns = list(dict.fromkeys(q.cell.column for q in screen.questions if q.cell))
    cell = question.cell
    return (rows.index(cell.row), columns.index(cell.column)) if cell else (len(rows), 0)


def _hit(question: Question, words: list[str]) -> Hit | None:
    guidance = question.guidance
    places = (
        (1000, question.number.casefold()),
        (100, question.text.casefold()),
        (60, question.short.casefold()),
        (20, " ".join(c.label for c in question.choices).casefold()),
        (8, f"{guidance.sufficient} {guidance.where} {guidance.record}".casefold()),
    )
    rank = 0
    for word in words:
        best = max((_weight(weight, word, text) for weight, text in places), default=0)
        if not best:
            return None
        rank += best
    return Hit(question, rank)


def _weight(weight: int, word: str, text: str) -> int:
    """A word that begins a word counts double; a number must be the whole number."""
    if weight == 1000:
        return weight if word == text else 0
    if word not in text:
        return 0
    return 2 * weight if re.search(rf"\b{re.escape(word)}", text) else weight
