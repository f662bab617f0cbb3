"""Names of files, codes and references that steer a terminal, lead elsewhere or look like options; settings too."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from pytestqt.qtbot import QtBot

from command_line import Cli, process
from hostile_words import hostile_words
from inspector_app.bootstrap import RECENT_LIMIT, Office, Wiring
from inspector_app.domain.answers import Ledger
from inspector_app.domain.errors import KnownError, shown
from inspector_app.runtime.settings import LARGEST, Settings
from inspector_app.services import handing_out
from inspector_app.services.commands import AddCase, SetDetails
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.drops import Drops
from inspector_app.ui.main_window import MainWindow
from set_files import with_files
from small import small
from ui_fixtures import SmallDesk, desk, small_file
from watched import watching

__all__ = ["desk", "small_file"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WORDS = hostile_words("file:///etc/passwd")
STEERING = (
    "a\x1b[31mred", "a\x1b]0;title\x07", "a\nb", "a\rb", "a\x9b2J", "\u202egnp.csv", "%s%n%(x)s", "{0.__class__}",
    "$(id)`id`",
)  # fmt: skip
LONG = "x" * 250


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    instrument = with_files(small())
    made = Inspections({"small": instrument}).create(
        tmp_path / "one.inspection", "small", Person("AB", "device-1"), {"trust": "T"}, {"AB": "lead"}
    )
    yield made
    made.close()


@pytest.mark.parametrize("name", [*STEERING, LONG, "-rf", "--help", " ", ".", "con"])
def test_a_name_on_the_command_line_is_a_name(name: str, cli: Cli, tmp_path: Path) -> None:
    """Whatever it is called a file is made, looked at, merged and exported; nothing steers the terminal."""
    folder = tmp_path / "in"
    folder.mkdir()
    path = folder / f"{name}.inspection"[-255:]
    for arguments in (
        ("new", path, "--instrument", "violence-2013", "--trust", name.replace("\n", " ")), ("check", path),
        ("score", path), ("merge", path, path), ("export", path, "--format", "csv", "-d",
        folder / f"{name} out"[-255:]),
        ("import", path, "--cases", folder / f"{name}.csv"[-255:]), ("check", folder / name[-255:] / "gone"),
        (folder / f"{name} gone"[-200:],), (name,) if name.strip(" .") else ("score",), ("report", path, "-o", folder),
    ):  # fmt: skip
        told = cli(*arguments)
        assert told.status in (0, 1, 2)
        assert "was not made for" not in told.err
        for line in (*told.err.split("\n"), *told.out.split("\n")):
            assert not [sign for sign in line if sign != "\t" and not sign.isprintable()], ascii(line)
    assert {p.parent for p in tmp_path.rglob("*")} <= {tmp_path, folder, folder / f"{name} out"[-255:]}


@pytest.mark.parametrize("name", [*STEERING, LONG])
def test_an_unknown_word_is_wrong_usage_and_steers_nothing(name: str, cli: Cli) -> None:
    for arguments in ((f"--{name}",), ("score", "x", f"--{name}"), (name, "x"), ("questions", "--format", name)):
        told = cli(*arguments)
        assert told.status in (1, 2)
        assert told.err.replace("\n", "").isprintable(), ascii(told.err)


def test_a_name_that_is_no_text_is_a_name(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("names are text there")
    path = os.fsencode(tmp_path) + b"/\xff\xfe.inspection"
    told = process("new", os.fsdecode(path), "--instrument", "violence-2013", "--trust", "T")
    assert (told.returncode, os.path.exists(path)) == (0, True), told.stderr
    assert process("check", os.fsdecode(path)).returncode == 0


def test_codes_lead_hand_outs_nowhere(session: Session, tmp_path: Path) -> None:
    codes = {f"{said[:60]}{number}".strip(): said for number, said in enumerate(WORDS)} | {
        "..": "",
        ".": "",
        "con": "",
        "CON": "",
    }
    session.do(SetDetails({}, dict.fromkeys(codes, "inspector")))
    for number, code in enumerate(codes):
        session.do(AddCase(f"C{number}", code, {"type": "licence"}))
    out = tmp_path / "out"
    out.mkdir()
    with watching(out) as seen:
        made = handing_out.write(handing_out.prepare(session, list(codes)), out, "Northmoor", session._now())
    assert seen.reached == []
    assert made is not None and len({one.path.name.casefold() for one in made}) == len(codes)
    assert {one.path.parent for one in made} == {out}
    for one in made:
        assert one.path.name.isprintable() and len(os.fsencode(one.path.name)) <= 200
        assert not set('<>:"/\\|?*') & set(one.path.name)


def test_what_is_quoted_in_a_complaint_is_short_and_steers_nothing() -> None:
    for said in (*WORDS, *STEERING, "\ud800"):
        assert not set(shown(said)) & set("\n\r\x00\x1b\x9b\u2028\u202a\u202e\u2066\ud800")
        assert len(shown(said)) <= 101
        assert str(KnownError(said)).encode()
    assert len(str(KnownError("x" * 10_000_000))) < 2_100


# Settings of the account

WHEN = "2013-09-02T09:00:00+00:00"


def recent(**entry: object) -> bytes:
    """Settings with one inspection that was opened before."""
    return json.dumps({"recent": [{"path": "/a", "name": "x", "opened": WHEN} | entry]}).encode()


KEPT: dict[str, bytes] = {
    "nothing": b"",
    "a list": b"[]",
    "a number": b"7",
    "lists without end": b"[" * 100_000,
    "tables without end": b'{"a":' * 100_000,
    "half a character": recent(path="/a\udfff", name="\ud83d", me="\ud800"),
    "half a character as a code": json.dumps({"me": "\ud800", "device": "\udfff"}).encode(),
    "no UTF-8": b"\xff\xfe{}",
    "UTF-16": "{}".encode("utf-16"),
    "noughts": bytes(1000),
    "numbers": b'{"me": 1e999, "device": -0}',
    "a number of many figures": b'{"me": ' + b"9" * 10_000 + b"}",
    "other kinds": b'{"me": [], "device": {}, "recent": {"a": 1}, "state": [1]}',
    "recent of other kinds": b'{"recent": [1, null, {}, {"path": 1, "name": 2, "opened": 3}]}',
    "a moment that is none": recent(opened="then"),
    "a moment without zone": recent(opened="2013-09-02T09:00:00"),
    "a place with a nought": recent(path="/a\0b"),
    "a long place": recent(path="/" + "x" * 5_000),
    "markup": recent(name='<img src="file:///etc/passwd">', path="/<b>x</b>"),
    "many": json.dumps({"recent": [{"path": "/a", "name": "x", "opened": WHEN}] * 5_000}).encode(),
    "too large": b'{"me": "' + b"x" * LARGEST + b'"}',
    "a state of anything": json.dumps(
        {"state": {"geometry": "AAAAé==", "splitters": "[[", "page": "../x", "case": 7}}
    ).encode(),
}


@pytest.mark.parametrize("what", KEPT)
def test_settings_of_any_content_open_the_window(what: str, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(KEPT[what])
    settings = Settings(path)
    instrument = with_files(small())
    person = Wiring(settings).person
    assert f"{person.author}{person.device}".encode()
    office = Office(settings, Inspections({"small": instrument}))
    assert len(office.recent()) <= RECENT_LIMIT
    window = MainWindow(office)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.close()
    made = Inspections({"small": instrument}).create(tmp_path / "x.inspection", "small", person, {"trust": "T"})
    assert Ledger(made.revisions()).refs("inspection") == ("",)
    made.close()


@pytest.mark.parametrize("what", ["folder", "pipe", "/dev/zero", "link in a circle"])
def test_settings_that_are_no_file_cost_only_the_memory(what: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    if what == "folder":
        path.mkdir()
    elif what == "pipe" and hasattr(os, "mkfifo"):
        os.mkfifo(path)
    else:
        path.symlink_to(path if "circle" in what else "/dev/zero")
    settings = Settings(path)
    assert settings.get("me") == "" and settings.device()
    json.dumps(settings.get("device"))


# What is dropped on the window

DROPPED = (
    "http://example.org/x.inspection", "https://x/y.csv", "javascript:x()", "data:text/html,<b>x</b>",
    "file://server/share/x.docx",
    "mailto:a@b", "file:///", "file:///dev/zero", "file:///proc/self/mem", "",
    "file:///nowhere/" + "x" * 5_000 + ".inspection",
    "file:///a%00b.inspection", "file:///nowhere/%E2%80%AEx.docx", "qrc:/x", "smb://x/y",
)  # fmt: skip


@pytest.mark.parametrize("opened", [False, True])
def test_whatever_is_dropped_is_told_in_a_sentence(
    opened: bool, desk: SmallDesk, small_file: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "again.inspection").symlink_to(tmp_path / "loop")
    (tmp_path / "no.docx").symlink_to(tmp_path / "no.docx")
    here = [path.as_uri() for path in (tmp_path / "loop", tmp_path / "no.docx", tmp_path / "loop" / "again.inspection")]
    window = MainWindow(desk)
    qtbot.addWidget(window, before_close_func=lambda _: window.close())
    window.show()
    if opened:
        with qtbot.waitSignal(window.opening.opened):
            window.opening.open_path(small_file)
    with watching(tmp_path) as seen:
        for url in (*DROPPED, *here):
            dropped = QMimeData()
            dropped.setUrls([QUrl(url)])
            dropped.setText(url)
            window.drops.take(paths) if (paths := Drops.paths(dropped)) else None
            qtbot.waitUntil(lambda: not window.jobs.busy)
    assert [line for line in seen.reached if "socket" in line or "subprocess" in line or "write" in line] == []
    qtbot.waitUntil(lambda: not window.jobs.busy)
