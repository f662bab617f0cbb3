"""Opening a file of an earlier format, which is brought up to date when it is first written to."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inspector_app.storage.tables import FORMAT_MAJOR, FORMAT_MINOR
from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.sound import look_into
from torture.stage import Stage
from torture.stock import OLD_FILES, Stock
from torture.told import Heard
from torture.verdict import Verdict


@dataclass(slots=True)
class Migrating(Usual):
    """Open, answer."""

    def lay_out(self, stock: Stock, folder: Path, seed: int) -> Job:
        """A copy of one of the old files."""
        old = random.Random(seed).choice([path for path in sorted(OLD_FILES.glob("*.inspection")) if _is_old(path)])
        ref, assessor = _open_case(old)
        return Job(folder, Path(shutil.copyfile(old, folder / old.name)), None, assessor, seed, ref)

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Opens it and answers the first case."""
        early = job.seed % 4 == 0
        if early:
            stage.tell("begun")
        stage.open(job.path, job.key)
        if not early:
            stage.tell("begun")
        yield from answer_on(stage, random.Random(job.seed), (job.choice,))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """All that was there before is there, and every answer since."""
        return judge_file(stock, job, heard, look_into(OLD_FILES / job.path.name).digests)


def _is_old(path: Path) -> bool:
    """Whether a file is plain and of an earlier format; what is encrypted never was of an earlier one."""
    head = path.read_bytes()[:64]
    return head.startswith(b"SQLite") and int.from_bytes(head[60:64], "big") < (FORMAT_MAJOR << 16) + FORMAT_MINOR


def _open_case(path: Path) -> tuple[str, str]:
    """A case that is not signed off, and whose it is."""
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute(
            "SELECT ref, name, value FROM revision WHERE about = 'case' ORDER BY rowid"
        ).fetchall()
    finally:
        connection.close()
    done = {ref for ref, _, value in rows if value == "signed_off"}
    return next((ref, value) for ref, name, value in rows if name == "assessor" and ref not in done)
