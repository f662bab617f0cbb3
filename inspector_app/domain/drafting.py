"""Sentences drafted about questions, each number in them a bound figure. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector_app.domain.bound_figures import BoundFigure, FigureStyle
from inspector_app.domain.figures import FactorRow, Part, QuestionFinding, Spread
from inspector_app.domain.findings import FACTOR_GRID, FACTOR_QUESTION
from inspector_app.domain.instrument import SHARE, Instrument, Question
from inspector_app.domain.proposal_words import ProposalWords
from inspector_app.domain.unbound import unbound_in

_MOST_ANSWERS, _MOST_REASONS = 4, 2


@dataclass(frozen=True, slots=True)
class Drafting:
    """Drafts in one language from one question set."""

    instrument: Instrument
    words: ProposalWords

    def scored(self, finding: QuestionFinding) -> str:
        """How often something was done well enough."""
        question = self.instrument.questions_by_id[finding.id]
        said = question.finding or self.words.found.format(short=_within(question.short), share=SHARE)
        return said.replace(SHARE, _figure(question.id))

    def not_enough(self, finding: QuestionFinding, counts: Sequence[Part]) -> str:
        """What the cases below the line were, where there is more than one way to be there.

        Args:
            counts: how the answers to the question divide.
        """
        question = self.instrument.questions_by_id[finding.id]
        below = [c for c in question.choices if c.line == "below"]
        held = {part.label: part.count for part in counts}
        below = [c for c in below if held.get(c.label, 0) > 0]
        if len([c for c in question.choices if c.line == "below"]) < 2 or not below:
            return ""
        plain = {"insufficient": self.words.fell_short, "not_done": self.words.not_done}
        if all(c.code in plain for c in below):
            return " ".join(plain[c.code].format(n=_figure(question.id, c.code, "number")) for c in below)
        return self.words.others.format(answers=self._answers(question, [c.code for c in below]))

    def reasons(self, spread: Spread) -> str:
        """The most frequent reasons."""
        codes = self._frequent(spread, _MOST_REASONS)
        said = self.words.reason if len(codes) == 1 else self.words.reasons
        question = self.instrument.questions_by_id[spread.id]
        return said.format(answers=self._answers(question, codes)) if codes else ""

    def divided(self, spread: Spread) -> str:
        """How the answers to a fact, or those of officers, divide."""
        question = self.instrument.questions_by_id[spread.id]
        codes = self._frequent(spread, _MOST_ANSWERS)
        said = self.words.asked if question.per == "officer" else self.words.divided
        return said.format(short=_within(spread.short), answers=self._answers(question, codes)) if codes else ""

    def factor(self, row: FactorRow) -> str:
        """A factor of offending, what was done about it, and the progress made."""
        listed = self.instrument.questions_by_id[FACTOR_QUESTION]
        code = next(c.code for c in listed.choices if c.label == row.label)
        cells = {
            q.cell.column: q.id
            for q in self.instrument.case_questions
            if q.cell is not None and q.cell.grid == FACTOR_GRID and q.cell.row == code
        }
        sentences = [self.words.factor.format(label=_within(row.label), n=_figure(listed.id, code, "number"))]
        if row.interventions.base > 0 and "interventions" in cells:
            work = self.words.factor_work.format(share=self._above(cells["interventions"]))
            if row.progress.base > 0 and "progress" in cells:
                share = self._above(cells["progress"])
                sentences.append(self.words.factor_progress.format(work=work, share=share))
            else:
                sentences.append(f"{work}.")
        return " ".join(sentences)

    def row(self, label: str, cells: Iterable[tuple[str, str]]) -> str:
        """A row of a grid: its label, and of each column its label and the question there."""
        answers = [self.words.answer.format(label=_within(column), n=_figure(cell)) for column, cell in cells]
        return self.words.row.format(label=label, answers=self.words.listed(answers))

    def recommendation(self, question: Question, behind: Sequence[str]) -> str:
        """What the Trust should do about a question; `behind` are keys of the paragraphs that it rests on."""
        links = self.words.listed([f"{{{{para: {key}}}}}" for key in behind])
        said = self.words.behind_one if len(behind) == 1 else self.words.behind_many
        placed = said.format(links=links) if links else ""
        if question.recommendation:
            return self.words.should.format(recommendation=question.recommendation, behind=placed)
        return self.words.should_short.format(short=_within(question.short), behind=placed)

    def _above(self, question: str) -> str:
        """A cell of the factor grid is not scored, so that its answers are named."""
        asked = self.instrument.questions_by_id[question]
        if asked.scored:
            return _figure(question)
        return _figure(question, "+".join(c.code for c in asked.choices if c.line == "above"))

    def _frequent(self, spread: Spread, most: int) -> list[str]:
        question = self.instrument.questions_by_id[spread.id]
        codes = {c.label: c.code for c in question.choices}
        parts = sorted((p for p in spread.parts if p.count > 0), key=lambda p: -p.count)
        return [codes[p.label] for p in parts[:most] if p.label in codes]

    def _answers(self, question: Question, codes: Sequence[str]) -> str:
        parts = [
            self.words.answer.format(label=_within(question.label_of(code)), n=_figure(question.id, code, "counts"))
            for code in codes
        ]
        return self.words.listed(parts)


def _figure(question: str, answers: str = "", style: FigureStyle = "") -> str:
    return BoundFigure("question", question, tuple(answers.split("+")) if answers else (), style=style).written()


def _within(label: str) -> str:
    """A label within a sentence: its capital goes, unless it begins a name in capitals."""
    return label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] in ("", " ") else label


def all_bound(text: str, words: ProposalWords) -> str:
    """The text with the numbers of its labels, which are no figures, marked as bound to nothing on purpose."""
    for number in reversed(unbound_in(text, words.typed)):
        text = f"{text[: number.start]}{{{{plain: {number.text}}}}}{text[number.end :]}"
    return text
