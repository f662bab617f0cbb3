"""What the window is given, wired to real files."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app import __version__
from inspector_app.bootstrap import Office, Wiring, run
from inspector_app.domain.errors import KnownError
from inspector_app.runtime import paths
from inspector_app.runtime.settings import Settings
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.ui.desk import Desk


@pytest.fixture
def office(shipped: Inspections) -> Office:
    return Office(Settings(paths.config_folder() / "settings.json"), shipped, "it crashed")


def nothing(done: float, doing: str) -> None:
    assert 0 <= done <= 1
    assert doing


def test_the_window_is_given_all_it_asks_for(office: Office, home: Path) -> None:
    desk: Desk = office
    assert desk.version == __version__
    assert "violence-2013" in desk.instruments
    assert all(font.suffix == ".ttf" for font in desk.fonts)
    assert len(desk.fonts) >= 3
    assert desk.documents == home / "documents"


def test_who_works_here_and_how_the_window_stood_are_remembered(office: Office, shipped: Inspections) -> None:
    assert (office.me, dict(office.state())) == ("", {})
    office.set_me("AB")
    office.keep_state({"page": "cases"})
    again = Office(Settings(paths.config_folder() / "settings.json"), shipped)
    assert (again.me, dict(again.state())) == ("AB", {"page": "cases"})


@pytest.mark.parametrize("content", ['{"state": 3, "recent": 7}', '{"state": null, "recent": [4, {"path": "x"}]}'])
def test_settings_of_another_shape_are_as_none(shipped: Inspections, content: str) -> None:
    path = paths.config_folder() / "settings.json"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    office = Office(Settings(path), shipped)
    assert (dict(office.state()), list(office.recent())) == ({}, [])


def test_the_latest_inspection_is_first_and_each_named_once(office: Office, tmp_path: Path) -> None:
    first, second = tmp_path / "1.inspection", tmp_path / "2.inspection"
    first.write_text("")
    for path, name in ((first, "One"), (second, "Two"), (first, "One again")):
        office.remember(path, name)
    assert [(r.path, r.name, r.missing) for r in office.recent()] == [
        (first, "One again", False),
        (second, "Two", True),
    ]
    office.forget(first)
    assert [r.name for r in office.recent()] == ["Two"]
    assert first.exists()
    for number in range(30):
        office.remember(tmp_path / f"{number}", str(number))
    assert len(office.recent()) == 12


def test_what_a_crash_left_is_told_once(office: Office) -> None:
    assert office.left_by_a_crash() == "it crashed"
    assert office.left_by_a_crash() == ""


def test_an_inspection_is_made_opened_and_its_device_is_this_one(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "i.inspection"
    session = office.create(path, "violence-2013", {"trust": "Devon"}, {"AB": "lead"}, "AB")
    session.do(AddCase("C-1", "AB"))
    session.close()
    office.set_me("CD")
    session = office.open(path)
    assert session.person.author == "CD"
    assert {r.device for r in session.revisions()} == {session.person.device}
    assert dict(session.details().team) == {"AB": "lead"}
    session.close()


def test_cases_are_imported_with_a_summary_in_a_dry_run_too(office: Office, tmp_path: Path) -> None:
    session = office.create(tmp_path / "i.inspection", "violence-2013", {"trust": "T"}, {}, "AB")
    table = tmp_path / "c.csv"
    table.write_text("case_ref,status,assessor\nC-1,signed_off,CD\nC-2,allocated,AB\n")
    dry = office.import_cases(session, table, True)
    assert (dry.rows, dry.new, dry.changed, dry.same, dry.pending) == (2, ("C-1", "C-2"), (), 0, None)
    assert (dry.members, len(dry.gaps)) == (("CD", "AB"), 1)
    assert session.refs() == ()
    done = office.import_cases(session, table, False)
    assert done.pending is not None
    session.settle(done.pending)
    assert set(session.refs()) == {"C-1", "C-2"}
    assert office.import_cases(session, table, True).same == 2
    session.close()


@pytest.mark.parametrize(("rows", "count"), [("C-1,done\nC-1,allocated\n", 2), ("C-1\nC-2,allocated\n", 2)])
def test_bad_rows_are_told_and_nothing_is_taken(office: Office, tmp_path: Path, rows: str, count: int) -> None:
    session = office.create(tmp_path / "i.inspection", "violence-2013", {"trust": "T"}, {}, "AB")
    table = tmp_path / "c.csv"
    table.write_text("case_ref,status\n" + rows)
    summary = office.import_cases(session, table, False)
    assert (summary.rows, len(summary.bad_rows), summary.pending) == (count, 1, None)
    assert session.refs() == ()
    session.close()


def test_tables_and_report_are_written_as_they_stood_when_asked_for(office: Office, tmp_path: Path) -> None:
    session = office.create(tmp_path / "i.inspection", "violence-2013", {"trust": "T"}, {}, "AB")
    session.do(AddCase("C-1", "AB"))
    tables, report = office.export_tables(session, tmp_path / "t"), office.export_report(session, tmp_path / "r.pdf")
    session.do(AddCase("C-2", "AB"))
    session.do(SetAnswer("case", "C-2", "rosh_screening", "sufficient"))
    assert not tables(nothing, lambda: True)
    assert not (tmp_path / "t").exists()
    assert tables(nothing, lambda: False)
    assert (tmp_path / "t" / "cases.csv").read_text().splitlines()[1].startswith("C-1,")
    assert "C-2" not in (tmp_path / "t" / "cases.csv").read_text()
    assert report(nothing, lambda: False)
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    session.close()


def test_the_example_is_not_written_over_what_is_there(office: Office, tmp_path: Path) -> None:
    (tmp_path / "e.inspection").write_text("mine")
    with pytest.raises(KnownError, match="is there already"):
        office.make_example(tmp_path / "e.inspection")


def test_commands_write_in_the_name_of_who_is_known_here(shipped: Inspections) -> None:
    settings = Settings(paths.config_folder() / "settings.json")
    assert Wiring(settings).person.author == "command-line"
    Office(settings, shipped).set_me("AB")
    assert Wiring(settings).person.author == "AB"
    assert Wiring(settings).example.name == "example"


def test_the_example_of_this_copy_is_made_and_opens(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "e.inspection"
    assert run(["example", str(path)]) == 0
    assert run(["check", str(path)]) == 0
    assert run(["score", str(path)]) == 0
    told = capsys.readouterr().out
    assert "synthetic" in told
    assert "72 cases counted, 0 left out" in told
