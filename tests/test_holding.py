"""One file is worked on in one place at a time: the second window or command is told, and a kill leaves no lock."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from command_line import Cli
from inspector_app.bootstrap import OPEN, Office
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.runtime import paths
from inspector_app.runtime.holding import Holds
from inspector_app.runtime.settings import Settings
from inspector_app.services.commands import AddCase
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import new_key
from inspector_app.services.session import Person
from inspector_app.storage.file_key import Cost
from inspector_app.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[1]
NOON = datetime(2013, 11, 22, 12, 3, tzinfo=UTC)
TAKES = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from inspector_app.runtime.holding import Holds
kept = Holds(Path(sys.argv[1]), lambda: datetime(2013, 11, 22, 12, 3, tzinfo=UTC)).take(Path(sys.argv[2]), "window")
print("taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "visit.inspection"
    path.write_bytes(b"")
    return path


@pytest.fixture
def other(tmp_path: Path, file: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the file."""
    command = [sys.executable, "-c", TAKES, str(tmp_path / "open"), str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "taken\n"
        yield process
        process.kill()


def holds(tmp_path: Path, now: datetime = NOON) -> Holds:
    return Holds(tmp_path / "open", lambda: now)


def here(at: datetime) -> str:
    return f"{at.astimezone():%H:%M}"


@pytest.mark.usefixtures("other")
def test_who_comes_second_is_told_since_when_it_is_open(tmp_path: Path, file: Path) -> None:
    with pytest.raises(KnownError, match=f"visit.inspection is open in another window.*since {here(NOON)}, so it is"):
        holds(tmp_path).take(file, "window")
    days_later = holds(tmp_path, NOON + timedelta(days=3))
    with pytest.raises(KnownError, match=rf"since 22 November 2013, {here(NOON)}, so"):
        days_later.take(file, "command")


def test_a_lock_ends_with_its_process_however_that_ends(
    tmp_path: Path, file: Path, other: subprocess.Popen[str]
) -> None:
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    holds(tmp_path).take(file, "window")()


@pytest.mark.usefixtures("other")
def test_the_same_file_by_another_way_is_the_same_file(tmp_path: Path, file: Path) -> None:
    (tmp_path / "linked").symlink_to(tmp_path, target_is_directory=True)
    with pytest.raises(KnownError, match="is open in another window"):
        holds(tmp_path).take(tmp_path / "linked" / file.name, "window")
    holds(tmp_path).take(tmp_path / "another.inspection", "window")()


def test_what_is_let_go_of_can_be_taken_and_leaves_no_word_of_it(tmp_path: Path, file: Path) -> None:
    let_go = holds(tmp_path).take(file, "window")
    names = [path.name for path in (tmp_path / "open").iterdir()]
    assert names and not any("visit" in name for name in names)
    let_go()
    holds(tmp_path).take(file, "command")()
    assert not list((tmp_path / "open").glob("*.since"))


def test_where_no_lock_can_be_made_nobody_is_kept_out(tmp_path: Path, file: Path) -> None:
    (tmp_path / "open").write_text("a file where the folder should be")
    let_go = holds(tmp_path).take(file, "window")
    holds(tmp_path).take(file, "window")()
    let_go()


# The window and the commands


@pytest.fixture
def office(question_sets: dict[str, Instrument], tmp_path: Path) -> Office:
    locks = Holds(paths.state_folder() / OPEN, lambda: datetime.now(UTC))
    return Office(Settings(tmp_path / "settings.json"), Inspections(question_sets, holds=locks))


@pytest.fixture
def visit(question_sets: dict[str, Instrument], tmp_path: Path) -> Path:
    path = tmp_path / "kent.inspection"
    made = Inspections(question_sets).create(path, "violence-2013", Person("HMI-01", "d"), {"trust": "Kent"})
    made.do(AddCase("C-1"))
    made.close()
    return path


def test_a_second_window_does_not_open_the_file_and_says_why_before_anything_is_typed(
    office: Office, visit: Path, qtbot: QtBot
) -> None:
    first = office.open(visit)
    second = MainWindow(office)
    qtbot.addWidget(second)
    second.show()
    with qtbot.waitSignal(second.errands.failed):
        second.opening.open_path(visit)
    assert second.work is None and "is open in another window of Inspector since" in second.notice.text
    first.close()
    with qtbot.waitSignal(second.opening.opened):
        second.opening.open_path(visit)
    with qtbot.waitSignal(second.opening.closed):
        second.close()
    qtbot.waitUntil(lambda: not second.isVisible())


def test_commands_that_write_are_refused_while_a_window_has_the_file_and_those_that_read_run(
    office: Office, visit: Path, cli: Cli, tmp_path: Path
) -> None:
    window = office.open(visit)
    table = tmp_path / "cases.csv"
    table.write_text("case_ref\nC-2\n", "utf-8")
    copy = tmp_path / "copy.inspection"
    copy.write_bytes(visit.read_bytes())
    for command in (["import", visit, "--cases", table], ["merge", visit, copy]):
        refused = cli(*map(str, command))
        assert refused.status == 1 and "is open in another window of Inspector since" in refused.err
        assert re.search(r"nothing was changed", refused.err)
        assert cli(*map(str, [*command, "--dry-run"])).status == 0
    for command in (["score", visit], ["check", visit], ["export", visit, "--format", "csv", "-d", tmp_path / "out"]):
        assert cli(*map(str, command)).status == 0, command
    window.do(AddCase("C-3"))
    window.close()
    assert cli("import", str(visit), "--cases", str(table)).status == 0


def test_a_window_is_told_that_a_command_is_at_work_on_the_file(office: Office, visit: Path) -> None:
    let_go = Holds(paths.state_folder() / OPEN, lambda: datetime.now(UTC)).take(visit, "command")
    with pytest.raises(KnownError, match="A command of Inspector is writing to kent.inspection since"):
        office.open(visit)
    let_go()
    office.open(visit).close()


def test_the_passphrase_of_a_file_on_which_a_window_works_is_not_changed(office: Office, visit: Path) -> None:
    before = visit.read_bytes()
    key = new_key("four words that differ", Cost(memory=5, passes=1, lanes=1))
    window = office.open(visit)
    with pytest.raises(KnownError, match="is open in another window of Inspector since"):
        office.change_key(visit, None, key)
    window.close()
    assert visit.read_bytes() == before
    office.change_key(visit, None, key)
    office.open(visit, key).close()
