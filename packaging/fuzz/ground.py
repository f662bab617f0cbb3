"""What the targets stand on: a folder in memory, the small question set, an inspection with a few cases."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from inspector_app.domain.instrument import Instrument
from inspector_app.services.commands import AddCase, SetAnswer, WriteSection
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from set_files import texts_of, with_files
from small import small

MEMORY = Path("/dev/shm")
PERSON = Person("AB", "device-1")
BEGUN = datetime(2013, 9, 2, 9, tzinfo=UTC)


def memory() -> Path | None:
    """Where the system keeps files in memory; None where it has no such place."""
    return MEMORY if MEMORY.is_dir() else None


@cache
def folder() -> Path:
    """A folder of this process that is gone at its end; in memory where the system has such a place."""
    made = tempfile.mkdtemp(prefix="inspector-fuzz-", dir=os.environ.get("FUZZ_MEMORY") or memory())
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made)


@cache
def question_set() -> Instrument:
    """The small set of the tests, as it comes from its files."""
    return with_files(small())


def set_texts() -> dict[str, str]:
    """The files of the small set."""
    return texts_of(small())


@cache
def inspections() -> Inspections:
    """Makes and opens inspections with a clock and ids that are the same in each run."""
    ids, clock = iter(range(10**9)), iter(range(10**9))
    return Inspections(
        {question_set().id: question_set()},
        now=lambda: BEGUN + timedelta(seconds=next(clock)),
        new_id=lambda: f"00000000-0000-4000-8000-{next(ids):012d}",
    )


@cache
def base_file() -> bytes:
    """A small real inspection file."""
    path = folder() / "base.inspection"
    session = inspections().create(path, "small", PERSON, {"trust": "Northmoor"}, {"AB": "lead", "CD": "inspector"})
    fill(session)
    session.close()
    content = path.read_bytes()
    path.unlink()
    return content


def fill(session: Session) -> None:
    """Two cases with answers, one signed off; a section of the report."""
    for ref, assessor in (("C1", "AB"), ("C2", "CD")):
        session.do(AddCase(ref, assessor, {"type": "licence", "officer": "OM1"}))
    for question, value in (("plan", "sufficient"), ("review", "not_done"), ("visits", "3"), ("comment", "Well done.")):
        session.do(SetAnswer("case", "C1", question, value, note="Seen on file." if question == "plan" else ""))
    session.do(SetAnswer("officer", "OM1", "views", "Busy."))
    session.do(WriteSection("foreword", "We came in {{fig: question=plan}}.\n\n- one\n- two\n"))


@cache
def desk() -> Session:
    """An open inspection that the targets read and never write to."""
    path = folder() / "desk.inspection"
    path.write_bytes(base_file())
    session = inspections().open(path, PERSON)
    atexit.register(session.close)
    return session
