"""Restoring: what would change is told first, what was there is set aside, and an interruption loses nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.answers import Ledger
from inspector_app.domain.errors import KnownError, NeedsPassphrase
from inspector_app.domain.restoring import Compared, compare
from inspector_app.services.commands import AddCase, SetAnswer, SetFields
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import HANDED, change_key, key_for
from inspector_app.services.restoring import comparing, restore
from inspector_app.services.session import Person, Session
from inspector_app.services.work import never, unheard
from inspector_app.storage.file_key import FileKey, new_key
from inspector_app.storage.store import Store
from tests.small import small
from tests.test_file_key import CHEAP

AT = datetime(2013, 6, 10, 14, 3, 22, tzinfo=UTC)
ME = Person("AB", "device-1")


def inspections() -> Inspections:
    return Inspections({"small": small()})


def begin(path: Path, key: FileKey | None = None) -> Session:
    session = inspections().create(path, "small", ME, {"trust": "A Trust", "interviews": "no"}, key=key)
    session.do(AddCase("C1", "AB", {"type": "order"}))
    session.do(SetAnswer("case", "C1", "plan", "sufficient", "as it was"))
    return session


def copy_of(session: Session, path: Path) -> Path:
    session.writer.submit(lambda s: s.copy_to(path)).result()
    return path


def look(session: Session, backup: Path, key: FileKey | None = None) -> Compared:
    found = comparing(session.revisions(), backup, key)(unheard, never)
    assert found is not None
    return found


def contents(path: Path, key: FileKey | None = None) -> list[Any]:
    store = Store.open(path, key)
    try:
        assert store.faults() == []
        return store.load()
    finally:
        store.close()


def test_what_would_change_is_told_by_place(tmp_path: Path) -> None:
    session = begin(tmp_path / "a.inspection")
    backup = copy_of(session, tmp_path / "b.inspection")
    session.do(SetAnswer("case", "C1", "plan", "insufficient", "as it is"))
    session.do(SetAnswer("case", "C1", "review", "sufficient"))
    session.do(AddCase("C2", "AB", {}))
    found = look(session, backup)
    said = {(d.slot.ref, d.slot.facet, d.slot.name): d for d in found.differences}
    plan = said["C1", "answer", "plan"]
    assert (plan.way, plan.here[0].note, plan.there[0].note) == ("other", "as it is", "as it was")
    assert said["C1", "answer", "review"].way == "gone" and said["C2", "status", ""].way == "gone"
    assert found.advice == "only_back_in_time" and found.only_there == 0 and found.only_here > 3
    assert found.count("gone") + found.count("other") + found.count("back") == len(found.differences)
    session.close()


def test_a_backup_that_holds_more_is_to_be_taken_in(tmp_path: Path) -> None:
    session = begin(tmp_path / "a.inspection")
    older = copy_of(session, tmp_path / "older.inspection")
    session.do(SetAnswer("case", "C1", "review", "sufficient"))
    backup = copy_of(session, tmp_path / "b.inspection")
    session.close()
    present = inspections().open(older, ME)
    found = look(present, backup)
    assert found.advice == "take_in" and [d.way for d in found.differences] == ["back"]
    assert found.only_there == 1 and found.only_here == 0
    present.close()


def test_a_backup_of_the_same_has_no_differences(tmp_path: Path) -> None:
    session = begin(tmp_path / "a.inspection")
    found = look(session, copy_of(session, tmp_path / "b.inspection"))
    assert found == Compared((), 0, 0) and found.advice == "same"
    session.close()


def test_a_place_that_was_emptied_and_one_never_filled_are_the_same() -> None:
    assert compare(Ledger(), Ledger()) == Compared((), 0, 0)


def test_a_fact_that_changed_is_told(tmp_path: Path) -> None:
    session = begin(tmp_path / "a.inspection")
    backup = copy_of(session, tmp_path / "b.inspection")
    session.do(SetFields("C1", {"office": "Truro"}))
    (only,) = look(session, backup).differences
    assert (only.slot.name, only.way) == ("office", "gone")
    session.close()


@pytest.mark.parametrize("encrypted", [False, True])
def test_the_file_of_before_is_set_aside_whole(tmp_path: Path, encrypted: bool) -> None:
    key = new_key("a passphrase of some length", CHEAP) if encrypted else None
    path = tmp_path / "a.inspection"
    session = begin(path, key)
    backup = copy_of(session, tmp_path / "b.inspection")
    then = list(session.revisions())
    session.do(SetAnswer("case", "C1", "review", "sufficient"))
    now = list(session.revisions())
    session.close()
    aside = restore(path, backup, AT, key)
    assert aside is not None and "set aside 2013-06-10" in aside.name and aside.suffix == ".inspection"
    assert contents(path, key) == then and contents(aside, key) == now
    again = restore(path, backup, AT, key)
    assert again is not None and again != aside and contents(aside, key) == now
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".inspection"] * 4


def test_a_backup_from_before_a_change_of_passphrase_opens_with_the_new_one(tmp_path: Path) -> None:
    old, new = (new_key(words, CHEAP) for words in ("a passphrase of some length", "another one of some length"))
    path = tmp_path / "a.inspection"
    session = begin(path, old)
    backup = copy_of(session, tmp_path / "b.inspection")
    then = list(session.revisions())
    session.close()
    change_key(path, old, new)
    restore(path, backup, AT, new, old)
    assert contents(path, new) == then
    with pytest.raises(NeedsPassphrase):
        Store.open(path, old)


def test_older_backups_and_hand_outs_still_open_after_a_restore(tmp_path: Path) -> None:
    first, old, new = (new_key(f"a passphrase of some length {place}", CHEAP) for place in range(3))
    path = tmp_path / "a.inspection"
    session = begin(path, first)
    oldest, handed = copy_of(session, tmp_path / "oldest.inspection"), new_key("for the assessor alone", CHEAP)
    session.close()
    change_key(path, first, old)
    session = inspections().open(path, ME, key=old)
    backup = copy_of(session, tmp_path / "b.inspection")
    session.writer.submit(lambda s: s.set_local({f"{HANDED}CD/{handed.header.hex()}": handed.secret.hex()})).result()
    session.close()
    change_key(path, old, new)
    restore(path, backup, AT, new, old)
    session = inspections().open(path, ME, key=new)
    out = tmp_path / "out.inspection"
    out.write_bytes(handed.header + bytes(4096))
    for other, key in ((oldest, first), (backup, old), (out, handed)):
        found = key_for(session, other)
        assert found is not None and found.same_as(key)
    session.close()


def test_a_damaged_or_missing_file_is_restored_too(tmp_path: Path) -> None:
    path = tmp_path / "a.inspection"
    session = begin(path)
    backup = copy_of(session, tmp_path / "b.inspection")
    then = list(session.revisions())
    session.close()
    path.write_bytes(b"no inspection at all")
    journal = tmp_path / "a.inspection-journal"
    journal.write_bytes(b"what a crash left")
    aside = restore(path, backup, AT)
    assert aside is not None and aside.read_bytes() == b"no inspection at all" and contents(path) == then
    assert not journal.exists(), "SQLite would have taken it for the restored file's"
    assert aside.with_name(aside.name + "-journal").read_bytes() == b"what a crash left"
    path.unlink()
    assert restore(path, backup, AT) is None and contents(path) == then


def test_a_damaged_backup_changes_nothing(tmp_path: Path) -> None:
    key = new_key("a passphrase of some length", CHEAP)
    path = tmp_path / "a.inspection"
    session = begin(path, key)
    backup = copy_of(session, tmp_path / "b.inspection")
    session.close()
    content = bytearray(backup.read_bytes())
    content[9000] ^= 1
    backup.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(KnownError):
        restore(path, backup, AT, key)
    assert path.read_bytes() == before and sorted(p.name for p in tmp_path.iterdir()) == [
        "a.inspection",
        "b.inspection",
    ]


class Cut(BaseException):
    """The power is gone."""


def test_interrupted_anywhere_it_is_the_old_file_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "made" / "a.inspection"
    path.parent.mkdir()
    session = begin(path)
    backup = copy_of(session, tmp_path / "b.inspection")
    then = list(session.revisions())
    session.do(SetAnswer("case", "C1", "review", "sufficient"))
    now = list(session.revisions())
    session.close()
    seen = set()
    for point in range(100):
        folder = tmp_path / str(point)
        shutil.copytree(path.parent, folder)
        with monkeypatch.context() as patch:
            left = cut_at(patch, point)
            with suppress(Cut):
                restore(folder / "a.inspection", backup, AT)
            whole = left() > 0
        found = contents(folder / "a.inspection")
        kept = [contents(one) for one in folder.glob("*.inspection")]
        assert found in (then, now), f"cut at {point}"
        assert now in kept, f"the file of before is lost when cut at {point}"
        seen.add(found == then)
        if whole:
            assert found == then
            break
    assert seen == {True, False} and point > 5


def cut_at(patch: pytest.MonkeyPatch, point: int) -> Callable[[], int]:
    """Cuts the power at a call that changes the disk, counted from 0; tells how many calls were left then."""
    left = [point]

    def watched(act: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            if left[0] == 0:
                raise Cut
            left[0] -= 1
            return act(*args, **more)

        return call

    for module, name in ((os, "replace"), (os, "fsync"), (shutil, "copyfile"), (shutil, "copystat"), (Path, "unlink")):
        patch.setattr(module, name, watched(getattr(module, name)))
    return lambda: left[0]
