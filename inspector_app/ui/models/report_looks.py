"""From what the desk says of a text to what is drawn in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.text_places import parameters
from inspector_app.services.report_desk import Chip, SectionView
from inspector_app.ui.models.figure_words import figure_words
from inspector_app.ui.models.report_marks import ChipLook, TextMark
from inspector_app.ui.models.report_source import body_of


@dataclass(frozen=True, slots=True)
class Looks:
    """How a section looks.

    Attributes:
        chips: how bound pieces look, by source.
        begins: where in the text those stand with which a sentence begins.
        marks: what to look at, in the order of the text.
    """

    chips: Mapping[str, ChipLook]
    begins: tuple[int, ...]
    marks: tuple[TextMark, ...]


def looks_of(view: SectionView, instrument: Instrument) -> Looks:
    """How a section looks."""
    chips: dict[str, ChipLook] = {}
    begins = []
    for chip in view.chips:
        known, look = chips.get(chip.source), _look(chip, instrument)
        if known is None:
            chips[chip.source] = look
        elif known.text != look.text:
            within, begun = sorted((known, look), key=lambda one: one.text[:1].isupper())
            chips[chip.source] = replace(within, begun=begun.text)
        if chip.printed[:1].isupper():
            begins.append(chip.start)
    return Looks(chips, tuple(begins), tuple(sorted(_marks(view), key=lambda m: (m.first, m.behind))))


def _look(chip: Chip, instrument: Instrument) -> ChipLook:
    if chip.problem:
        return ChipLook(_short(chip.problem), chip.problem, "wrong")
    if chip.kind == "chart":
        return ChipLook(_chart(chip.source, instrument), _say("A chart is drawn here."))
    if chip.kind == "para":
        return ChipLook(chip.printed, _say("A link to paragraph %1.").replace("%1", chip.printed))
    if chip.kind == "plain":
        return ChipLook(chip.printed, _say("A number that is bound to nothing on purpose."))
    return ChipLook(chip.printed, _tip(chip, instrument), "changed" if chip.changed else "plain", chip.caution)


def _tip(chip: Chip, instrument: Instrument) -> str:
    lines = figure_words(body_of(chip.source), instrument)
    if chip.base is not None:
        lines.append(_say("%1 of %2").replace("%1", str(chip.numerator)).replace("%2", str(chip.base)))
    if chip.caution:
        lines.append(_say("Fewer than %1: a caution is printed with it").replace("%1", str(CAUTION_BELOW)))
    if chip.changed:
        lines.append(_say("When you read it last: %1").replace("%1", chip.was))
    return "\n".join(lines)


def _marks(view: SectionView) -> Iterator[TextMark]:
    for chip in view.mistakes:
        # Braces that are only opened so far reach far down; the line in which they are is enough.
        yield TextMark("mistake", chip.start, chip.start + len(chip.source.partition("\n")[0]), chip.problem)
    for span in view.changed:
        yield TextMark("changed", span.start, span.end, _changed(view, span.start, span.end))
    for hit in view.disclosed:
        text = _say("“%1” could name a person. Say it otherwise, or accept it with a reason under Checks.")
        yield TextMark("person", hit.start, hit.end, text.replace("%1", hit.text))
    for span in view.unbound:
        text = _say("“%1” is bound to nothing. Put a figure in its place.").replace("%1", span.text)
        yield TextMark("unbound", span.start, span.end, text)


def _changed(view: SectionView, start: int, end: int) -> str:
    inside = [c for c in view.chips if c.changed and start <= c.start < end]
    pairs = (_say("“%1”, was “%2”").replace("%1", c.printed).replace("%2", c.was) for c in inside)
    return _say("%1 when you read it.").replace("%1", "; ".join(pairs))


def _chart(source: str, instrument: Instrument) -> str:
    parts = parameters(body_of(source))
    if "criterion" in parts:
        return _say("Chart of %1").replace("%1", parts["criterion"])
    asked = [instrument.questions_by_id.get(name) for name in parts.get("question", "").split("+")]
    return _say("Chart of %1").replace("%1", ", ".join(f"{q.number} {q.short}" for q in asked if q is not None))


def _short(problem: str) -> str:
    return problem.partition(";")[0].partition(":")[0].rstrip(".")


def _say(text: str) -> str:
    return QCoreApplication.translate("looks", text)
