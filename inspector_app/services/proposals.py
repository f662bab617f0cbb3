"""Proposals for the report of an open inspection, with what was decided on each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inspector_app.domain.paragraphs import Piece
from inspector_app.domain.proposing import Proposal, propose
from inspector_app.domain.report_text import Printed, pack_read, unpack_read
from inspector_app.domain.thresholds import Thresholds, read_thresholds
from inspector_app.services.commands import Command, DecideProposal, WriteSection
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_views import SectionView

ProposalState = Literal["open", "accepted", "dropped"]

_QUESTION = re.compile(r"\{\{\s*(?:fig|chart)\s*:[^{}]*?question\s*=\s*\"?([\w+]+)")
_LISTED = ("strengths", "areas", "recommend")
_LAST_ITEM = re.compile(r"(?m)^(\d{1,9})([.)])[ \t]")


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal as the page shows it.

    Attributes:
        printed: its text as it would stand in the report.
        state: what was decided.
        moved: whether a figure has changed since that was decided.
        told: whether the section already has a figure of the question that it is about.
    """

    proposal: Proposal
    printed: str
    state: ProposalState = "open"
    moved: bool = False
    told: bool = False


class ProposalDesk:
    """Works proposals out of what is committed. To be used on the session's own thread, as the desk it rests on."""

    def __init__(self, desk: ReportDesk) -> None:
        self._desk = desk
        self._made: tuple[object, tuple[Proposal, ...]] | None = None

    def thresholds(self) -> Thresholds:
        """When a score is worth telling, as it is set."""
        return read_thresholds(self._desk.settings().others.get("thresholds", ""))

    def all(self) -> tuple[ProposalView, ...]:
        """Every proposal in the order of the report."""
        return self._views()

    def of_section(self, section: str) -> tuple[ProposalView, ...]:
        """The proposals for one section of the report."""
        return self._views(section)

    def _views(self, only: str = "") -> tuple[ProposalView, ...]:
        desk = self._desk
        views = {section.id: desk.section(section.id) for section in desk.sections()}
        made = [p for p in self._propose(views) if p.section in views and only in ("", p.section)]
        decided = {section: self._decided(section) for section in {p.section for p in made}}
        return tuple(self._view(p, views[p.section], decided[p.section].get(p.id, ("", ""))) for p in made)

    def accept(self, view: ProposalView, text: str = "") -> Sequence[Command]:
        """What to do in order to take a proposal: its words, or others in their place, go to the end of its section."""
        section = self._desk.section(view.proposal.section)
        written = appended(section, text.strip() or view.proposal.text)
        # The figures that are taken along count as read.
        read = {**section.reading, **self._figures(view.proposal.text)}
        return WriteSection(section.section.id, written, read), self._decide(view, "accepted")

    def drop(self, view: ProposalView) -> Command:
        """What to do in order to set a proposal aside."""
        return self._decide(view, "dropped")

    def reopen(self, view: ProposalView) -> Command:
        """What to do in order to take a decision back; what was written stays."""
        return DecideProposal(view.proposal.section, view.proposal.id, "")

    def _propose(self, views: Mapping[str, SectionView]) -> tuple[Proposal, ...]:
        findings = {id_: view for id_, view in views.items() if view.section.kind == "findings"}
        texts = tuple(view.text for view in findings.values())
        state = (self._desk.prints(), self.thresholds(), texts)
        if self._made is None or self._made[0] != state:
            behind = _told_in([piece for view in findings.values() for piece in view.pieces])
            made = propose(self._desk.session.instrument, self._desk.findings(), self.thresholds(), behind)
            self._made = (state, made)
        return self._made[1]

    def _view(self, proposal: Proposal, section: SectionView, decided: tuple[str, str]) -> ProposalView:
        printed = proposal.text
        for place in reversed(self._desk.prints().placed(proposal.text)):
            said = self._desk.number_of(place.place.body) if place.kind == "para" else place.said
            printed = printed[: place.place.start] + (said or "") + printed[place.place.end :]
        state, rested_on = decided
        view = ProposalView(proposal, printed)
        about = proposal.questions[:1] if proposal.kind != "recommendation" else ()
        view = replace(view, told=any(question in _questions(section.text) for question in about))
        if state not in ("accepted", "dropped"):
            return view
        moved = unpack_read(rested_on) != self._figures(proposal.text)
        return replace(view, state="accepted" if state == "accepted" else "dropped", moved=moved)

    def _decided(self, section: str) -> Mapping[str, tuple[str, str]]:
        found = next(s for s in self._desk.sections() if s.id == section)
        return self._desk.written(found).proposals

    def _decide(self, view: ProposalView, decision: str) -> DecideProposal:
        rested_on = pack_read(self._figures(view.proposal.text))
        return DecideProposal(view.proposal.section, view.proposal.id, decision, rested_on)

    def _figures(self, text: str) -> dict[str, Printed]:
        return {one.source: one.printed for one in self._desk.prints().placed(text) if one.printed is not None}


def appended(section: SectionView, text: str) -> str:
    """The text of a section with a paragraph more at its end; as the next item where the section counts a list."""
    before = section.text.rstrip()
    if section.section.kind not in _LISTED:
        return f"{before}\n\n{text}" if before else text
    if not before:
        return f"1. {text}"
    items = _LAST_ITEM.findall(before)
    return f"{before}\n{int(items[-1][0]) + 1}{items[-1][1]} {text}" if items else f"{before}\n\n{text}"


def _told_in(pieces: Sequence[Piece]) -> dict[str, tuple[str, ...]]:
    """Question -> the keys of the paragraphs that hold a figure of it."""
    told: dict[str, tuple[str, ...]] = {}
    for piece in pieces:
        if piece.number and piece.key:
            for question in sorted(_questions(piece.text)):
                told[question] = (*told.get(question, ()), piece.key)
    return told


def _questions(text: str) -> set[str]:
    return {question for found in _QUESTION.findall(text) for question in found.split("+")}
