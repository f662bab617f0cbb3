"""The app under torture, for a minute: killed at work, its power cut. `packaging/torture.sh` goes on for hours."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from torture.disk import Record, read_records  # noqa: E402
from torture.power import SECTOR, PoweredDisk  # noqa: E402
from torture.shims import NoShim, build, preloaded  # noqa: E402
from torture.table import table  # noqa: E402
from torture.told import Heard  # noqa: E402
from torture.verdict import Verdict  # noqa: E402

KILLS = 12
"""How many of each of five acts: sixty in all."""
TOGETHER = (
    ("kill-answering", "kill-taking-back", "cut-answering"),
    ("kill-typing", "kill-migrating", "kill-exporting", "cut-exporting", "cut-backing-up"),
)
"""Acts that one process tries one after the other."""


def torture(folder: Path, *arguments: str) -> dict[str, list[str]]:
    """Holds trials as the command does; act -> cells of its row. Fails where anything was lost, with what was told."""
    if not hasattr(os, "fork"):
        pytest.skip("trials are held in forks of a process")
    paths = os.pathsep.join(str(ROOT / part) for part in ("", "packaging", "tests"))
    held = subprocess.run(
        # Text is given more time than the half second that is promised: other tests run on this machine, too.
        [sys.executable, "-m", "torture", *arguments, "--jobs", "1", "--minutes", "20", "--typed-age", "2",
         "--seed", "2013", "--folder", str(folder)],
        env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert held.returncode == 0, held.stderr + held.stdout
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in held.stdout.splitlines()]
    return {row[0]: row[1:] for row in rows[2:]}


def shim() -> bool:
    """Whether what stands before the disk can be built here."""
    try:
        build("disk")
    except NoShim:
        return False
    return True


@pytest.mark.parametrize("acts", [pytest.param(acts, marks=pytest.mark.xdist_group(acts[0])) for acts in TOGETHER])
def test_nothing_is_lost_when_the_app_is_killed_or_the_power_goes(acts: tuple[str, ...], tmp_path: Path) -> None:
    rows = torture(tmp_path, "--trials", str(KILLS), "--acts", *(act for act in acts if shim() or "cut" not in act))
    trials, lost, damaged, _ = rows.pop("all")
    assert (lost, damaged) == ("0", "0") and int(trials) >= KILLS * len(rows)
    assert all(int(row[0]) >= KILLS for row in rows.values())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file in it, as it lies on the disk when the power comes to go."""
    (tmp_path / "a").write_bytes(b"old")
    return tmp_path


def left_of(folder: Path, rule: str, *records: Record, seed: int = 1) -> dict[str, bytes | None]:
    """What a cut after these calls leaves under a rule."""
    disk = PoweredDisk(folder)
    for record in records:
        disk.take(record)
    return dict(disk.left(rule, random.Random(seed)))


def test_what_was_not_synced_may_be_gone_and_what_was_synced_is_there(folder: Path) -> None:
    inode = (folder / "a").stat().st_ino
    written = Record("W", inode, 0, b"new")
    assert left_of(folder, "nothing", written) == {"a": b"old"}
    assert left_of(folder, "all", written) == {"a": b"new"}
    assert left_of(folder, "nothing", written, Record("S", inode)) == {"a": b"new"}
    assert left_of(folder, "nothing", written, Record("S", inode), Record("T", inode, 0)) == {"a": b"new"}
    assert left_of(folder, "all", written, Record("T", inode, 5)) == {"a": b"new\0\0"}


def test_a_name_is_there_for_certain_once_its_folder_is_synced(folder: Path) -> None:
    made, named = Record("C", 7, path="b.part"), Record("R", 0, path="b.part", to="b")
    calls = [made, Record("W", 7, 0, b"whole"), named]
    assert left_of(folder, "nothing", *calls) == {"a": b"old"}
    assert left_of(folder, "all", *calls)["b"] == b"whole"
    content_only = left_of(folder, "nothing", *calls, Record("S", 7))
    assert content_only == {"a": b"old"}, "the content alone is no file"
    name_only = left_of(folder, "nothing", *calls, Record("S", folder.stat().st_ino))
    assert name_only == {"a": b"old", "b": b""}, "the name alone is an empty file"


def test_a_write_tears_at_the_borders_of_sectors(folder: Path) -> None:
    inode = (folder / "a").stat().st_ino
    whole = b"1" * SECTOR + b"2" * SECTOR + b"3" * 10
    found = {left_of(folder, "torn", Record("W", inode, 0, whole), seed=seed)["a"] for seed in range(200)}
    assert {b"old", whole, whole[:SECTOR]} <= found
    for content in found:
        assert content is not None
        sectors = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        assert all(len(set(sector.strip(b"\0old"))) <= 1 for sector in sectors)


def test_typed_text_must_be_found_from_the_last_one_that_is_old_enough() -> None:
    place = ("case", "C-1", "plan", "note")
    heard = Heard()
    for at, text in ((0.1, "a"), (0.4, "ab"), (0.8, "abc"), (1.2, "abcd")):
        heard.hear({"what": "typed", "ran": at, "place": place, "text": text})
    assert heard.may_be_found(place, 0.5) == ("ab", "abc", "abcd")
    assert heard.may_be_found(place, 2.0) == ()
    heard.hear({"what": "kept", "ran": 1.3, "place": place, "text": "abc"})
    assert heard.may_be_found(place, 2.0) == ("abc", "abcd")


def test_the_table_counts_what_was_lost() -> None:
    lines = table({"killed": Verdict(lost=["an answer"], worst=0.0123, trials=1200), "cut": Verdict()}).splitlines()
    assert lines[0] == "| act | trials | lost | damaged | worst wait |"
    assert lines[2:] == [
        "| killed | 1,200 | 1 | 0 | 12 ms |",
        "| cut | 1 | 0 | 0 | – |",
        "| all | 1,201 | 1 | 0 | 12 ms |",
    ]


WRITES = """
import sys
from pathlib import Path
from inspector_app.runtime.files import make_folder, write_whole
from torture.disk import Disk
folder = Path(sys.argv[1])
Disk().watch(folder, Path(sys.argv[2]))
write_whole(folder / "a", b"new")
make_folder(folder / "made" / "inside")
write_whole(folder / "made" / "inside" / "b", b"whole")
"""


def test_what_is_written_whole_is_there_when_the_power_goes_right_afterwards(folder: Path, tmp_path: Path) -> None:
    if not shim():
        pytest.skip("no shim before the disk can be built here")
    disk, journal = PoweredDisk(folder), tmp_path.with_name(tmp_path.name + ".calls")
    paths = os.pathsep.join([str(ROOT), str(ROOT / "packaging")])
    environment = preloaded(build("disk"), environment={**os.environ, "PYTHONPATH": paths})
    subprocess.run([sys.executable, "-c", WRITES, str(folder), str(journal)], env=environment, check=True)
    records = list(read_records(journal, folder))
    for record in records:
        disk.take(record)
    assert {"W", "S", "R", "D"} <= {record.kind for record in records}
    left = dict(disk.left("nothing", random.Random(1)))
    assert left == {"a": b"new", "made": None, "made/inside": None, "made/inside/b": b"whole"}
