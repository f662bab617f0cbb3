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

from inspector_app.domain.bug_text import in_a_line, without_content
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
from inspector_app.domain.bug_text import in_a_line, without_content
from inspector_app.runtime.crash import CrashLog
log = CrashLog(Path(sys.argv[1]))
print(log.left_behind())
log.begin()
{0}
"""
CRASHES = {
    "bug": ("raise RuntimeError('the reason')", "<string>, line 9, in <module>\nRuntimeError"),
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


@pytest.mark.expects_log("bug: ")
def test_a_bug_is_told_where_it_was_and_not_what_it_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    log = CrashLog(tmp_path)
    log.begin()

    def bug(answer: str) -> None:
        raise RuntimeError(f"no such answer: {answer}")

    for answer in ("Case 4107 hit her", "again"):
        try:
            bug(answer)
        except RuntimeError as error:
            sys.excepthook(RuntimeError, error, error.__traceback__)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    log.end()
    written = (tmp_path / f"crash-{os.getpid()}.txt").read_text()
    for text in (written, capsys.readouterr().err, caplog.text):
        assert "in test_a_bug_is_told_where_it_was_and_not_what_it_said.<locals>.bug\nRuntimeError" in text
        assert "4107" not in text and "no such answer" not in text
        assert str(Path(__file__).parent.parent) not in text, "where it lies may say whose machine it is"
    assert threading.excepthook is threading.__excepthook__
    assert sys.unraisablehook is sys.__unraisablehook__


def test_all_that_led_to_a_bug_is_told_without_a_word_of_it() -> None:
    try:
        try:
            try:
                raise KeyError("secret one")
            except KeyError:
                raise OSError(28, "secret two", "/secret/place")  # noqa: B904
        except OSError as error:
            error.add_note("secret three")
            raise ExceptionGroup("secret four", [ValueError("secret five"), error]) from error
    except ExceptionGroup as error:
        text, line = without_content(error), in_a_line(error)
    assert "secret" not in text + line
    told = [one for one in text.split("\n") if not one.startswith("  ")]
    assert told == [
        "Traceback (most recent call last):", "KeyError", "While this was dealt with:",
        "Traceback (most recent call last):", "OSError 28", "This led to:",
        "Traceback (most recent call last):", "ExceptionGroup",
    ]  # fmt: skip
    assert "  with ValueError\n  with OSError 28 in test_all_that_led" in text


def test_endless_recursion_is_told_in_few_lines() -> None:
    def deep(n: int) -> int:
        return deep(n + 1)

    with pytest.raises(RecursionError) as caught:
        deep(0)
    assert len(without_content(caught.value).split("\n")) < 50


def test_errors_that_lead_to_each_other_are_told_once() -> None:
    one, other = ValueError(), TypeError()
    one.__cause__, other.__cause__ = other, one
    assert without_content(one).count("TypeError") == 1


@pytest.mark.expects_log("bug: ")
def test_what_could_not_be_raised_is_told_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = CrashLog(tmp_path)
    log.begin()

    class Held:
        def __del__(self) -> None:
            raise RuntimeError("secret")

    Held()
    log.end()
    said = capsys.readouterr().err + (tmp_path / f"crash-{os.getpid()}.txt").read_text()
    assert said.count("Held.__del__\nRuntimeError") == 2 and "secret" not in said


def test_no_picture_of_the_memory_is_kept() -> None:
    if sys.platform == "win32":
        pytest.skip("Windows is told otherwise")
    code = (
        "import resource; from inspector_app.runtime.crash import refuse_core_dumps; refuse_core_dumps();"
        "print(resource.getrlimit(resource.RLIMIT_CORE))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=paths.resources().parent, capture_output=True, text=True, timeout=60,
        check=True,
    )  # fmt: skip
    assert told.stdout.strip() == "(0, 0)"


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
        "begin_log(Path(sys.argv[1])); logging.getLogger('inspector_app.x').info('a word')"
    )
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "log", tmp_path / "file"):
        subprocess.run(
            [sys.executable, "-c", code, str(folder)], cwd=paths.resources().parent, timeout=60, check=True
        )  # fmt: skip
    assert "INFO inspector_app.x: a word" in (tmp_path / "log" / "inspector.log").read_text()
    assert callable(begin_log)


def test_the_log_holds_our_constant_texts_and_nobodys_words(tmp_path: Path) -> None:
    code = """
import logging, sys
from pathlib import Path
from inspector_app.runtime.logs import Bare, begin_log
begin_log(Path(sys.argv[1]))
ours, other = logging.getLogger("inspector_app.services.x"), logging.getLogger("library")
try:
    raise OSError(28, "secret", "/secret")
except OSError as error:
    ours.info("kept %d of %s in %5.1f s: %s, %s, %r", 3, "secret", 1.5, error, Bare(error), ValueError)
    ours.warning("with what led to it", exc_info=True)
    ours.error(error)
other.warning("secret %s", "secret")
ours.info("of %(name)s", {"name": "secret"})
"""
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=paths.resources().parent, timeout=60, check=True
    )  # fmt: skip
    text = (tmp_path / "inspector.log").read_text()
    assert "secret" not in text
    assert "kept 3 of … in 1.5 s: OSError 28 in <module>, line 8, OSError 28 in <module>, line 8, ValueError" in text
    assert (
        "with what led to it\nTraceback (most recent call last):\n  <string>, line 8, in <module>\nOSError 28" in text
    )
    assert "(OSError)" in text and "(a message from <string>, line 13)" in text and "of …" in text


def test_what_the_program_logs_is_a_constant_text() -> None:
    """Otherwise what stands in it could be somebody's words."""
    import ast

    found = []
    for path in sorted((paths.resources().parent / "inspector_app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in ("log", "logger", "logging")
                and node.func.attr in ("debug", "info", "warning", "error", "critical", "exception", "log")
                and not (node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str))
            ):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


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
