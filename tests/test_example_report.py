"""The example's written report: every section, cross references by key, changed names, settings; and bad folders."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from inspector_app.domain.bound_figures_print import HouseStyle
from inspector_app.domain.bound_figures_text import Figures, PlacedFigure
from inspector_app.domain.disclosure import Hit, Passage, People, disclosures
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_text import changed_names, read_settings
from inspector_app.domain.wording_en import ENGLISH
from inspector_app.services.example_report import ExampleReport, read_example_report, write_example_report
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_figures import ground_of
from inspector_app.services.session import Person, Session

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "example" / "report"
LEAD = Person("HMI-01", "test")


@pytest.fixture(scope="module")
def example(
    example_file: Path, question_sets: dict[str, Instrument], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """The example, open, to be read."""
    copy = tmp_path_factory.mktemp("open") / "example.inspection"
    copy.write_bytes(example_file.read_bytes())
    session = Inspections(question_sets).open(copy, LEAD)
    yield session
    session.close()


@pytest.fixture
def empty(shipped: Inspections, tmp_path: Path) -> Iterator[Session]:
    """An inspection without cases."""
    session = shipped.create(tmp_path / "e.inspection", "violence-2013", LEAD, {}, {"HMI-01": "lead"})
    yield session
    session.close()


def test_every_section_of_the_outline_is_written(example: Session) -> None:
    desk = ReportDesk(example)
    assert [s.id for s in desk.sections() if not desk.section(s.id).text.strip()] == []
    assert {path.stem for path in FOLDER.glob("*.md")} == {s.id for s in desk.sections()}


def test_references_name_paragraphs_that_exist_and_anchors_are_gone(example: Session) -> None:
    desk = ReportDesk(example)
    views = [desk.section(s.id) for s in desk.sections()]
    keys = {piece.key: piece for view in views for piece in view.pieces}
    told = [key for view in views for key in re.findall(r"\{\{para: ([^}]*)\}\}", view.text)]
    assert len(told) > 50
    assert [key for key in told if key not in keys] == []
    assert {keys[key].kind for key in told} == {"paragraph"}
    assert not any("{#" in view.text for view in views)


def test_a_recommendation_leads_to_the_findings_that_its_file_names(example: Session) -> None:
    desk = ReportDesk(example)
    recommended = desk.section("recommend-1").pieces[0]
    key = re.findall(r"\{\{para: ([0-9a-f]{8})\}\}", recommended.text)[0]
    (finding,) = (piece for piece in desk.section("findings-1.1").pieces if piece.key == key)
    assert "{#report-rosh}" in next(
        p for p in (FOLDER / "findings-1.1.md").read_text().split("\n") if p[:40] == finding.text[:40]
    )


def test_the_register_and_the_settings_come_with_it_and_no_real_name_stands_in_a_text(example: Session) -> None:
    register = changed_names(example.ledger)
    desk = ReportDesk(example)
    text = "\n".join(desk.section(s.id).text for s in desk.sections())
    assert register
    assert all(re.search(rf"\b{name.changed}\b", text) for name in register)
    assert not any(re.search(rf"\b{name.real}\b", text) for name in register)
    assert (read_settings(example.ledger).state, read_settings(example.ledger).version) == ("comment", "1")


def test_without_a_folder_nothing_is_written(empty: Session, tmp_path: Path) -> None:
    write_example_report(empty, read_example_report(tmp_path / "none"))
    assert empty.ledger.refs("report") == ()


@pytest.mark.parametrize(
    "report",
    [
        ExampleReport({"findings-9.9": "Text."}),
        ExampleReport(settings={"state": "finished"}),
        ExampleReport({"foreword": "See {{para: #nowhere}}."}),
        ExampleReport({"foreword": "See {{para: #a}}. {#b}", "summary": "See {{para: #b}}. {#a}"}),
    ],
)
def test_a_report_that_is_not_whole_is_refused(empty: Session, report: ExampleReport) -> None:
    with pytest.raises(KnownError, match="The example’s report"):
        write_example_report(empty, report)


def test_a_section_is_written_once_after_those_it_refers_to(empty: Session) -> None:
    report = ExampleReport({"foreword": "See {{para: #there}}.", "role": "Here.\n\nThere. {#there}\n"})
    write_example_report(empty, report)
    desk = ReportDesk(empty)
    there = desk.section("role").pieces[1]
    assert desk.section("role").text == "Here.\n\nThere.\n"
    assert desk.section("foreword").text == f"See {{{{para: {there.key}}}}}.\n"
    assert len(desk.section("foreword").history) == 1


def test_every_figure_and_chart_of_the_example_can_be_printed(example: Session) -> None:
    placed = [(s.id, one) for s in ReportDesk(example).sections() for one in _placed(example, s.id)]
    assert [(section, one.problem) for section, one in placed if one.problem] == []
    assert sum(one.counted is not None for _, one in placed) > 500
    assert sum(one.chart is not None for _, one in placed) > 15
    assert all(one.counted.size or one.figure.subject == "score" for _, one in placed if one.counted and one.figure)


def test_a_strength_is_one_in_the_data_and_so_is_an_area_for_improvement(example: Session) -> None:
    told = {kind: set[str]() for kind in ("strengths", "areas")}
    for kind, outcome in itertools.product(told, "12345"):
        for one in _placed(example, f"{kind}-{outcome}"):
            figure, ratio = one.figure, one.counted and one.counted.ratio
            if figure is None or ratio is None or figure.subject != "question":
                continue
            if not (figure.answers or figure.where or figure.line == "below"):
                told[kind].add(figure.name)
                assert ratio > Fraction(3, 4) if kind == "strengths" else ratio <= Fraction(3, 4), one.place.source
    assert len(told["strengths"]) > 25 and len(told["areas"]) > 20
    assert not told["strengths"] & told["areas"]


def _placed(session: Session, section: str) -> tuple[PlacedFigure, ...]:
    figures = Figures(ground_of(session), HouseStyle(ENGLISH))
    return figures.placed(ReportDesk(session).section(section).text)


def test_no_number_of_the_example_is_unbound_and_its_lead_has_read_every_figure(example: Session) -> None:
    desk = ReportDesk(example)
    views = [desk.section(s.id) for s in desk.sections()]
    assert [(view.section.id, span.text) for view in views for span in view.unbound] == []
    assert [(view.section.id, span.text) for view in views for span in view.changed] == []
    slots = (r.slot for r in example.ledger)
    read = {slot.ref for slot in slots if slot.facet == "read" and slot.assessor == "HMI-01"}
    assert read == {view.section.id for view in views if view.reading}


def test_the_disclosure_check_finds_nothing_in_the_example(example: Session) -> None:
    assert [hit for hits in _disclosed(example) for hit in hits] == []


def _disclosed(session: Session) -> list[tuple[Hit, ...]]:
    known = {slot.ref for slot in (r.slot for r in session.ledger) if slot.about == "case"}
    people = People(
        [name.real for name in changed_names(session.ledger)], known, session.officers(), session.details().team
    )
    desk = ReportDesk(session)
    return [disclosures([Passage(s.id, "", desk.section(s.id).text)], people) for s in desk.sections()]
