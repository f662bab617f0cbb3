"""A change of the passphrase that is cut short anywhere leaves a whole file, under the old key or the new one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.services.commands import AddCase
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, fits
from inspector_app.services.session import Person
from inspector_app.storage.file_key import Cost, new_key
from inspector_app.storage.store import Store
from small import small

QUICK = Cost(memory=5, passes=1, lanes=1)
SCRIPT = Path(__file__).with_name("interrupted_key_change.py")


def test_wherever_it_is_interrupted_there_is_a_whole_file_under_one_key(tmp_path: Path) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("processes are forked, which this system cannot")
    old, new = new_key("four words that differ", QUICK), new_key("four others that do too", QUICK)
    session = Inspections({"small": small()}).create(
        tmp_path / "made.inspection", "small", Person("AB", "device"), {"trust": "A Trust"}, key=old
    )
    for number in range(9):
        session.do(AddCase(f"C-{number}"))
    session.close()
    shutil.copyfile(tmp_path / "made.inspection", tmp_path / "whole")
    for name, key in (("old", old), ("new", new)):
        (tmp_path / name).write_text(f"{key.header.hex()} {key.secret.hex()}", "ascii")
    root = Path(__file__).parents[1]
    told = subprocess.run(
        [sys.executable, str(SCRIPT), str(tmp_path), "7"], cwd=root, env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    whole = _rows(tmp_path / "made.inspection", old)
    under = {"old": 0, "new": 0}
    for path in tmp_path.glob("[0-9]*.inspection"):
        name, key = ("new", new) if fits(path, new) else ("old", old)
        assert _rows(path, key) == whole
        under[name] += 1
    # Most ends come before the new file takes the place of the old one, some after it; the last change ran through.
    assert under["old"] > 20 and under["new"] > 1
    assert sum(under.values()) == int(told.stdout) + 1


def _rows(path: Path, key: FileKey) -> list[str]:
    store = Store.open(path, key)
    try:
        assert store.faults() == []
        return [revision.digest for revision in store.load()]
    finally:
        store.close()
