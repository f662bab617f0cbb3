"""The Trust's comments as the page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.trust_comments import Decision, Incoming, Sorted
from inspector_app.services.trust_comments import CommentView, SentOut
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.phrases import day_of

_FIRST = 80
"""How many signs of a paragraph tell it from the others."""


def decision_words(decision: Decision) -> str:
    """A decision."""
    return {
        "": _say("Open"),
        "accepted": _say("Accepted"),
        "partly": _say("Partly accepted"),
        "not": _say("Not accepted"),
    }[decision]


def place_words(view: CommentView) -> str:
    """Where a comment stands: the number of its paragraph now, else the title of its section, else that it is gone."""
    if view.gone:
        return _say("%1 (gone)").replace("%1", view.comment.about.number).strip()
    return view.number or view.title


def whence_words(view: CommentView) -> str:
    """Who made a comment, and when."""
    about = view.comment.about
    return ", ".join(filter(None, (about.who, day_of(about.when[:10]))))


def comment_rows(views: Iterable[CommentView]) -> list[Row]:
    """The rows of the list: paragraph, comment, who, decision."""
    rows = []
    for place, view in enumerate(views):
        words = " ".join(view.comment.words.split())
        cells = (
            Cell(place_words(view), sort=place, tip=view.text or view.title),
            Cell(words, tip=view.comment.words),
            Cell(whence_words(view)),
            Cell(decision_words(view.comment.decision), tip=view.comment.reply),
        )
        rows.append(Row(view.comment.id, cells))
    return rows


def incoming_rows(found: Sorted) -> list[Row]:
    """What a file brings, those first that need a hand: without a paragraph, new, here already."""
    groups = (
        (_say("? Not placed"), found.not_placed),
        (_say("+ New"), found.new),
        (_say("= Here already"), found.same),
    )
    rows = []
    for state, incoming in groups:
        for one in incoming:
            where = one.about.number or one.beside
            said = Cell(" ".join(one.words.split()), tip=one.words)
            rows.append(Row(incoming_key(one), (Cell(state), Cell(where), said, Cell(one.about.who))))
    return rows


def incoming_key(one: Incoming) -> str:
    """What tells a comment of a file from the others."""
    return f"{one.id}/{one.beside}"


def why_not_placed(one: Incoming) -> str:
    """Why a comment has no paragraph, in a sentence."""
    if one.why == "several":
        return _say("Several paragraphs have the number %1.").replace("%1", one.beside)
    if one.beside:
        return _say("No paragraph of the report is “%1”.").replace("%1", " ".join(one.beside.split()))
    return _say("It hangs on no paragraph of the report.")


def paragraph_lines(sent: Sequence[SentOut], headings: dict[str, str]) -> list[tuple[str, str]]:
    """The paragraphs to choose from: key, and number or section with the first words."""
    lines = []
    for one in sent:
        name = f"{one.number}" if "." in one.number else f"{headings.get(one.section, '')} {one.number}".strip()
        text = " ".join(one.text.split())
        lines.append((one.key, f"{name}  {text if len(text) <= _FIRST else text[:_FIRST] + '…'}"))
    return lines


def _say(text: str) -> str:
    return QCoreApplication.translate("comments", text)
