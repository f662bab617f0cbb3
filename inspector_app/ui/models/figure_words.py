"""A bound figure in words: of what it is, what it counts, and of which cases."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_read import read_figure
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.text_places import BadPlace
from inspector_app.ui.score_words import trait_words, value_words


def figure_words(body: str, instrument: Instrument) -> list[str]:
    """The lines that say what a figure is; none where it cannot be read."""
    try:
        figure = read_figure(body, instrument)
    except BadPlace:
        return []
    return [
        line
        for line in (_subject(figure, instrument), _counted(figure, instrument), *_where(figure, instrument))
        if line
    ]


def _subject(figure: BoundFigure, instrument: Instrument) -> str:
    if figure.subject == "question":
        question = instrument.questions_by_id[figure.name]
        return f"{question.number} {question.short}"
    if figure.subject == "field":
        return instrument.fields_by_name[figure.name].label
    if figure.subject == "score":
        titles = {o.id: o.title for o in instrument.outcomes} | {c.id: c.title for c in instrument.criteria}
        return _say("Score of %1 %2").replace("%1", figure.name).replace("%2", titles[figure.name])
    return _say("Cases that count") if figure.subject == "cases" else _say("Officers interviewed")


def _counted(figure: BoundFigure, instrument: Instrument) -> str:
    if figure.subject not in ("question", "field"):
        return ""
    of = _say("of all cases") if figure.of == "all" else ""
    if figure.answers:
        key = f"question:{figure.name}" if figure.subject == "question" else figure.name
        counted = _say("Counted: %1").replace("%1", ", ".join(value_words(instrument, key, a) for a in figure.answers))
    elif figure.line == "below":
        counted = _say("Counted: below the line")
    else:
        counted = _say("Counted: above the line")
    return ", ".join(filter(None, (counted, of)))


def _where(figure: BoundFigure, instrument: Instrument) -> list[str]:
    told = [f"{trait_words(instrument, key)} = {value_words(instrument, key, value)}" for key, value in figure.where]
    return [_say("Only cases with %1").replace("%1", "; ".join(told))] if told else []


def _say(text: str) -> str:
    return QCoreApplication.translate("figure", text)
