"""Proposals for the report as the page lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.proposing import Proposal, ProposalKind
from inspector_app.domain.scoring import percent
from inspector_app.services.proposals import ProposalView
from inspector_app.ui.models.rows_model import Cell, Row

KINDS: tuple[ProposalKind, ...] = ("strength", "area", "finding", "recommendation")
TO_DECIDE, OPEN = "todo", "open"
STATES = (TO_DECIDE, OPEN, "accepted", "dropped")


def kind_words(kind: ProposalKind) -> str:
    """A kind of proposal."""
    return {
        "strength": _say("Strength"),
        "area": _say("Area for improvement"),
        "finding": _say("Finding"),
        "recommendation": _say("Recommendation"),
    }[kind]


def state_of(view: ProposalView) -> str:
    """What was decided, in words; what its section tells already is said, too."""
    if view.state == "open":
        return _say("Open, told already") if view.told else _say("Open")
    decided = _say("Accepted") if view.state == "accepted" else _say("Dropped")
    return _say("%1, figures moved").replace("%1", decided) if view.moved else decided


def counted_words(proposal: Proposal) -> str:
    """The score of what a proposal is about, with its base; empty where it is about several."""
    if proposal.score is None:
        return ""
    above = round(proposal.score * proposal.base)
    text = _say("%1%, %2 of %3").replace("%2", str(above)).replace("%3", str(proposal.base))
    return text.replace("%1", str(percent(proposal.score)))


def is_listed(view: ProposalView, outcomes: Mapping[str, str], kind: str, outcome: str, state: str) -> bool:
    """Whether a proposal is of what is asked for; empty asks for all. `outcomes` maps sections to outcomes."""
    if kind and view.proposal.kind != kind:
        return False
    if outcome and outcomes.get(view.proposal.section) != outcome:
        return False
    if state == TO_DECIDE:
        return view.state == "open" and not view.told
    return not state or view.state == state


def proposal_rows(views: Iterable[ProposalView], headings: Mapping[str, str]) -> list[Row]:
    """The rows of the list: what it is, for which section, its score, the sentence, what was decided."""
    rows = []
    for place, view in enumerate(views):
        one = view.proposal
        share = None if one.score is None else float(one.score)
        cells = (
            Cell(kind_words(one.kind), sort=place),
            Cell(one.section.partition("-")[2], sort=place, tip=headings.get(one.section, "")),
            Cell(counted_words(one), sort=-1.0 if share is None else share, share=share),
            Cell(plain(view.printed), tip=view.printed),
            Cell(state_of(view)),
        )
        rows.append(Row(one.id, cells))
    return rows


def question_lines(proposal: Proposal, instrument: Instrument) -> list[tuple[str, str, bool]]:
    """What a proposal tells of: id, words, and whether there are cases to be shown."""
    asked = [instrument.questions_by_id[id_] for id_ in proposal.questions if id_ in instrument.questions_by_id]
    return [(q.id, f"{q.number}  {q.short}", q.per == "case" and q.scored) for q in asked]


def plain(text: str) -> str:
    """A drafted sentence without its marks of emphasis, in one line."""
    return " ".join(text.replace("*", "").split())


def _say(text: str) -> str:
    return QCoreApplication.translate("proposals", text)
