"""Exporting while somebody answers on: under its final name there is a whole file, the one of before, or none."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from inspector_app.services import exporting
from inspector_app.services.passphrases import HANDED
from inspector_app.storage.file_key import HEADER, PAGE, is_encrypted
from inspector_app.storage.store import Store
from torture.acts.act import Job, Usual
from torture.acts.answering import answer_on
from torture.acts.reopened import judge_file
from torture.hands import Step
from torture.sound import look_into
from torture.stage import Stage, who
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict

BEFORE = b"what was there before"
"""In every second trial files of before stand in the way."""
DONE = "exported"
_PAGES = 10
"""A whole report has more pages than this."""
_UNFINISHED = (".part", ".part-journal")


@dataclass(slots=True)
class Exporting(Usual):
    """The report as PDF or for Word, the tables, or the hand-outs."""

    def lay_out(self, stock: Stock, folder: Path, seed: int) -> Job:
        """Perhaps with files of before."""
        job = Usual.lay_out(self, stock, folder, seed)
        out = folder / "out"
        out.mkdir()
        if _over(job) and job.choice != "hand-outs":
            before = tables_of(stock, job) if job.choice == "tables" else (f"report.{job.choice}",)
            for name in before:
                (out / name).write_bytes(BEFORE)
        return job

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """Asks for the export and answers on."""
        stage.open(job.path, job.key)
        out, work, errands = job.folder / "out", stage.work, stage.window.errands
        stage.tell("begun")
        if job.choice == "tables":
            errands.write_tables(work.session, out)
        elif job.choice == "hand-outs":
            stage.window.show_page("team")
            page = work.team.hand_out
            work.team.tabs.show_page("hand_out")
            page.all_button.click()
            page.hand_out_to(out)
        else:
            errands.write_report(work.session, out / f"report.{job.choice}")
        stage.window.show_page("assessment")
        told = False
        for step in answer_on(stage, random.Random(job.seed), ("C-1",)):
            if not told and _is_done(stage):
                told = True
                stage.tell("done", result=DONE)
            yield step

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """Each file is whole, and so is the inspection."""
        verdict = judge_file(stock, job, heard)
        tables = tables_of(stock, job) if job.choice == "tables" else {}
        keys = _handed_keys(job) if job.choice == "hand-outs" else {}
        found = [p for p in (job.folder / "out").glob("*") if p.is_file() and not p.name.endswith(_UNFINISHED)]
        for path in found:
            problem = _problem(path, tables, keys)
            if problem:
                verdict.damaged.append(f"{path.name}: {problem}")
        if DONE in heard.done:
            verdict.promises += 1
            new = [path for path in found if path.read_bytes() != BEFORE]
            if len(new) < {"tables": len(tables), "hand-outs": 3}.get(job.choice, 1):
                verdict.lost.append(f"of the {job.choice} that were shown as written only {new} are there")
        return verdict


def _is_done(stage: Stage) -> bool:
    """Whether the window says that what was asked for is written."""
    notice = stage.window.notice
    return bool(notice.text and notice.tone == "good") or bool(stage.work.team.hand_out.lines())


def _over(job: Job) -> bool:
    return job.seed % 4 < 2


def tables_of(stock: Stock, job: Job) -> Mapping[str, str]:
    """The tables of the inspection as it lay in stock."""
    kept = stock.kept(job.seed % 2 == 1)
    aside = job.folder / "aside"
    aside.mkdir(exist_ok=True)
    session = stock.inspections.open(stock.copied(kept, aside), who(aside / "home", "LEAD"), key=kept.key)
    try:
        return exporting.tables(exporting.freeze(session))
    finally:
        session.close()


def _handed_keys(job: Job) -> Mapping[bytes, str]:
    """Header -> raw key of the hand-outs that the inspection knows."""
    if job.key is None:
        return {}
    store = Store.open(job.path, job.key)
    try:
        local = store.local()
    finally:
        store.close()
    named = {name.rpartition("/")[2]: value for name, value in local.items() if name.startswith(HANDED)}
    return {bytes.fromhex(header): secret + header for header, secret in named.items()}


def _problem(path: Path, tables: Mapping[str, str], keys: Mapping[bytes, str]) -> str:
    """Why a file is no whole one; empty where it is."""
    content = path.read_bytes()
    if content == BEFORE:
        return ""
    try:
        if path.suffix == ".pdf":
            with pikepdf.open(io.BytesIO(content)) as report:
                drawn = [page.Contents.read_bytes() for page in report.pages]
            return "" if len(drawn) > _PAGES else f"it has {len(drawn)} pages"
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(content)) as word:
                return word.testzip() or ""
        if path.suffix == ".csv":
            return "" if content == tables[path.name].encode() else "it is no whole table"
        header = content[:HEADER]
        if header in keys or not is_encrypted(path):
            return "; ".join(look_into(path, keys.get(header, "")).wrong)
        # Its passphrase went with the app, before the lead's file had it, so it can only be looked at from outside.
        return "" if len(content) % PAGE == 0 else "it is cut off"
    except Exception as error:
        return f"it does not open: {error}"
