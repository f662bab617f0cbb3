"""Proposals: drawn from the scores by thresholds, drafted with bound figures alone, decided by the lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import SHARE, Instrument
from inspector_app.domain.proposing import Proposal, propose
from inspector_app.domain.thresholds import Thresholds, read_thresholds, written_thresholds
from inspector_app.domain.unbound import unbound_in
from inspector_app.domain.unbound_en import ENGLISH_TYPED
from inspector_app.instruments.library import load
from inspector_app.services.commands import Reopen, SetReport, WriteSection
from inspector_app.services.inspections import Inspections
from inspector_app.services.proposals import ProposalDesk, ProposalView
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.session import Person, Session

LEAD = Person("HMI-01", "test")
SETS = Path(__file__).resolve().parents[1] / "resources" / "instruments"


@pytest.fixture
def example(example_file: Path, question_sets: dict[str, Instrument], tmp_path: Path) -> Iterator[Session]:
    """The example, open, to be written in."""
    copy = tmp_path / "example.inspection"
    copy.write_bytes(example_file.read_bytes())
    session = Inspections(question_sets).open(copy, LEAD)
    yield session
    session.close()


@pytest.fixture(scope="module")
def read_only(
    example_file: Path, question_sets: dict[str, Instrument], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReportDesk]:
    """The desk of the example, to be read."""
    copy = tmp_path_factory.mktemp("open") / "example.inspection"
    copy.write_bytes(example_file.read_bytes())
    session = Inspections(question_sets).open(copy, LEAD)
    yield ReportDesk(session)
    session.close()


def named(views: tuple[ProposalView, ...], id_: str) -> ProposalView:
    (found,) = [view for view in views if view.proposal.id == id_]
    return found


def test_every_draft_is_a_sentence_whose_numbers_are_all_bound(read_only: ReportDesk) -> None:
    bare = replace(
        read_only.session.instrument,
        questions=tuple(replace(q, finding="", recommendation="") for q in read_only.session.instrument.questions),
    )
    for instrument in (read_only.session.instrument, bare):
        made = propose(instrument, read_only.findings())
        assert len(made) > 100
        for proposal in made:
            placed = read_only.prints().placed(proposal.text)
            assert [one.problem for one in placed if one.problem] == [], proposal.text
            assert unbound_in(proposal.text, ENGLISH_TYPED) == (), proposal.text
            assert proposal.text.endswith(".") and "{}" not in proposal.text and SHARE not in proposal.text
            assert re.match(r"[A-Z*]|\{\{fig", proposal.text), proposal.text


def test_drafts_read_as_somebody_would_write_them(read_only: ReportDesk) -> None:
    views = ProposalDesk(read_only).all()
    said = {(view.proposal.section, view.proposal.id): view.printed for view in views}
    assert said["strengths-3", "strength-lor_alcohol_weighed"] == (
        "Where drink was linked to the offence, its part was weighed well in over four-fifths of the cases."
    )
    assert said["areas-4", "area-risk_plan"] == (
        "A first risk management plan was good enough in over half of the cases that needed one. In 22 it was done, "
        "but not well enough. In eight it was not done at all."
    )
    assert (
        "In 65 cases the offending was linked to *thinking and behaviour*."
        in said["findings-3.3", "finding-3.3-factor"]
    )
    assert "Asked about *countersigning is an active process*, officers answered *always* (20 of 50)" in " ".join(
        said.values()
    )
    assert re.search(r"\(paragraphs? 3\.\d+\.\d+", said["recommend-3", "recommendation-lor_review"])


def test_ids_are_there_once_and_stay_when_figures_move(example: Session) -> None:
    desk = ReportDesk(example)
    before = [view.proposal for view in ProposalDesk(desk).all()]
    keys = [(p.section, p.id) for p in before]
    assert len(set(keys)) == len(keys)
    ref = next(r for r in example.counted() if example.case(r).answers["rosh_screening"].value == "sufficient")
    example.do(Reopen(ref, "Read again."))
    after = [(v.proposal.section, v.proposal.id) for v in ProposalDesk(desk).all()]
    assert len(set(keys) & set(after)) > 0.9 * len(keys)


@settings(max_examples=25, deadline=None)
@given(
    st.builds(
        Thresholds, st.integers(50, 100), st.integers(0, 70), st.integers(0, 72), st.integers(0, 40), st.integers(0, 9)
    )
)
def test_strengths_and_areas_keep_to_the_thresholds(read_only: ReportDesk, thresholds: Thresholds) -> None:
    findings = read_only.findings()
    made = propose(read_only.session.instrument, findings, thresholds)
    lines = {o.id: o.score.score for o in findings.outcomes}
    apart = Fraction(thresholds.apart, 100)
    for proposal in made:
        line, score = lines[proposal.section.rpartition("-")[2][:1]], proposal.score
        if proposal.kind == "strength":
            assert score is not None and line is not None and proposal.base >= thresholds.least
            assert score >= Fraction(thresholds.strength, 100) and score - line >= apart
        elif proposal.kind in ("area", "recommendation"):
            assert score is not None and line is not None and proposal.base >= thresholds.least
            assert score <= Fraction(thresholds.area, 100) and line - score >= apart
    for section in {p.section for p in made if p.kind != "finding"}:
        assert len([p for p in made if p.section == section]) <= thresholds.most


def test_thresholds_are_a_setting(example: Session) -> None:
    assert read_thresholds("strength=90; least=5; nonsense=3; area=x") == Thresholds(strength=90, least=5)
    assert read_thresholds(written_thresholds(Thresholds(70, 50, 8, 3, 2))) == Thresholds(70, 50, 8, 3, 2)
    example.do(SetReport({"thresholds": "strength=100; most=2"}))
    desk = ProposalDesk(ReportDesk(example))
    strengths = [v.proposal for v in desk.all() if v.proposal.kind == "strength"]
    assert strengths and all(p.score == 1 for p in strengths)
    assert max(len(desk.of_section(f"strengths-{o}")) for o in "12345") == 2
    with pytest.raises(KnownError, match="thresholds"):
        example.do(SetReport({"thresholds": "strength=high"}))


def test_findings_follow_the_form_and_recommendations_follow_areas(read_only: ReportDesk) -> None:
    made = [view.proposal for view in ProposalDesk(read_only).all()]
    places = {q.id: place for place, q in enumerate(read_only.session.instrument.questions)}
    for section in {p.section for p in made if p.kind == "finding"}:
        told = [places[q] for p in made if p.section == section for q in p.questions]
        assert told == sorted(told), section
    for outcome in "12345":
        areas = [p.questions for p in made if p.section == f"areas-{outcome}"]
        assert areas == [p.questions for p in made if p.section == f"recommend-{outcome}"]


def do_all(session: Session, desk: ProposalDesk, view: ProposalView, text: str = "") -> None:
    for command in desk.accept(view, text):
        session.do(command)


def test_an_accepted_proposal_is_written_and_read_and_can_be_opened_again(example: Session) -> None:
    report = ReportDesk(example)
    desk = ProposalDesk(report)
    example.do(WriteSection("areas-3", "1. Something.\n2. More."))
    view = named(desk.of_section("areas-3"), "area-lor_review")
    assert (view.state, view.told) == ("open", False)
    do_all(example, desk, view)
    section = report.section("areas-3")
    assert section.text.startswith("1. Something.\n2. More.\n3. Reoffending assessments were reviewed")
    assert [piece.number for piece in section.pieces] == ["1", "2", "3"]
    assert not section.changed and not section.unbound and not section.mistakes
    view = named(desk.of_section("areas-3"), "area-lor_review")
    assert (view.state, view.told, view.moved) == ("accepted", True, False)
    example.do(desk.reopen(view))
    assert named(desk.of_section("areas-3"), "area-lor_review").state == "open"
    example.do(desk.drop(view))
    assert named(desk.of_section("areas-3"), "area-lor_review").state == "dropped"
    do_all(example, desk, named(desk.of_section("areas-3"), "area-progress"), "In other words.")
    assert report.section("areas-3").text.endswith("\n4. In other words.")


def test_a_decision_says_when_its_figures_have_moved(example: Session) -> None:
    desk = ProposalDesk(ReportDesk(example))
    view = named(desk.of_section("areas-4"), "area-risk_plan")
    example.do(desk.drop(view))
    moved = [
        r for r in example.counted() if getattr(example.case(r).answers.get("risk_plan"), "value", "") == "not_done"
    ]
    for ref in moved[:4]:
        example.do(Reopen(ref, "Read again."))
    view = named(desk.of_section("areas-4"), "area-risk_plan")
    assert (view.state, view.moved) == ("dropped", True)


def test_findings_go_behind_what_is_written(example: Session) -> None:
    report = ReportDesk(example)
    desk = ProposalDesk(report)
    for text, begins in (("", ""), ("Before.\n", "Before.\n\n")):
        example.do(WriteSection("findings-3.3", text))
        view = named(desk.of_section("findings-3.3"), "finding-3.3-progress_results")
        assert not view.told
        do_all(example, desk, view)
        assert report.section("findings-3.3").text == begins + view.proposal.text


def test_a_finding_of_a_question_set_holds_the_share_once(tmp_path: Path) -> None:
    violence = load(SETS / "violence-2013")
    drafted = [q for q in violence.questions if q.finding]
    assert {q.id for q in violence.questions if q.key} <= {q.id for q in drafted}
    assert all(q.finding.endswith(".") and not q.recommendation.endswith(".") for q in drafted)


def test_nothing_is_proposed_where_nothing_counts(shipped: Inspections, tmp_path: Path) -> None:
    session = shipped.create(tmp_path / "e.inspection", "violence-2013", LEAD, {}, {"HMI-01": "lead"})
    made: list[Proposal] = [view.proposal for view in ProposalDesk(ReportDesk(session)).all()]
    session.close()
    assert made == []
