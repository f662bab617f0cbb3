"""Settings, crash log, whole files and places: each trouble in a sentence, and nothing lost."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from inspector_app.domain.errors import KnownError
from inspector_app.runtime import paths
from inspector_app.runtime.crash import CrashLog
from inspector_app.runtime.files import make_folder, read_text, write_whole
from inspector_app.runtime.logs import begin_log
from inspector_app.runtime.settings import Settings

# Whole files


def test_a_text_is_read_with_or_without_byte_order_mark_and_with_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    for mark in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(mark + "Zürich\r\n".encode())
        assert read_text(path) == "Zürich\r\n"


def test_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"a\nb\nZ\xfcrich\n")
    with pytest.raises(KnownError, match=r"not written in UTF-8 \(line 3\)"):
        read_text(path)


def test_what_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"There is no none.csv"):
        read_text(tmp_path / "none.csv")
    with pytest.raises(KnownError, match="is a folder"):
        read_text(tmp_path)


def test_a_file_is_replaced_whole_or_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(KnownError, match=r"t.csv could not be written"):
            write_whole(path, b"x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_told() -> None:
    with pytest.raises(KnownError, match="The disk is full"), Path("/dev/full").open("wb", buffering=0) as file:
        from inspector_app.runtime.files import known_faults

        with known_faults(Path("t.csv"), "written"):
            file.write(b"x")


def test_a_place_that_is_not_there_or_forbidden_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="There is no folder"):
        write_whole(tmp_path / "none" / "t.csv", b"x")
    (tmp_path / "file").write_text("")
    with pytest.raises(KnownError, match="could not be made"):
        make_folder(tmp_path / "file" / "none")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()


# Settings


def test_settings_are_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    settings = Settings(path)
    assert settings.get("me") == ""
    settings.keep("me", "AB")
    device = settings.device()
    again = Settings(path)
    assert (again.get("me"), again.device(), again.get("other", 7)) == ("AB", device, 7)
    assert len(device) == 36


@pytest.mark.parametrize("content", ["{", "[]", "\x00"])
def test_settings_that_cannot_be_read_begin_afresh_and_are_set_aside(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    settings = Settings(path)
    settings.keep("me", "AB")
    assert json.loads(path.read_text())["me"] == "AB"
    assert path.with_suffix(".unreadable").read_text() == content


def test_settings_without_a_place_last_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.keep("me", "AB")
    assert settings.get("me") == "AB"


# The crash log


def test_a_clean_end_leaves_no_crash_log(tmp_path: Path) -> None:
    log = CrashLog(tmp_path)
    log.begin()
    log.end()
    assert list(tmp_path.iterdir()) == []
    assert sys.excepthook is sys.__excepthook__


RUN = """
import sys
from pathlib import Path
from inspector_app.runtime.crash import CrashLog
log = CrashLog(Path(sys.argv[1]))
print(log.left_behind())
log.begin()
{0}
"""
CRASHES = {
    "bug": ("raise RuntimeError('the reason')", "RuntimeError: the reason"),
    "thread": ("import threading as t; s = t.Thread(target=lambda: 1 / 0); s.start(); s.join()", "ZeroDivisionError"),
    "interpreter": ("import faulthandler; faulthandler._sigsegv()", "Fatal Python error: Segmentation fault"),
}  # fmt: skip


@pytest.mark.parametrize("kind", CRASHES)
def test_a_crash_is_read_once_at_the_next_start(tmp_path: Path, kind: str) -> None:
    code, trace = CRASHES[kind]

    def start(code: str) -> str:
        told = subprocess.run(
            [sys.executable, "-c", RUN.format(code), str(tmp_path)], cwd=paths.resources().parent,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return told.stdout

    assert start(code).strip() == ""
    assert trace in start("log.end()")
    assert start("log.end()").strip() == ""


@pytest.mark.expects_log("the reason")
def test_a_bug_is_written_down_and_told_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = CrashLog(tmp_path)
    log.begin()
    error = RuntimeError("the reason")
    sys.excepthook(RuntimeError, error, None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    log.end()
    assert "the reason" in capsys.readouterr().err
    assert "the reason" in (tmp_path / f"crash-{os.getpid()}.txt").read_text()
    assert threading.excepthook is threading.__excepthook__


def test_the_log_of_a_running_copy_is_left_alone(tmp_path: Path) -> None:
    running = tmp_path / f"crash-{os.getppid()}.txt"
    running.write_text("still at work")
    (tmp_path / "crash-nonsense.txt").write_text("of no run")
    assert CrashLog(tmp_path).left_behind() == "of no run"
    assert running.exists()


def test_without_a_place_for_it_there_is_no_crash_log_and_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = CrashLog(tmp_path / "file")
    assert log.left_behind() == ""
    log.begin()
    log.end()


# The log and the places


def test_the_log_is_kept_where_it_can_be(tmp_path: Path) -> None:
    code = (
        "import logging, sys; from pathlib import Path; from inspector_app.runtime.logs import begin_log;"
        "begin_log(Path(sys.argv[1])); logging.getLogger('x').info('a word')"
    )
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "log", tmp_path / "file"):
        subprocess.run(
            [sys.executable, "-c", code, str(folder)], cwd=paths.resources().parent, timeout=60, check=True
        )  # fmt: skip
    assert "INFO x: a word" in (tmp_path / "log" / "inspector.log").read_text()
    assert callable(begin_log)


def test_places_are_the_account_s_own(home: Path) -> None:
    assert paths.config_folder().is_relative_to(home / "config")
    assert paths.state_folder().is_relative_to(home / "state")
    assert paths.documents_folder() == home / "documents"


def test_without_a_documents_folder_it_is_the_home_folder(home: Path) -> None:
    (home / "documents").rmdir()
    assert paths.documents_folder() == Path.home()


def test_what_ships_is_found_in_a_frozen_bundle_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "instruments").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources() == tmp_path / "resources"
