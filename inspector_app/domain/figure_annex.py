"""Every figure of the report's text with what it was counted from, so that a reader can check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_count import Counted, count
from inspector_app.domain.bound_figures_text import Figures, PlacedFigure
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.plain_table import MARK, PlainColumn, PlainTable
from inspector_app.domain.selecting import QUESTION


@dataclass(frozen=True, slots=True)
class AnnexWords:
    """The words of one language.

    Attributes:
        title: of the table; `counted` is the line beneath it.
        section, paragraph, printed, number, wording, where, answers, count, base, share, mark: the columns.
        above, below: what is counted where no answers are named.
        of_all: what stands after the answers where the share is of all cases, or of all officers interviewed.
        score: a score by the name of its outcome or criterion, with ``{name}``.
        scored_over, cases, officers, asked: what a score is over, and what is counted where only a number is printed.
        suppressed: what stands in the column of the mark where a small number is kept back.
        or_, and_: what joins answers and conditions.
        assessor: the name of the condition on who assesses a case.
    """

    title: str
    counted: str
    section: str
    paragraph: str
    printed: str
    number: str
    wording: str
    where: str
    answers: str
    count: str
    base: str
    share: str
    mark: str
    above: str
    below: str
    of_all: str
    score: str
    scored_over: str
    cases: str
    officers: str
    asked: str
    suppressed: str
    or_: str
    and_: str
    assessor: str


@dataclass(frozen=True, slots=True)
class AnnexSection:
    """A written section: its title as the annex names it, its text, and the pieces of the text with their numbers."""

    title: str
    text: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One printed figure.

    Attributes:
        paragraph: its number; empty where it has none.
        printed: the words that stand there, without the mark of caution.
        number, wording: of the question; else empty, and what is counted.
        where: the conditions on the cases.
        answers: which answers are counted.
        count, base: what it counts and of how many; None where a small number is kept back, or there is none.
    """

    section: str
    paragraph: str
    printed: str
    number: str
    wording: str
    where: str
    answers: str
    count: int | None
    base: int | None
    ratio: Fraction | None
    caution: bool
    suppressed: bool


def annex_rows(sections: Iterable[AnnexSection], figures: Figures, words: AnnexWords) -> tuple[AnnexRow, ...]:
    """A row for every figure that can be printed, in the order of the report."""
    return tuple(row for section in sections for row in _of_section(section, figures, words))


def annex_table(rows: Iterable[AnnexRow], words: AnnexWords) -> PlainTable:
    """The rows as a table to be set in the report and saved beside it."""
    columns = (
        PlainColumn(words.section), PlainColumn(words.paragraph), PlainColumn(words.printed),
        PlainColumn(words.number), PlainColumn(words.wording), PlainColumn(words.where), PlainColumn(words.answers),
        PlainColumn(words.count, "number"), PlainColumn(words.base, "number"), PlainColumn(words.share, "share"),
        PlainColumn(words.mark),
    )  # fmt: skip
    return PlainTable(words.title, words.counted, columns, tuple(_cells(row, words) for row in rows))


def _cells(row: AnnexRow, words: AnnexWords) -> tuple[str | int | Fraction | None, ...]:
    mark = words.suppressed if row.suppressed else MARK if row.caution else ""
    return (
        row.section, row.paragraph, row.printed, row.number, row.wording, row.where, row.answers,
        row.count, row.base, row.ratio, mark,
    )  # fmt: skip


def _of_section(section: AnnexSection, figures: Figures, words: AnnexWords) -> Iterator[AnnexRow]:
    for one in figures.placed(section.text):
        if one.counted is not None and one.printed is not None:
            line = section.text.count("\n", 0, one.place.start)
            number = _number(section.pieces, line)
            row = _row(section.title, number, one, figures.ground.instrument, words)
            yield replace(row, base=None) if _group_is_kept_back(one.counted, figures) else row


def _group_is_kept_back(counted: Counted, figures: Figures) -> bool:
    """Whether the cases that a score is over are too few to be told: the score is printed, and its base is not."""
    figure = counted.figure
    group = BoundFigure("cases", where=figure.where)
    return figure.subject == "score" and figures.house.suppress(count(group, figures.ground)) > 0


def _number(pieces: Sequence[Piece], line: int) -> str:
    """The number of the paragraph in which a line stands; of an item without one, that of the paragraph before it."""
    number = ""
    for piece in pieces:
        if piece.first > line:
            break
        if piece.number:
            number = piece.number
        elif piece.kind in ("paragraph", "heading"):
            number = ""
    return number


def _row(section: str, paragraph: str, one: PlacedFigure, instrument: Instrument, words: AnnexWords) -> AnnexRow:
    counted, printed = one.counted, one.printed
    assert counted is not None
    assert printed is not None
    figure = counted.figure
    question = instrument.questions_by_id.get(figure.name) if figure.subject == "question" else None
    count, base, ratio = _numbers(counted, printed.suppressed)
    return AnnexRow(
        section=section,
        paragraph=paragraph,
        printed=printed.text,
        number=question.number if question else "",
        wording=question.text if question else _subject(figure, instrument, words),
        where=words.and_.join(_condition(key, value, instrument, words) for key, value in figure.where),
        answers=_answers(figure, question, instrument, words),
        count=count,
        base=base,
        ratio=ratio,
        caution=printed.caution,
        suppressed=printed.suppressed,
    )


def _numbers(counted: Counted, suppressed: bool) -> tuple[int | None, int | None, Fraction | None]:
    """Numerator, denominator and share: a score has no numerator, a plain number no share."""
    if suppressed:
        return None, None, None
    subject, style = counted.figure.subject, counted.figure.style
    if subject == "score":
        return None, counted.size, counted.ratio
    if subject in ("cases", "officers") or style == "base":
        return None, counted.size, None
    return counted.count, counted.size, counted.ratio


def _subject(figure: BoundFigure, instrument: Instrument, words: AnnexWords) -> str:
    if figure.subject == "field":
        return instrument.fields_by_name[figure.name].label
    if figure.subject == "score":
        titles = {outcome.id: outcome.title for outcome in instrument.outcomes}
        titles |= {criterion.id: criterion.title for criterion in instrument.criteria}
        return words.score.format(name=f"{figure.name} {titles[figure.name]}")
    return words.cases if figure.subject == "cases" else words.officers


def _answers(figure: BoundFigure, question: Question | None, instrument: Instrument, words: AnnexWords) -> str:
    if figure.subject == "score":
        return words.scored_over
    if figure.subject in ("cases", "officers"):
        return ""
    if figure.style == "base" and not figure.answers:
        said = words.asked
    elif figure.answers:
        labelled = question or instrument.fields_by_name[figure.name]
        said = words.or_.join(labelled.label_of(code) for code in figure.answers)
    else:
        said = words.below if figure.line == "below" else words.above
    return f"{said} {words.of_all}" if figure.of == "all" else said


def _condition(key: str, value: str, instrument: Instrument, words: AnnexWords) -> str:
    if key.startswith(QUESTION):
        question = instrument.questions_by_id[key.removeprefix(QUESTION)]
        return f"{question.number} {question.short}: {question.label_of(value)}"
    if key == ASSESSOR:
        return f"{words.assessor}: {value}"
    field = instrument.fields_by_name[key]
    return f"{field.label}: {field.label_of(value)}"
