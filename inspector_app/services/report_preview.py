"""A section of the report on paper, as pictures of its pages, while it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inspector_app.domain.report_text import WrittenSection
from inspector_app.report.input import Narrative, Origin, Passage, ReportInput, Said
from inspector_app.runtime.paths import resources
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_views import SectionView

if TYPE_CHECKING:
    from inspector_app.report.page_images import PagePicture

Work = Callable[[Callable[[float, str], None], Callable[[], bool]], "Preview | None"]


@dataclass(frozen=True, slots=True)
class Preview:
    """The pages of a section.

    Attributes:
        lines: where paragraphs begin: the line of the text, the page, both counted from 0, and how far down in the
            page (0 to 1); in the order of the text.
    """

    pages: tuple[PagePicture, ...]
    lines: tuple[tuple[int, int, float], ...]

    def place(self, line: int) -> tuple[int, float]:
        """The page on which a line of the text stands, and how far down its paragraph begins."""
        before = [one for one in self.lines if one[0] <= line]
        return (before[-1][1], before[-1][2]) if before else (0, 0.0)


def prepare(desk: ReportDesk, section: str, text: str, width: int) -> Work:
    """Freezes a section as it is typed; the work draws its pages, so many points wide, and gives None where stopped.

    The work raises `KnownError` where a font is missing.
    """
    given = _freeze(desk, section, text)
    return lambda _, cancelled: _draw(given, section, width, cancelled)


def _freeze(desk: ReportDesk, section: str, text: str) -> ReportInput:
    """What is needed of the report to set one section; figures of others are not worked out."""
    session, prints = desk.session, desk.prints()
    written = {one.id: desk.written(one) for one in desk.sections()}
    passages = {id_: Passage(one.section, one.text, one.pieces) for id_, one in written.items()}
    passages[section] = _typed(written[section], desk.typed(section, text))
    places = [one for one in prints.placed(text) if not one.problem]
    return ReportInput(
        instrument=session.instrument,
        details=session.details(),
        findings=prints.findings,
        origin=Origin(session.instrument.id, session.instrument.version, "", 0, "", None),
        narrative=Narrative(
            passages,
            {one.source: Said(*one.words, one.caution) for one in places if one.kind == "fig"},
            {one.source: one.parts for one in places if one.parts is not None},
        ),
        settings=desk.settings(),
    )


def _typed(saved: WrittenSection, typed: SectionView) -> Passage:
    """The text as it is typed. A paragraph has its key where it stands in the file, else one for this moment."""
    known = {piece.text: piece.key for piece in saved.pieces}
    pieces = (replace(p, key=p.key or known.get(p.text) or f"typed-{n}") for n, p in enumerate(typed.pieces))
    return Passage(typed.section, typed.text, tuple(pieces))


def _draw(given: ReportInput, section: str, width: int, cancelled: Callable[[], bool]) -> Preview | None:
    # ReportLab is slow to load, and most days nobody looks at a page.
    from inspector_app.report.page_images import page_images
    from inspector_app.report.part import compose_part
    from inspector_app.report.render import Cancelled, render_part
    from inspector_app.report.styles import PAGE

    try:
        rendered = render_part(compose_part(given, section), resources() / "fonts", {section}, cancelled)
    except Cancelled:
        return None
    pages = page_images(rendered.content, width, cancelled)
    if cancelled():
        return None
    lines = []
    for piece in given.narrative.passages[section].pieces:
        if piece.key in rendered.places:
            page, above = rendered.places[piece.key]
            lines.append((piece.first, page, 1 - above / PAGE[1]))
    return Preview(pages, tuple(lines))
