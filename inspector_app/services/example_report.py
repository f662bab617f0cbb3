"""The written report of the example: one Markdown file a section, the changed names, the settings.

In the files a paragraph may end in ``{#name}``, and ``{{para: #name}}`` refers to it. The keys that take the names'
place arise when a text is written, so a section is written after those that it refers to.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.answers import Slot
from inspector_app.domain.errors import KnownError
from inspector_app.domain.paragraph_keys import Keys
from inspector_app.domain.paragraphs import pieces_of
from inspector_app.domain.report_outline import section_of
from inspector_app.domain.report_text import pack_read, read_section, read_slot, setting_fault, text_slot
from inspector_app.runtime.files import read_text
from inspector_app.services.planning.ground import Draft
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.session import Session

_ANCHOR = re.compile(r" *\{#([a-z0-9-]+)\}(?=\n|$)")
_REFERENCE = re.compile(r"\{\{\s*para\s*:\s*#([a-z0-9-]+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class ExampleReport:
    """What somebody wrote: section -> Markdown, real first name -> changed one, setting -> value."""

    sections: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


def read_example_report(folder: Path) -> ExampleReport:
    """The report from its folder (``SECTION.md``, ``names.toml``, ``settings.toml``); nothing where there is none.

    Raises:
        KnownError: a file cannot be read.
    """
    if not folder.is_dir():
        return ExampleReport()
    sections = {path.stem: read_text(path) for path in sorted(folder.glob("*.md"))}
    names, settings = (_table(folder / f"{name}.toml", name) for name in ("names", "settings"))
    return ExampleReport(sections, names, settings)


def write_example_report(session: Session, report: ExampleReport) -> None:
    """Writes the report into the example, and that its lead has read it with its figures as they are.

    Raises:
        KnownError: there is no such section or setting, or references lead nowhere or in a circle.
    """
    unknown = [s for s in report.sections if section_of(session.instrument, s) is None]
    faults = [fault for fault in (setting_fault(*one) for one in report.settings.items()) if fault]
    if unknown or faults:
        raise KnownError(f"The example’s report is not whole: {[*unknown, *faults][0]}.")
    _take_in(session, [Draft(Slot("report", "", "setting", name), value) for name, value in report.settings.items()])
    _take_in(session, [Draft(Slot("report", "", "changed_name", real), now) for real, now in report.changed.items()])
    keys: dict[str, str] = {}
    waiting = dict(report.sections)
    while waiting:
        ready = {s: text for s, text in waiting.items() if set(_REFERENCE.findall(text)) <= keys.keys()}
        if not ready:
            raise KnownError(f"The example’s report refers to what is not there, or in a circle: {min(waiting)}.")
        _take_in(session, [Draft(text_slot(s), _plain(text, keys)) for s, text in ready.items()])
        for section, text in ready.items():
            keys |= _keys(session, section, text)
            del waiting[section]
    desk, team = ReportDesk(session), session.details().team
    lead = next((code for code, role in team.items() if role == "lead"), session.person.author)
    seen = {s: desk.section(s).reading for s in report.sections}
    _take_in(session, [Draft(read_slot(s, lead), pack_read(reading)) for s, reading in seen.items() if reading])


def _plain(text: str, keys: Mapping[str, str]) -> str:
    """The text as it is kept: without its anchors, and with keys where they were named."""
    return _REFERENCE.sub(lambda found: f"{{{{para: {keys[found[1]]}}}}}", _ANCHOR.sub("", text)).strip() + "\n"


def _keys(session: Session, section: str, text: str) -> dict[str, str]:
    """Anchor -> key, of a section that has been written."""
    known = section_of(session.instrument, section)
    assert known is not None
    kept = read_section(session.ledger, known, Keys()).pieces
    named = ((_ANCHOR.search(piece.text), after.key) for piece, after in zip(pieces_of(text), kept, strict=True))
    return {found[1]: key for found, key in named if found}


def _take_in(session: Session, drafts: list[Draft]) -> None:
    pending = session.take_in(drafts)
    if pending is not None:
        session.settle(pending)


def _table(path: Path, name: str) -> Mapping[str, str]:
    return {k: str(v) for k, v in tomllib.loads(read_text(path))[name].items()} if path.exists() else {}
