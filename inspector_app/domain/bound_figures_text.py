"""The places of a written text, each read, counted and printed, or with the reason why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.domain.bound_charts import BoundChart, read_chart
from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_count import Counted, Ground, count
from inspector_app.domain.bound_figures_print import FigurePrint, HouseStyle, print_figure
from inspector_app.domain.bound_figures_read import read_figure
from inspector_app.domain.report_text import Printed
from inspector_app.domain.sentences import begins_at, sentences_of
from inspector_app.domain.text_places import BadPlace, Place, place_fault, places_of


@dataclass(frozen=True, slots=True)
class PlacedFigure:
    """One place of a text.

    Attributes:
        counted, printed: of a figure that can be read; None for other places.
        chart: of a chart that can be read.
        problem: why the place cannot be printed, as a sentence; empty where it can.
    """

    place: Place
    figure: BoundFigure | None = None
    counted: Counted | None = None
    printed: FigurePrint | None = None
    chart: BoundChart | None = None
    problem: str = ""


@dataclass
class Figures:
    """Counts the figures of one report, each source once."""

    ground: Ground
    house: HouseStyle
    _counted: dict[str, Counted] = field(default_factory=dict)
    _printed: dict[tuple[str, bool], FigurePrint] = field(default_factory=dict)

    def counted(self, body: str) -> Counted:
        """A figure by its body.

        Raises:
            BadPlace: it cannot be read.
        """
        known = self._counted.get(body)
        if known is None:
            known = self._counted[body] = count(read_figure(body, self.ground.instrument), self.ground)
        return known

    def print(self, body: str, begins: bool = False) -> FigurePrint:
        """What a figure prints.

        Raises:
            BadPlace: it cannot be read.
        """
        known = self._printed.get((body, begins))
        if known is None:
            known = self._printed[body, begins] = print_figure(self.counted(body), self.house, begins)
        return known

    def placed(self, text: str) -> tuple[PlacedFigure, ...]:
        """The places of a text in order."""
        sentences = sentences_of(text)
        return tuple(self._placed(place, begins_at(text, sentences, place.start)) for place in places_of(text))

    def reading(self, text: str) -> dict[str, Printed]:
        """Figure as written -> what it prints in the middle of a sentence, and its ratio: the mark of having read."""
        found: dict[str, Printed] = {}
        for one in self.placed(text):
            if one.counted is not None:
                ratio = None if one.counted.ratio is None else float(one.counted.ratio)
                found[one.place.source] = Printed(self.print(one.place.body).text, ratio)
        return found

    def _placed(self, place: Place, begins: bool) -> PlacedFigure:
        problem = place_fault(place)
        if problem:
            return PlacedFigure(place, problem=problem)
        try:
            if place.kind == "chart":
                return PlacedFigure(place, chart=read_chart(place.body, self.ground.instrument))
            if place.kind != "fig":
                return PlacedFigure(place)
            counted = self.counted(place.body)
        except BadPlace as fault:
            return PlacedFigure(place, problem=str(fault))
        return PlacedFigure(place, counted.figure, counted, self.print(place.body, begins))
