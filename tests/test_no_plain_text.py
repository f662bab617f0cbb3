"""While an encrypted inspection is open nothing of it stands on the disk in plain text, not even after a crash."""

from __future__ import annotations

import base64
import gzip
import io
import os
import re
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plain_text_session import MARKS, ROOT

_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
_LARGEST = 8 << 20


def forms_of(mark: str) -> dict[str, bytes]:
    """A text as it may stand in a file."""
    text = mark.encode()
    found = {"UTF-8": text, "UTF-16": mark.encode("utf-16-le"), "hexadecimal": text.hex().encode()}
    for shift in range(3):
        # The signs at both ends depend on what stands beside the text.
        inside = base64.b64encode(b"\0" * shift + text)[2 if shift else 0 :]
        found[f"base64 {shift}"] = inside[2:-4]
    return found


def contents(content: bytes) -> Iterator[bytes]:
    """A file as it is, and all that is packed in it."""
    yield content
    for match in _ZLIB.finditer(content):
        packed = content[match.start() :]
        try:
            yield zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, _LARGEST)
        except zlib.error:
            continue
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            yield from (held.read(name) for name in held.namelist())


def found_in(*places: Path) -> list[str]:
    """Each mark that stands in a file, or in the name of one: what, how, and where."""
    found = []
    for path in sorted(one for place in places for one in place.rglob("*")):
        for what, mark in MARKS.items():
            if mark in path.name:
                found.append(f"{what} in the name {path.name}")
        if not path.is_file() or path.is_symlink():
            continue
        for content in contents(path.read_bytes()):
            for what, mark in MARKS.items():
                found += [f"{what} as {how} in {path}" for how, form in forms_of(mark).items() if form in content]
    return found


def session(step: str, folder: Path) -> subprocess.CompletedProcess[str]:
    home = folder / "home"
    for place in ("config", "state", "cache", "data", "run", "tmp"):
        (home / place).mkdir(parents=True, exist_ok=True, mode=0o700)
    homes = {"HOME": home, "USERPROFILE": home, "APPDATA": home / "config", "LOCALAPPDATA": home / "data"}
    homes |= {f"XDG_{n}_HOME": home / n.lower() for n in ("CONFIG", "STATE", "CACHE", "DATA")}
    homes |= {"XDG_RUNTIME_DIR": home / "run", "TMPDIR": home / "tmp", "TEMP": home / "tmp", "TMP": home / "tmp"}
    env = {**os.environ, **{name: str(place) for name, place in homes.items()}, "QT_QPA_PLATFORM": "offscreen"}
    for name in ("PYTHONDEVMODE", "PYTHONFAULTHANDLER"):
        env.pop(name, None)
    # What is told on standard error ends in a file of the desktop on many machines.
    with (home / "errors.txt").open("a") as errors:
        return subprocess.run(
            [sys.executable, str(ROOT / "tests" / "plain_text_session.py"), step, str(folder)],
            cwd=home, env=env, stdout=subprocess.PIPE, stderr=errors, text=True, timeout=300, check=False,
        )  # fmt: skip


def test_a_working_session_with_a_crash_in_it_leaves_nothing_in_plain_text(tmp_path: Path) -> None:
    for step, ended in (("work", -signal.SIGKILL), ("again", 0)):
        told = session(step, tmp_path)
        failed = tmp_path / "failed.txt"
        assert not failed.exists(), failed.read_text()
        assert told.returncode == ended, (tmp_path / "home" / "errors.txt").read_text()
        # Each time, because what a crash left behind may be gone after the next start.
        assert found_in(tmp_path / "home", tmp_path / "deleted") == []
    for sealed in (tmp_path / "exported").glob("*.inspection"):
        # Its name says whose it is, as whoever hands it out wants it.
        (tmp_path / "sealed").mkdir()
        sealed.rename(tmp_path / "sealed" / "hand-out")
    assert list((tmp_path / "sealed").iterdir()) and found_in(tmp_path / "sealed") == []
    exported = {line.split(" as ")[0] for line in found_in(tmp_path / "exported")}
    assert {"trust", "reference", "answer", "note", "report"} <= exported, "the search finds what people exported"
    state = {path.name for path in (tmp_path / "home" / "state").rglob("*")}
    assert "inspector.log" in state
    assert not list(tmp_path.rglob("core*"))


@pytest.mark.parametrize("how", ["UTF-8", "UTF-16", "base64", "zlib", "gzip", "zip", "name"])
def test_the_search_finds_what_it_looks_for(tmp_path: Path, how: str) -> None:
    text = f"before {MARKS['note']} after"
    path = tmp_path / "file"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("inside", text)
    contents = {
        "UTF-8": text.encode(), "UTF-16": text.encode("utf-16"), "base64": b"xx" + base64.b64encode(text.encode()),
        "zlib": b"before" + zlib.compress(text.encode()), "gzip": gzip.compress(text.encode()),
        "zip": packed.getvalue(), "name": b"",
    }  # fmt: skip
    path.write_bytes(contents[how])
    if how == "name":
        path.rename(tmp_path / f"{MARKS['note']}.txt")
    assert any(line.startswith("note ") for line in found_in(tmp_path))


@pytest.mark.parametrize("shift", range(3))
def test_the_search_finds_base64_wherever_it_begins(tmp_path: Path, shift: int) -> None:
    (tmp_path / "file").write_bytes(base64.b64encode(b"." * shift + MARKS["note"].encode() + b"..."))
    assert found_in(tmp_path)
