"""Every version of the format has a file that says today what it said then, and an interruption leaves it so."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlcipher3 import dbapi2

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "packaging"))

from command_line import ROOT, Cli
from inspector_app.domain.errors import KnownError
from inspector_app.services.checking import check
from inspector_app.services.commands import SetDetails
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, key_of
from inspector_app.services.session import Person, Session
from inspector_app.storage import tables
from inspector_app.storage.migrations import STEPS
from inspector_app.storage.store import Store
from old_files import FILES, PERSONS, everything, sets
from torture.shims import NoShim, build, preloaded

PASSPHRASE = "a-passphrase-for-the-old-file"
NOW = f"{tables.FORMAT_MAJOR}.{tables.FORMAT_MINOR}"
NAMES = ["1.0", "1.1", "1.2", "1.3", "1.3-encrypted"]
EARLIER = [name for name in NAMES if not name.startswith(NOW)]


def copied(name: str, folder: Path) -> tuple[Path, FileKey | None]:
    path = Path(shutil.copy(FILES / f"format-{name}.inspection", folder / "old.inspection"))
    return path, key_of(path, PASSPHRASE) if name.endswith("encrypted") else None


def said(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FILES / f"format-{name}.json").read_text(encoding="utf-8"))
    return found


def open_old(path: Path, name: str, key: FileKey | None = None) -> Session:
    return Inspections(sets(name.split("-")[0])).open(path, PERSONS[0], key=key)


def now_says(path: Path, name: str, key: FileKey | None = None) -> dict[str, Any]:
    session = open_old(path, name, key)
    assert session.flaws == ()
    found = everything(session, session.left_by_a_crash())
    session.close()
    return found


def version(path: Path) -> tuple[int, int]:
    connection = dbapi2.connect(str(path))
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    return divmod(number, 1 << 16)


def test_every_version_in_the_history_has_a_file() -> None:
    source = Path(tables.__file__).read_text(encoding="utf-8")
    history = re.findall(r"^    (\d+\.\d+): ", source, re.MULTILINE)
    assert history[-1] == NOW
    assert [name for name in NAMES if "-" not in name] == history
    assert {step.minor for step in STEPS} == set(range(1, tables.FORMAT_MINOR + 1))
    for name in NAMES:
        assert (FILES / f"format-{name}.inspection").is_file() and said(name)["changes"]


@pytest.mark.parametrize("name", NAMES)
def test_an_old_file_says_what_it_said(name: str, tmp_path: Path) -> None:
    path, key = copied(name, tmp_path)
    content = path.read_bytes()
    assert now_says(path, name, key) == said(name)
    assert path.read_bytes() == content, "reading changes nothing"
    assert all(one.sound for one in check(path, sets(name.split("-")[0]), key))


@pytest.mark.parametrize("name", NAMES)
def test_brought_up_to_date_it_says_the_same_answer_by_answer_and_score_by_score(name: str, tmp_path: Path) -> None:
    path, key = copied(name, tmp_path)
    store = Store.open(path, key)
    store.set_local({"seen": "yes"})
    store.close()
    if key is None:
        assert version(path) == (tables.FORMAT_MAJOR, tables.FORMAT_MINOR)
    before, after = said(name), now_says(path, name, key)
    assert after.pop("local") == before.pop("local") | {"seen": "yes"}
    assert after == before
    assert [one.problems for one in check(path, sets(name.split("-")[0]), key) if not one.sound] == []


@pytest.mark.parametrize("name", NAMES)
def test_work_goes_on_in_it(name: str, tmp_path: Path) -> None:
    path, key = copied(name, tmp_path)
    # At another device: the one of then has a key of its own.
    session = Inspections(sets(name.split("-")[0])).open(path, Person("LEAD", "laptop-9"), key=key)
    session.do(SetDetails({"fieldwork_end": "2013-09-27"}))
    session.close()
    assert len(now_says(path, name, key)["changes"]) > len(said(name)["changes"])
    assert [one.problems for one in check(path, sets(name.split("-")[0]), key) if not one.sound] == []


def test_a_newer_minor_format_is_read_and_a_newer_major_one_refused_kindly(tmp_path: Path, cli: Cli) -> None:
    path, _ = copied("1.3", tmp_path)
    set_version(path, 1, tables.FORMAT_MINOR + 4)
    assert now_says(path, "1.3") == said("1.3")
    set_version(path, 2, 0)
    content = path.read_bytes()
    with pytest.raises(KnownError, match=r"written by a newer version of Inspector .*Update this copy to open it"):
        Store.open(path)
    told = cli("check", path)
    assert (told.status, len(told.err_lines)) == (1, 1)
    assert path.read_bytes() == content


def set_version(path: Path, major: int, minor: int) -> None:
    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA user_version = {(major << 16) + minor}")
    connection.close()


# An interrupted migration


class Stopped(Exception):
    """Stands for whatever ends a migration on its way."""


@pytest.mark.parametrize("name", EARLIER)
def test_a_migration_that_fails_at_any_statement_leaves_the_old_file_and_is_done_the_next_time(
    name: str, tmp_path: Path
) -> None:
    stopped = 0
    for at in range(1, 500):
        path, _ = copied(name, tmp_path)
        store = Store.open(path)
        hook = fail_at(at)
        event.listen(Engine, "before_cursor_execute", hook)
        try:
            store.set_local({"seen": "yes"})
        except Stopped:
            stopped += 1
        else:
            break
        finally:
            event.remove(Engine, "before_cursor_execute", hook)
            store.close()
        assert version(path) in ((1, int(name[2:])), (1, tables.FORMAT_MINOR))
        assert now_says(path, name) == said(name), at
    assert stopped > 15
    store.close()
    assert now_says(path, name)["local"]["seen"] == "yes"


def fail_at(statement: int) -> Callable[..., None]:
    done = 0

    def before(*_: object) -> None:
        nonlocal done
        done += 1
        if done == statement:
            raise Stopped

    return before


@pytest.mark.parametrize("name", EARLIER)
@pytest.mark.parametrize("at", ["statement", "sync"])
def test_a_migration_that_is_killed_leaves_the_old_file_readable_as_it_was(name: str, at: str, tmp_path: Path) -> None:
    environment = dict(os.environ)
    if not hasattr(os, "fork"):
        pytest.skip("it kills processes that it forks")
    if at == "sync":
        try:
            environment = preloaded(build("kill_at_sync"))
        except NoShim as why:
            pytest.skip(str(why))
    ran = subprocess.run(
        [sys.executable, "tests/cut_migration.py", str(FILES / f"format-{name}.inspection"), str(tmp_path), at],
        cwd=ROOT, env=environment | {"PYTHONPATH": f"{ROOT}"}, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    points = int(ran.stdout)
    left = sorted(tmp_path.glob("*.inspection"))
    assert len(left) == points > (4 if at == "sync" else 15)
    versions = set()
    for path in left:
        after = now_says(path, name)
        after["local"].pop("seen", None)
        assert after == said(name), path.name
        versions.add(version(path))
    assert versions <= {(1, int(name[2:])), (1, tables.FORMAT_MINOR)}
    assert (1, int(name[2:])) in versions, "some were cut off before the migration was done"
