"""Commands on encrypted inspections: the passphrase from a file, the environment or the terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Cli
from inspector_app.storage.file_key import is_encrypted

WORDS = "quiet otter under seven bridges"
CASES = "case_ref,status,assessor,ldu\n4107,in_progress,AB,Plymouth\n"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(WORDS + "\n", encoding="utf-8")
    return path


@pytest.fixture
def file(cli: Cli, tmp_path: Path, words: Path) -> Path:
    path = tmp_path / "i.inspection"
    made = cli("new", path, "--instrument", "violence-2013", "--trust", "A Trust", "--passphrase-file", words)
    assert made.status == 0 and is_encrypted(path)
    return path


def test_a_passphrase_in_a_file_opens_it(cli: Cli, file: Path, words: Path, tmp_path: Path) -> None:
    cases = tmp_path / "cases.csv"
    cases.write_text(CASES, encoding="utf-8")
    given = ("--passphrase-file", words)
    assert cli("import", file, "--cases", cases, *given).status == 0
    assert cli("export", file, "--format", "csv", "-d", tmp_path / "out", *given).status == 0
    assert "4107" in (tmp_path / "out" / "cases.csv").read_text(encoding="utf-8")
    assert "A Trust" in cli("score", file, *given).out
    assert cli("check", file, *given).status == 0
    assert cli("report", file, "-o", tmp_path / "r.pdf", *given).status == 0


def test_a_passphrase_in_the_environment_opens_it(cli: Cli, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_APP_PASSPHRASE", WORDS)
    assert cli("score", file).status == 0


def test_without_a_passphrase_it_stays_shut(cli: Cli, file: Path) -> None:
    before = file.read_bytes()
    told = cli("score", file)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert "is encrypted; nothing was changed" in told.err and "--passphrase-file" in told.err
    assert file.read_bytes() == before


def test_a_wrong_passphrase_is_told(cli: Cli, file: Path, words: Path) -> None:
    words.write_text("loud otter over eight bridges", encoding="utf-8")
    told = cli("check", file, "--passphrase-file", words)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert "does not open i.inspection" in told.err


def test_a_weak_passphrase_makes_nothing(cli: Cli, tmp_path: Path, words: Path) -> None:
    words.write_text("otter", encoding="utf-8")
    path = tmp_path / "weak.inspection"
    told = cli("new", path, "--instrument", "violence-2013", "--trust", "T", "--passphrase-file", words)
    assert (told.status, len(told.err_lines)) == (1, 1) and "at least 12" in told.err
    assert not path.exists()


def test_a_missing_passphrase_file_is_told(cli: Cli, file: Path, tmp_path: Path) -> None:
    told = cli("score", file, "--passphrase-file", tmp_path / "nowhere.txt")
    assert (told.status, len(told.err_lines)) == (1, 1) and "nowhere.txt" in told.err


def test_a_plain_inspection_says_that_it_is_one(cli: Cli, tmp_path: Path) -> None:
    made = cli("new", tmp_path / "plain.inspection", "--instrument", "violence-2013", "--trust", "T")
    assert made.status == 0 and "not encrypted: whoever has the file can read it" in made.err


def test_a_plain_inspection_opens_though_a_passphrase_is_given(cli: Cli, tmp_path: Path, words: Path) -> None:
    cli("new", tmp_path / "plain.inspection", "--instrument", "violence-2013", "--trust", "T")
    assert cli("score", tmp_path / "plain.inspection", "--passphrase-file", words).status == 0


def test_an_encrypted_copy_merges(cli: Cli, file: Path, words: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.inspection"
    other.write_bytes(file.read_bytes())
    cases = tmp_path / "cases.csv"
    cases.write_text(CASES, encoding="utf-8")
    given = ("--passphrase-file", words)
    cli("import", other, "--cases", cases, *given)
    merged = cli("merge", file, other, *given)
    assert merged.status == 0 and "0 conflicting" in merged.out
    assert "1 case" in cli("score", file, "--include-unfinished", *given).out


def test_an_encrypted_example_reads_like_a_plain_one(cli: Cli, tmp_path: Path, words: Path) -> None:
    given = ("--passphrase-file", words)
    assert cli("example", tmp_path / "e.inspection", *given).status == 0
    assert cli("example", tmp_path / "p.inspection").status == 0
    assert is_encrypted(tmp_path / "e.inspection")
    encrypted, plain = (
        cli("score", tmp_path / "e.inspection", "--json", *given),
        cli("score", tmp_path / "p.inspection", "--json"),
    )
    assert encrypted.out == plain.out


@pytest.mark.parametrize("typed, status", [(WORDS, 0), ("loud otter over eight bridges", 1)])
def test_a_terminal_is_asked(file: Path, typed: str, status: int) -> None:
    ended, shown = _at_a_terminal([typed], "score", str(file))
    assert ended == status, shown
    assert "Passphrase of i.inspection" in shown and typed not in shown


@pytest.mark.parametrize("again, made", [(WORDS, True), ("something else", False)])
def test_a_new_inspection_asks_twice_at_a_terminal(tmp_path: Path, again: str, made: bool) -> None:
    path = tmp_path / "n.inspection"
    told = _at_a_terminal([WORDS, again], "new", str(path), "--instrument", "violence-2013", "--trust", "T")
    assert (told[0] == 0) is made is is_encrypted(path), told


def _at_a_terminal(lines: list[str], *arguments: str) -> tuple[int, str]:
    """Types lines at the prompts of a command; returns its exit status and what the terminal shows."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k != "INSPECTOR_APP_PASSPHRASE"}
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector_app", *arguments],
        stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown, waiting = b"", list(lines)
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        shown += piece
        if waiting and shown.rstrip(b" ").endswith(b":"):
            os.write(ours, waiting.pop(0).encode() + b"\n")
    os.close(ours)
    return process.wait(), shown.decode(errors="replace")
