"""Changing the passphrase, setting one, going without: at every moment the file opens, by the old way or by the new."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.services.passphrases import is_encrypted, key_of
from inspector_app.storage.file_key import FileKey, read_header
from inspector_app.ui.widgets.safe_protection import SafeProtection
from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.sound import look_into
from torture.stage import Stage
from torture.stock import PASSPHRASE, Stock
from torture.told import Heard
from torture.verdict import Verdict

NEW = "another under torture"


@dataclass(slots=True)
class Rekeying(Usual):
    """By the page Safekeeping; then answers in the file that was opened again."""

    def lay_out(self, stock: Stock, folder: Path, seed: int) -> Job:
        """An encrypted file, whose passphrase is changed or dropped, or a plain one that is given one."""
        job = Usual.lay_out(self, stock, folder, seed)
        return replace(job, choice="set" if job.key is None else random.Random(seed).choice(("change", "drop")))

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Agrees, waits until the file is open again, and answers."""
        stage.open(job.path, job.key)
        stage.window.show_page("safekeeping")
        section = stage.window.findChild(SafeProtection)
        assert section is not None
        before = stage.window.work
        stage.tell("begun")
        old, new = "" if job.key is None else PASSPHRASE, "" if job.choice == "drop" else NEW
        section.agreed.emit(job.choice, old, new)
        yield lambda: stage.window.work not in (None, before) and not stage.work.bridge.saving
        stage.tell("done", result=job.choice)
        yield from answer_on(stage, random.Random(job.seed), ("C-1",))

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """The file opens with what it says of itself, and all is there."""
        before = look_into(stock.kept(job.key is not None).path, job.raw_key).digests
        now = replace(job, key=_key_now(job))
        verdict = judge_file(stock, now, heard, before)
        if job.choice in heard.done and _same(now.key, job.key):
            verdict.lost.append("the change of passphrase, which was shown as done")
        return verdict


def _key_now(job: Job) -> FileKey | None:
    if not is_encrypted(job.path):
        return None
    if job.key is not None and read_header(job.path) == job.key.header:
        return job.key
    return key_of(job.path, NEW)


def _same(one: FileKey | None, other: FileKey | None) -> bool:
    return (one.header if one else b"") == (other.header if other else b"")
