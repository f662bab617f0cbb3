"""A chart bound to questions, as it is written in the text of the report: ``{{chart: question=plan+review}}``."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.bound_figures_read import question_of
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.text_places import BadPlace, parameters, quoted


@dataclass(frozen=True, slots=True)
class BoundChart:
    """What a chart draws: some questions, or the questions of a criterion."""

    questions: tuple[str, ...] = ()
    criterion: str = ""

    def written(self) -> str:
        """The chart as it stands in a text."""
        what = f"criterion={self.criterion}" if self.criterion else f"question={quoted('+'.join(self.questions))}"
        return f"{{{{chart: {what}}}}}"


def read_chart(body: str, instrument: Instrument) -> BoundChart:
    """The chart that a place ``{{chart: body}}`` means.

    Raises:
        BadPlace: it draws nothing that this question set knows.
    """
    parts = parameters(body)
    if list(parts) not in (["question"], ["criterion"]) or not all(parts.values()):
        raise BadPlace("A chart draws either question=… (several joined with +) or criterion=…, and nothing else.")
    if "criterion" in parts:
        known = [criterion.id for criterion in instrument.criteria]
        if parts["criterion"] not in known:
            raise BadPlace(f"There is no criterion “{parts['criterion']}”; there are {', '.join(known)}.")
        return BoundChart(criterion=parts["criterion"])
    names = tuple(name.strip() for name in parts["question"].split("+"))
    for name in names:
        question = question_of(instrument, name)
        if question.kind not in ("single", "multiple"):
            raise BadPlace(f"Question {question.number} ({name}) has no list of answers that could be drawn.")
    if len(set(names)) != len(names):
        raise BadPlace("The chart names a question twice.")
    return BoundChart(names)
