"""Everything that stands between the draft report and its states, place by place, and what was accepted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.disclosure import Hit
from inspector_app.services.report_desk import ReportDesk, SectionView
from inspector_app.services.report_readiness import FOUND_KINDS, FoundKind
from inspector_app.ui.models.found_words import FOUND_SIGNS, found_title, hit_words, holds_words
from inspector_app.ui.models.report_looks import looks_of
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.models.section_words import section_heading, section_name


@dataclass(frozen=True, slots=True)
class Found:
    """One place.

    Attributes:
        section: the id of its section; `heading` is what that is called, `name` the same in a narrow column.
        start, end: where in the text of the section.
        text: what stands there, with figures as they are printed; empty for what is about the section as a whole.
        why: one sentence that says what is wrong with it.
        passage: the paragraph in which it stands, which begins at `first` of the text.
        hit: what the disclosure check found there.
        reason: why it was accepted; empty while it is not.
    """

    kind: FoundKind
    section: str
    heading: str
    name: str
    start: int = 0
    end: int = 0
    text: str = ""
    why: str = ""
    passage: str = ""
    first: int = 0
    hit: Hit | None = None
    reason: str = ""

    @property
    def key(self) -> str:
        """What identifies it among all."""
        hit = self.hit.key if self.hit is not None else ""
        return f"{self.section}/{self.kind}/{self.start}/{self.end}/{hit}"


def found_in(desk: ReportDesk) -> tuple[Found, ...]:
    """Everything found: what holds most back comes first, and within a kind the order of the report."""
    sections = [entry.section.id for entry in desk.outline() if entry.section is not None]
    found = [one for section in sections for one in _in_section(desk, desk.section(section))]
    return tuple(sorted(found, key=lambda one: FOUND_KINDS.index(one.kind)))


def open_kinds(found: Sequence[Found]) -> Mapping[FoundKind, int]:
    """How many of each kind nobody has accepted."""
    return Counter(one.kind for one in found if not one.reason)


def found_rows(found: Sequence[Found]) -> list[Row]:
    """The rows of the list: what, where, the words, what waits for it."""
    rows = []
    for place, one in enumerate(found):
        kind = f"{FOUND_SIGNS[one.kind]}  {found_title(one.kind)}"
        waits = _say("Accepted") if one.reason else holds_words(one.kind)
        words = one.text or one.why
        cells = (
            Cell(kind),
            Cell(one.name, sort=place, tip=one.heading),
            Cell(" ".join(words.split()), tip=one.why),
            Cell(waits),
        )
        rows.append(Row(one.key, cells))
    return rows


def _in_section(desk: ReportDesk, view: SectionView) -> Iterator[Found]:
    instrument = desk.session.instrument
    heading, name = section_heading(view.section, view.title, instrument), section_name(view.section, view.title)
    section = (view.section.id, heading, name)
    if view.in_conflict:
        why = _say("Two copies of the inspection say different things here; the later one is printed until you choose.")
        yield Found("conflict", *section, why=why)
    if not view.text.strip():
        yield Found("unwritten", *section, why=_say("Nothing is written in this section yet."))
        return
    placed = []
    for mark in looks_of(view, instrument).marks if view.mistakes or view.changed or view.unbound else ():
        place = (mark.first, mark.behind, _printed(view, mark.first, mark.behind))
        if mark.kind in ("mistake", "changed", "unbound"):
            around = _paragraph(view.text, mark.first, mark.behind)
            placed.append(Found(mark.kind, *section, *place, mark.words, *around))
    for hit, reason in (*((hit, "") for hit in view.disclosed), *view.allowed):
        why = _say("“%1” is %2.").replace("%1", " ".join(hit.text.split())).replace("%2", hit_words(hit.kind))
        around = _paragraph(view.text, hit.start, hit.end)
        placed.append(Found("disclosed", *section, hit.start, hit.end, hit.text, why, *around, hit, reason))
    yield from sorted(placed, key=lambda one: (one.start, one.end))


def _paragraph(text: str, start: int, end: int) -> tuple[str, int]:
    """The paragraph around a place, from one empty line to the next, and where it begins."""
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", end)
    first = 0 if before < 0 else before + 2
    return text[first : len(text) if after < 0 else after].rstrip(), first


def _printed(view: SectionView, start: int, end: int) -> str:
    """A part of a text with its figures as they are printed; a mistake as it is typed."""
    parts, at = [], start
    for chip in view.chips:
        if start <= chip.start and chip.end <= end and not chip.problem and chip.printed:
            parts += [view.text[at : chip.start], chip.printed]
            at = chip.end
    return "".join((*parts, view.text[at:end]))


def _say(text: str) -> str:
    return QCoreApplication.translate("found", text)
