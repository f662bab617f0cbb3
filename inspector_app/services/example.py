"""The example inspection: shipped as plain tables and texts, and written through the same import as any other."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.runtime.files import put_in_place, read_text
from inspector_app.services.example_report import ExampleReport, read_example_report, write_example_report
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.services.work import Cancelled, Progress, never, unheard
from inspector_app.storage.file_key import FileKey


@dataclass(frozen=True, slots=True)
class ExampleFiles:
    """What the example is made of: its details and team, its cases, its answers, its report."""

    details: Mapping[str, str]
    team: Mapping[str, str]
    cases: Text
    answers: Text
    report: ExampleReport


def refuse_if_there(path: Path) -> None:
    """Refuses to write over something.

    Raises:
        KnownError: something is at that place.
    """
    if path.exists():
        raise KnownError(f"{path.name} is there already and was left as it is; choose another name.")


def read_example(folder: Path) -> ExampleFiles:
    """The example from its folder: ``inspection.toml``, ``cases.csv``, ``answers.csv``; ``report`` where there is one.

    Raises:
        KnownError: a file is missing or cannot be read.
    """
    head = tomllib.loads(read_text(folder / "inspection.toml"))
    cases, answers = (Text(name, read_text(folder / name)) for name in ("cases.csv", "answers.csv"))
    return ExampleFiles(head["details"], head["team"], cases, answers, read_example_report(folder / "report"))


def write_example(
    inspections: Inspections,
    person: Person,
    folder: Path,
    path: Path,
    progress: Progress = unheard,
    cancelled: Cancelled = never,
    key: FileKey | None = None,
) -> bool:
    """Writes the example inspection to `path`; False when it was stopped. Either way there is a whole file or none.

    Raises:
        KnownError: something is at that place already, it cannot be written to, or the example is not whole.
    """
    refuse_if_there(path)
    progress(0.0, "reading the example")
    example = read_example(folder)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        details = dict(example.details)
        # Nothing is lost with a file that is only being made.
        makers = replace(inspections, keeping=None)
        session = makers.create(part, details.pop("instrument"), person, details, example.team, key)
        try:
            whole = _fill(session, example, progress, cancelled)
        finally:
            session.close()
        if whole:
            put_in_place(part, path)
    finally:
        for left in (part, part.with_name(part.name + "-journal")):
            left.unlink(missing_ok=True)
    return whole


def _fill(session: Session, example: ExampleFiles, progress: Progress, cancelled: Cancelled) -> bool:
    progress(0.1, "checking cases and answers")
    intake = read_in(session, example.cases, example.answers)
    if cancelled():
        return False
    progress(0.5, "writing cases and answers")
    pending = take_in(session, intake)
    if pending is not None:
        session.settle(pending)
    progress(0.9, "writing the report")
    write_example_report(session, example.report)
    progress(1.0, "done")
    return not cancelled()
