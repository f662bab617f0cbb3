"""What a form of one case prints: facts, questions in the order of the form, and what stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from inspector_app.domain.answers import Revision
from inspector_app.domain.case import Case, Officer
from inspector_app.domain.instrument import CaseField, Instrument, Per, Question
from inspector_app.domain.navigation import Screen, form_of
from inspector_app.domain.paper_form import NOTHING, Asked, Block, Said, tidy
from inspector_app.domain.paper_words import PaperWords
from inspector_app.domain.routing import open_questions
from inspector_app.domain.values import fitting

_EMPHASIS = re.compile(r"\*([^*\s](?:[^*]*[^*\s])?)\*")

Legible = Callable[[str], str]
"""Makes of a text what a file can hold: the signs it cannot are replaced."""


def blocks_of(
    instrument: Instrument,
    words: PaperWords,
    case: Case | None,
    officer: Officer | None,
    interviews: bool,
    legible: Legible,
) -> tuple[Block, ...]:
    """All blocks of a form.

    Args:
        case: as it stands; None for a new one.
        officer: whose interview is part of it, as it stands; None where that is not known.
        interviews: whether officers are interviewed at all.
    """
    fields = case.fields if case is not None else {}
    facts = tuple(
        _fact(place, field, fields.get(field.name, ""), legible) for place, field in enumerate(instrument.fields, 1)
    )
    made = [Block(words.facts, "", facts)] if facts else []
    maker = _Questions(instrument, words, legible, officer.code if officer is not None else "")
    open_ids = open_questions(instrument.case_questions, case.sheet) if case is not None else None
    made += maker.blocks("case", case.answers if case is not None else {}, open_ids)
    if interviews:
        open_ids = open_questions(instrument.officer_questions, officer.sheet) if officer is not None else None
        made += maker.blocks("officer", officer.answers if officer is not None else {}, open_ids)
    return tuple(made)


def said_of(question: Question, stands: Revision | None, legible: Legible) -> Said:
    """What stands on a question as a form prints it, and as it comes back where nobody touches it."""
    if stands is None:
        return NOTHING
    value = fitting(question, stands.value)
    return Said(_printed(question, value, legible), tidy(legible(stands.note)), stands.evidence)


def _fact(place: int, field: CaseField, value: str, legible: Legible) -> Asked:
    said = Said(_printed(field, fitting(field, value), legible))
    return Asked(
        str(place), field.name, "case", True, field.label, field.kind, field.choices, hint=field.help, said=said
    )


def _printed(asked: Question | CaseField, value: str, legible: Legible) -> str:
    return tidy(legible(value)) if asked.kind == "text" else value


class _Questions:
    """Makes the blocks of a case or of an interview."""

    def __init__(self, instrument: Instrument, words: PaperWords, legible: Legible, officer: str) -> None:
        self._instrument, self._words, self._legible, self._officer = instrument, words, legible, officer
        self._sections = {s.id: s.title for page in instrument.pages for s in page.sections}

    def blocks(self, per: Per, answers: Mapping[str, Revision], open_ids: Container[str] | None) -> Iterable[Block]:
        """`open_ids` are the questions that are asked; None where nothing is known, so that none is marked closed."""
        page = section = ""
        hints: set[str] = set()
        for title, screens in self._runs(per):
            first = screens[0]
            begins = self._page(first.page) if first.page != page else ""
            heading = title or (
                "" if first.section == section and not begins else self._sections.get(first.section, "")
            )
            page, section = first.page, first.section
            rows = []
            for screen in screens:
                for question in screen.questions:
                    # In a grid the same help stands beside each cell.
                    hint = _EMPHASIS.sub(r"\1", question.guidance.sufficient)
                    rows.append(self._row(question, screen, answers, open_ids, "" if hint in hints else hint))
                    hints = {*hints, hint} if screen.grid else set()
            yield Block(begins, heading, tuple(rows))

    def _runs(self, per: Per) -> Iterator[tuple[str, list[Screen]]]:
        """Screens of one section that follow each other; a grid stands alone, under its own title."""
        run: list[Screen] = []
        for screen in form_of(self._instrument, per).screens:
            if run and (screen.grid or (screen.page, screen.section) != (run[-1].page, run[-1].section)):
                yield "", run
                run = []
            if screen.grid:
                grid = self._instrument.grids_by_id.get(screen.grid)
                yield grid.title if grid else "", [screen]
            else:
                run.append(screen)
        if run:
            yield "", run

    def _page(self, name: str) -> str:
        found = next((page for page in self._instrument.pages if page.id == name), None)
        said = f"{name} {found.title}" if found is not None else name
        if found is None or found.per == "case":
            return said
        officer = self._officer
        return f"{said} · {self._words.interview.format(officer=officer) if officer else self._words.interview_unknown}"

    def _row(
        self,
        question: Question,
        screen: Screen,
        answers: Mapping[str, Revision],
        open_ids: Container[str] | None,
        hint: str,
    ) -> Asked:
        return Asked(
            question.number,
            question.id,
            question.per,
            False,
            question.text,
            question.kind,
            question.choices,
            self._words.when(question.open_when, self._instrument),
            open_ids is not None and question.id not in open_ids,
            hint,
            screen.depths[question.id],
            said_of(question, answers.get(question.id), self._legible),
        )
