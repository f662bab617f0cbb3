"""The file after a stop: looked at from outside first, then opened by the app's own code, as at the next start."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.services import checking
from inspector_app.services.recovery import recover
from inspector_app.services.session import Session
from torture.acts.act import Job
from torture.sound import Found, look_into
from torture.stage import Stage, who
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict


def look_from_outside(job: Job) -> Found:
    """What plain SQL finds, in a copy, so that the app meets the file as the stop left it."""
    outside = job.folder / "outside"
    outside.mkdir()
    for path in (job.path, job.path.with_name(job.path.name + "-journal")):
        if path.exists():
            shutil.copyfile(path, outside / path.name)
    return look_into(outside / job.path.name, job.raw_key)


def judge_file(stock: Stock, job: Job, heard: Heard, before: Collection[str] = ()) -> Verdict:
    """Everything that was promised of an inspection, found from outside and by the app.

    Args:
        before: ids of changes that were there before the app began.
    """
    verdict = Verdict(worst=heard.worst, broken=list(heard.errors))
    found = look_from_outside(job)
    verdict.damaged += found.wrong
    verdict.promises = len(heard.acknowledged)
    _judge_changes(verdict, found, heard, before)
    try:
        if _in_window(job, heard):
            _judge_in_window(verdict, stock, job, heard, found)
        else:
            _judge_by_services(verdict, stock, job, heard)
    except KnownError as error:
        verdict.damaged.append(f"the app does not open it: {error}")
    return verdict


def _judge_changes(verdict: Verdict, found: Found, heard: Heard, before: Collection[str]) -> None:
    for id_ in (*before, *sorted(heard.acknowledged)):
        if id_ not in found.digests:
            verdict.lost.append(f"change {id_}, which was shown as saved")
    for id_, digest in heard.staged.items():
        if found.digests.get(id_, digest) != digest:
            verdict.damaged.append(f"change {id_} is another one than was made")
    for group in heard.groups:
        there = sum(id_ in found.digests for id_ in group)
        if 0 < there < len(group):
            verdict.damaged.append(f"of an act of {len(group)} changes {there} are there")


def _in_window(job: Job, heard: Heard) -> bool:
    """Whether the app is really started again, with its window: always where text was typed in every third trial."""
    return job.windows and job.seed % (3 if heard.typed else 8) == 0


def _judge_by_services(verdict: Verdict, stock: Stock, job: Job, heard: Heard) -> None:
    session = stock.inspections.open(job.path, who(job.folder / "home", job.me), key=job.key)
    try:
        for one in recover(session):
            if one.pending is not None:
                session.settle(one.pending)
        _judge_session(verdict, session, job, heard)
    finally:
        session.close()
    problems = checking.check(job.path, stock.inspections.instruments, job.key)
    verdict.damaged += [problem for part in problems for problem in part.problems]


def _judge_in_window(verdict: Verdict, stock: Stock, job: Job, heard: Heard, found: Found) -> None:
    stage = Stage(stock.inspections, job.folder / "home", job.me, None)
    stage.open(job.path, job.key)
    offered = stage.window.notice.text
    stage.wait(lambda: not stage.work.bridge.saving, "what was found to be saved")
    _judge_session(verdict, stage.work.session, job, heard)
    if _untold(found) and not offered:
        verdict.lost.append("text that was being typed was found, and nobody was told")
    stage.work.session.close()


def _untold(found: Found) -> bool:
    """Whether there is text in the file that is nothing but a draft."""
    return any(text and text not in found.texts.get(place, ()) for place, text in found.drafts.items())


def _judge_session(verdict: Verdict, session: Session, job: Job, heard: Heard) -> None:
    verdict.damaged += session.flaws
    there = {revision.id for revision in session.ledger}
    verdict.lost += [f"change {id_}, which the app does not find again" for id_ in heard.acknowledged - there]
    for place in heard.typed:
        wanted = heard.may_be_found(place, job.typed_age)
        verdict.promises += bool(wanted)
        stands = session.case(place[1]).answers.get(place[2])
        said = "" if stands is None else stands.note if place[3] == "note" else stands.value
        if wanted and said not in wanted:
            verdict.lost.append(f"typed text of {place}: {wanted[0]!r} stood there long enough, {said!r} is there")


def copy_of(path: Path, folder: Path) -> Path:
    """A copy, to be worked on."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, folder / path.name))
