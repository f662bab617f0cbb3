"""What the places of a report print at one moment: figures and charts, counted once for what is committed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from inspector_app.domain.bound_figures_count import Counted
from inspector_app.domain.bound_figures_print import HouseStyle
from inspector_app.domain.bound_figures_text import Figures, PlacedFigure
from inspector_app.domain.case import Case
from inspector_app.domain.chart_parts import ChartParts, parts_of
from inspector_app.domain.figures import CAUTION_BELOW, Findings
from inspector_app.domain.findings import find
from inspector_app.domain.report_text import Printed, ReportSettings
from inspector_app.domain.scoring import Method
from inspector_app.domain.suppressing import KeptBack, kept_back, suppress
from inspector_app.domain.text_places import Place, PlaceKind
from inspector_app.domain.wording_en import ENGLISH
from inspector_app.services.report_figures import ground_of
from inspector_app.services.session import Session


@dataclass(frozen=True, slots=True)
class Placed:
    """A place of a text with what it prints.

    Attributes:
        place: where it stands, and what it is.
        said: what it prints there, without the mark of caution; empty for a chart or a link.
        words: what a figure prints within a sentence, and at the beginning of one.
        printed: what is kept of it when somebody reads it.
        numerator, base: what a figure counts.
        caution: whether its base is small.
        parts: the bars of a chart.
        problem: why it cannot be printed, as a sentence; empty where it can.
    """

    place: Place
    said: str = ""
    words: tuple[str, str] = ("", "")
    printed: Printed | None = None
    numerator: int | None = None
    base: int | None = None
    caution: bool = False
    parts: ChartParts | None = None
    problem: str = ""

    @property
    def source(self) -> str:
        """As typed, with its braces."""
        return self.place.source

    @property
    def kind(self) -> PlaceKind:
        """What stands there; empty where it is nothing that is known."""
        return self.place.kind


class ReportPrints:
    """The figures of one moment. It holds what it reads, and knows nothing of later changes."""

    def __init__(
        self,
        session: Session,
        settings: ReportSettings,
        method: Method = "question-mean",
        include_unfinished: bool = False,
        caution_below: int = CAUTION_BELOW,
    ) -> None:
        self._ground = ground_of(session, method, include_unfinished)
        self._smallest = settings.smallest
        house = HouseStyle(ENGLISH, settings.style, caution_below, self._kept_back)
        self.figures = Figures(self._ground, house)

    @cached_property
    def findings(self) -> Findings:
        """The counts of the same cases, without those that must not be printed."""
        ground = self._ground
        return suppress(find(ground.instrument, ground.scores, self.cases, ground.officers), self._smallest)

    @cached_property
    def _hidden(self) -> KeptBack:
        return kept_back(self._ground, self.findings, self._smallest)

    def _kept_back(self, counted: Counted) -> int:
        # What is hidden is worked out only where something is to be.
        return self._hidden(counted) if self._smallest else 0

    @property
    def cases(self) -> list[Case]:
        """The cases that count."""
        return [case for case, _ in self._ground.assessed]

    def placed(self, text: str) -> tuple[Placed, ...]:
        """The places of a text in order."""
        return tuple(self._placed(one) for one in self.figures.placed(text))

    def _placed(self, one: PlacedFigure) -> Placed:
        place = one.place
        if one.problem:
            return Placed(place, problem=one.problem)
        if one.chart is not None:
            parts = parts_of(one.chart, self.findings)
            return Placed(place, parts=parts, problem=parts.problem)
        if one.counted is None or one.printed is None:
            return Placed(place, said=place.body.strip('"') if place.kind == "plain" else "")
        counted, within = one.counted, self.figures.print(place.body).text
        ratio = None if counted.ratio is None else float(counted.ratio)
        return Placed(
            place,
            one.printed.text,
            (within, self.figures.print(place.body, True).text),
            Printed(within, ratio),
            counted.count,
            counted.size,
            one.printed.caution,
        )
