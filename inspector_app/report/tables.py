"""Figures set out as tables and charts of the document model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inspector_app.domain.document import Bar, Block, Cell, Chart, Column, Table
from inspector_app.domain.figures import (
    HIDDEN,
    Breakdown,
    CriterionFinding,
    FactorRow,
    Measure,
    Part,
    QuestionFinding,
    Spread,
)
from inspector_app.domain.scoring import percent
from inspector_app.report.words import Words

_MOST_COLUMNS = 5
"""More choices than this make a list of their own, not columns."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Sets figures out in one language, with one threshold for small bases.

    `who` is the noun counted; `dense` ones are for looking things up.
    """

    words: Words
    caution_below: int
    who: str = "case"
    dense: bool = False

    def questions(self, criterion: CriterionFinding) -> Table:
        """The scored questions of a criterion, with its score as the last row."""
        mean = percent(criterion.score.score)
        total = ("", self.words.say("mean_of", id=criterion.id), *[""] * 4, self.words.percent(mean), mean)
        rows = (*(self._question(q) for q in criterion.questions), total)
        parts = [q.part for q in criterion.questions]
        note = self._notes(self.caution(p.base for p in parts), self.hidden(parts))
        title = self.words.say("findings", id=criterion.id)
        return Table(title, note, self._columns(), rows, total=True, dense=True)

    def all_questions(self, criteria: Sequence[CriterionFinding]) -> Table:
        """The scored questions of several criteria, each criterion with its score before its questions."""
        rows: list[tuple[Cell, ...]] = []
        groups: list[int] = []
        for criterion in criteria:
            groups.append(len(rows))
            mean = percent(criterion.score.score)
            rows.append((criterion.id, criterion.title, *[""] * 4, self.words.percent(mean), mean))
            rows += (self._question(q) for q in criterion.questions)
        parts = [q.part for c in criteria for q in c.questions]
        note = self._notes(self.caution(p.base for p in parts), self.hidden(parts))
        return Table("", note, self._columns(), tuple(rows), dense=True, groups=tuple(groups))

    def _columns(self) -> tuple[Column, ...]:
        say = self.words.say
        return (
            Column(say("number"), "quiet", 12), Column(say("question"), "text", 0), Column(say("above"), "number", 13),
            Column(say("below"), "number", 13), Column(say("na"), "number", 11), Column(say("base"), "number", 12),
            Column(say("share"), "number", 12), Column("", "bar", 20),
        )  # fmt: skip

    def key_questions(self, criteria: Sequence[CriterionFinding]) -> Chart | None:
        """The bars of the key questions, grouped by criterion; None where there are none."""
        keys = [(q, f"{c.id} {c.title}") for c in criteria for q in c.questions if q.key]
        bars = tuple(self.bar(q.part, group) for q, group in keys)
        parts = [q.part for q, _ in keys]
        return Chart("", self._notes(self.caution(p.base for p in parts), self.hidden(parts)), bars) if bars else None

    def spreads(self, spreads: Iterable[Spread], title: str = "") -> list[Block]:
        """Spreads that share their choices in one table, the others one by one, in the order of the form."""
        groups: dict[tuple[str, ...], list[Spread]] = {}
        for spread in spreads:
            labels = tuple(p.label for p in spread.parts)
            alone = spread.several or len(labels) > _MOST_COLUMNS
            groups.setdefault((spread.id,) if alone else labels, []).append(spread)
        return [self.matrix(group, title) if len(group) > 1 else self.listing(group[0]) for group in groups.values()]

    def matrix(self, group: Sequence[Spread], title: str = "") -> Table:
        """Questions as rows, their shared answers as columns."""
        say = self.words.say
        with_na = any(s.not_applicable for s in group)
        answers = tuple(Column(p.label, "number", 19) for p in group[0].parts)
        numbered = any(s.number for s in group)
        columns = (
            *((Column(say("number"), "quiet", 14),) if numbered else ()), Column(say("question"), "text", 0),
            *answers, *((Column(say("na"), "number", 12),) if with_na else ()), Column(say("base"), "number", 14),
        )  # fmt: skip
        rows = tuple(
            (
                *((s.number,) if numbered else ()),
                s.short,
                *(self._count(p.count) for p in s.parts),
                *((str(s.not_applicable),) if with_na else ()),
                self._base(s.base),
            )
            for s in group
        )
        hidden = self.hidden(part for s in group for part in s.parts)
        note = self._notes(say("divide_note") if with_na else "", self.caution(s.base for s in group), hidden)
        return Table(title or say("divide"), note, columns, rows, dense=self.dense)

    def listing(self, spread: Spread) -> Table:
        """The answers to one question as rows."""
        say = self.words.say
        columns = (
            Column(say("answer"), "text", 0),
            Column(say("officers" if self.who == "officer" else "count"), "number", 16),
            Column(say("share"), "number", 13),
            Column("", "bar", 40),
        )
        rows = tuple((p.label, self._count(p.count), self._percent(p), p.percent) for p in spread.parts)
        title = f"{spread.number} {spread.short}".strip()
        return Table(title, self._note(spread), columns, rows, dense=self.dense)

    def sample_chart(self, breakdown: Breakdown) -> Chart:
        """The sample by one case field."""
        return Chart(breakdown.label, self._blank(breakdown), tuple(self.bar(p) for p in breakdown.parts))

    def sample_spread(self, breakdown: Breakdown) -> Spread:
        """A case field in the shape of a question, so that fields with the same list share a table."""
        base = max((p.base for p in breakdown.parts), default=0)
        return Spread(breakdown.name, "", breakdown.label, False, base, 0, breakdown.parts)

    def measures(self, measures: Sequence[Measure]) -> list[Block]:
        """Numbers with their range; nothing where there are none."""
        if not measures:
            return []
        say = self.words.say
        columns = (
            Column(say("question"), "text", 0),
            *(Column(say(key), "number", 19) for key in ("low", "middle", "high", "base")),
        )
        rows = tuple(
            (f"{m.number} {m.short}".strip(), _plain(m.low), _plain(m.middle), _plain(m.high), self._base(m.base))
            for m in measures
        )
        return [Table(say("numbers"), self.caution(m.base for m in measures), columns, rows, dense=self.dense)]

    def factors(self, rows: Sequence[FactorRow]) -> Table:
        """Factors, how often each was found, and how often work and progress were enough."""
        say = self.words.say
        columns = (
            Column(say("factor"), "text", 0), Column(say("found"), "number", 17), Column(say("share"), "number", 13),
            Column(say("work"), "number", 23), Column("", "bar", 21), Column(say("progress"), "number", 25),
            Column("", "bar", 21),
        )  # fmt: skip
        cells = tuple(self._factor(row) for row in rows)
        bases = [p.base for row in rows for p in (row.interventions, row.progress)]
        hidden = self.hidden(p for row in rows for p in (row.present, row.interventions, row.progress))
        note = self._notes(say("factors_note"), self.caution(bases), hidden)
        return Table(say("factors"), note, columns, cells, dense=self.dense)

    def _factor(self, row: FactorRow) -> tuple[Cell, ...]:
        return (
            row.label, self._count(row.present.count), self._percent(row.present),
            self._with_base(row.interventions), row.interventions.percent,
            self._with_base(row.progress), row.progress.percent,
        )  # fmt: skip

    def _question(self, question: QuestionFinding) -> tuple[Cell, ...]:
        text, part = question.short, question.part
        if question.also:
            text = self.words.say("also", text=text, criteria=", ".join(question.also))
        return (
            question.number, text, self._count(question.above), self._count(question.below),
            self._count(question.not_applicable), self._base(part.base), self._percent(part), part.percent,
        )  # fmt: skip

    def bar(self, part: Part, group: str = "") -> Bar:
        """A bar with its figures beside it."""
        if part.hidden:
            return Bar(part.label, None, self.words.say("hidden"), group)
        figures = self.words.say("of", count=part.count, base=part.base)
        if self._small(part.base):
            figures = f"{figures} {self.words.say('mark')}"
        return Bar(part.label, part.percent, figures, group)

    def _base(self, base: int) -> str:
        """A base in a right-aligned column: the mark goes before it, so that the digits stay in line."""
        return f"{self.words.say('mark')} {base}" if self._small(base) else self._count(base)

    def _count(self, count: int) -> str:
        return self.words.say("hidden") if count == HIDDEN else str(count)

    def _percent(self, part: Part) -> str:
        return self.words.say("hidden") if part.hidden else self.words.percent(part.percent)

    def _with_base(self, part: Part) -> str:
        if part.hidden:
            return self.words.say("hidden")
        return self.words.say("with_base", percent=self.words.percent(part.percent), base=self._base(part.base))

    def _small(self, base: int) -> bool:
        return 0 < base < self.caution_below

    def caution(self, bases: Iterable[int]) -> str:
        """What the mark of a small base means, where one of these is small; else nothing."""
        return self.words.say("caution", n=self.caution_below) if any(self._small(b) for b in bases) else ""

    def hidden(self, parts: Iterable[Part]) -> str:
        """What the sign of a hidden count means, where one of these is hidden; else nothing."""
        return self.words.say("hidden_note") if any(part.hidden for part in parts) else ""

    def _notes(self, *notes: str) -> str:
        return " ".join(filter(None, notes))

    def base_of(self, spread: Spread) -> str:
        """What the percentages of a spread are of, in words."""
        if spread.base == HIDDEN:
            return self.words.say("base_hidden")
        base = self.words.count(self.who, spread.base)
        if self._small(spread.base):
            base = f"{base} {self.words.say('mark')}"
        if spread.of is not None:
            told = spread.of
            quoted = self.words.listed([f"“{a}”" for a in told.answers])
            key = "base_not" if told.but else "base_of"
            return self.words.say(key, base=base, answers=quoted, number=told.number)
        return self.words.say(f"base_asked.{self.who}" if spread.narrowed else "base_open", base=base)

    def _note(self, spread: Spread) -> str:
        several = self.words.say("several") if spread.several else ""
        return self._notes(self.base_of(spread), several, self.caution([spread.base]), self.hidden(spread.parts))

    def _blank(self, breakdown: Breakdown) -> str:
        cautions = self.caution(p.base for p in breakdown.parts)
        blank = self.words.count("sample_blank", breakdown.blank) if breakdown.blank else ""
        return self._notes(blank, cautions, self.hidden(breakdown.parts))


def _plain(number: Decimal) -> str:
    return f"{number:f}"
