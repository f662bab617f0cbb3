"""The program as a process: exit status, streams, and nothing heavy loaded that a command does not use."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import ROOT, Cli, process
from inspector_app import __version__
from inspector_app.bootstrap import run
from inspector_app.cli import commands, console
from inspector_app.cli.parser import COMMANDS


def test_version_and_help_end_well_and_name_every_command() -> None:
    assert process("--version").stdout.strip() == f"Inspector {__version__}"
    told = process("--help")
    assert (told.returncode, told.stderr) == (0, "")
    assert all(f"    {name}" in told.stdout for name in COMMANDS)
    assert "--passphrase-file F" in told.stdout and "INSPECTOR_APP_PASSPHRASE" in told.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(cli: Cli, name: str) -> None:
    told = cli(name, "--help")
    assert (told.status, told.err) == (0, "")
    assert f"inspector-app {name}" in told.out
    assert max(map(len, told.out.splitlines())) <= 100


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonesuch"], ["nonesuch", "x"], ["--nonesuch"], ["new", "x"], ["score"], ["score", "x", "--method", "median"],
        ["score", "x", "--where", "rosh"], ["score", "x", "--where", "=x"], ["questions"],
        ["questions", "--format", "xml"],
        ["export", "x", "--format", "csv"], ["merge", "x"], ["report", "x"], ["check"], ["import", "x"],
        ["new", "x", "--instrument", "violence-2013", "--trust", " "], ["score", "x", "--js"],
        ["new", "x", "--instrument", "violence-2013", "--trust", "\udcff"], ["score", "x", "--where", "ldu=\udcff"],
        ["score", ""], ["export", "x", "--format", "csv", "-d", ""], ["questions", "--format", "json", "-o", ""],
    ],
    ids=" ".join,
)  # fmt: skip
def test_wrong_usage_is_status_2_and_told_on_standard_error(cli: Cli, arguments: list[str]) -> None:
    told = cli(*arguments)
    assert (told.status, told.out) == (2, "")
    assert told.err.startswith("usage: ")


def test_a_known_problem_is_status_1_in_one_line_without_traceback(tmp_path: Path) -> None:
    told = process("score", tmp_path / "none.inspection")
    assert (told.returncode, told.stdout) == (1, "")
    assert len(told.stderr.splitlines()) == 1


def test_a_file_that_is_not_there_opens_no_window(cli: Cli) -> None:
    told = cli("none.inspection")
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)


def test_results_are_utf8_with_standard_line_ends_whatever_the_terminal_speaks() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    told = subprocess.run(
        [sys.executable, "-m", "inspector_app", "questions", "--format", "csv"],
        cwd=ROOT, env=environment, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    assert told.stdout.count(b"\r\n") > 100
    assert "\n" in told.stdout.decode()


def test_a_reader_that_has_enough_makes_no_traceback() -> None:
    command = f'"{sys.executable}" -m inspector_app questions --format json | head -c 10'
    told = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert told.stderr == ""


def test_an_output_that_is_full_or_closed_makes_no_traceback(tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m inspector_app'
    for line, status, messages in (
        (f"{command} instruments > /dev/full", 1, 1),
        (f"{command} questions --format json > /dev/full", 1, 1),
        (f"{command} instruments >&-", 0, 0),
        (f'{command} example "{tmp_path}/e.inspection" 2>&-', 0, 0),
    ):
        told = subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert (told.returncode, told.stdout, len(told.stderr.splitlines())) == (status, "", messages), line


def test_a_name_that_is_no_text_is_marked_in_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    console.put_line("copy-\udcff.inspection: 1 new")
    assert capsys.readouterr().out == "copy-\ufffd.inspection: 1 new\n"


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (KeyboardInterrupt(), "Stopped before it was done"),
        (PermissionError(13, "Permission denied", "/far/away"), "away cannot be used (Permission denied)"),
        (OSError(28, "No space left on device"), "could not be written (No space left on device)"),
        (ZeroDivisionError("by zero"), "“instruments” met what it was not made for (ZeroDivisionError: by zero)"),
    ],
    ids=lambda t: type(t).__name__,
)
def test_what_nobody_foresaw_is_status_1_in_one_line(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, said: str
) -> None:
    def fail(*_: object) -> int:
        raise trouble

    monkeypatch.setattr(commands, "RUN", {**commands.RUN, "instruments": fail})
    told = cli("instruments")
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert said in told.err


def test_a_name_too_long_opens_no_window(cli: Cli) -> None:
    told = cli("x" * 300 + ".inspection")
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)


HEAVY = ("PySide6", "reportlab", "sqlalchemy")


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import inspector_app.__main__, inspector_app.bootstrap, inspector_app.cli.run", ("PySide6", "reportlab")),
        ("import inspector_app.domain.scoring, inspector_app.domain.progress", HEAVY),
    ],
)
def test_what_is_heavy_is_loaded_only_when_used(code: str, absent: tuple[str, ...]) -> None:
    check = f"{code}\nimport sys\nprint([m for m in {absent!r} if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert told.stdout.strip() == "[]"


def test_commands_run_without_a_place_for_settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(blocked))
    assert run(["new", str(tmp_path / "i.inspection"), "--instrument", "violence-2013", "--trust", "T"]) == 0
    assert run(["check", str(tmp_path / "i.inspection")]) == 0


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_progress_bar_shows_on_a_terminal_once_work_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    with console.progress_bar() as bar:
        bar(0.5, "reading")
    assert shown.getvalue() == ""
    monkeypatch.setattr(console, "PATIENCE", 0.0)
    with console.progress_bar() as bar:
        bar(0.5, "reading")
    assert "[###############...............]  50% reading" in shown.getvalue()
    assert shown.getvalue().endswith("\n")


def test_no_progress_bar_goes_to_a_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(console, "PATIENCE", 0.0)
    with console.progress_bar() as bar:
        bar(0.5, "reading")
    assert capsys.readouterr().err == ""
