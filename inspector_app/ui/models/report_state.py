"""The report as the pages of its tab share it: what the desk reads, and the way in which it is changed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_read import read_figure
from inspector_app.domain.report_text import Printed, text_slot
from inspector_app.domain.roles import reserved
from inspector_app.domain.text_places import BadPlace
from inspector_app.services.commands import MarkRead, SettleConflict, WriteSection
from inspector_app.services.report_desk import ReportDesk, SectionView
from inspector_app.services.report_preview import prepare
from inspector_app.services.report_samples import Sample, sample_of
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.jobs import Act
from inspector_app.ui.models.report_looks import Looks, looks_of
from inspector_app.ui.models.report_source import body_of

INITIATOR = "report"


class ReportState(QObject):
    """Holds the desk for the pages of the report.

    Signals:
        moved: something of the report, or a figure in it, is not as it was.
    """

    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.desk = ReportDesk(bridge.session)
        self._drafted: set[str] = set()
        bridge.changed.connect(self._on_changed)

    @property
    def refusal(self) -> str:
        """Why the person who works here may not write the report, as a sentence; empty where they may."""
        session = self.bridge.session
        return reserved(session.details().team, session.person.author, "write_report")

    def look(self, section: str, text: str) -> SectionView:
        """A section as it would be with another text."""
        return self.desk.typed(section, text)

    def looks(self, section: str, text: str) -> Looks:
        """How a section would look with a text."""
        return looks_of(self.look(section, text), self.bridge.session.instrument)

    def preview(self, section: str, text: str, width: int) -> Act:
        """The work that draws the pages of a section with a text, so many points of the screen wide (`Preview`)."""
        return prepare(self.desk, section, text, width)

    def figure_of(self, source: str) -> BoundFigure | None:
        """The figure that a source asks for; None where it is none, or cannot be read."""
        try:
            return read_figure(body_of(source), self.bridge.session.instrument) if source else None
        except BadPlace:
            return None

    def sample(self, figure: BoundFigure) -> Sample:
        """What a figure would print, and what is behind it."""
        return sample_of(self.desk.prints().figures, figure)

    def write(self, section: str, text: str) -> bool:
        """Writes the text of a section; False where it was refused, and nothing is lost on screen."""
        done = self.bridge.handle(WriteSection(section, text, self.look(section, text).reading), INITIATOR)
        if done and section in self._drafted:
            # The writer works in order, so the draft goes only after its text is on the disk.
            self._drafted.discard(section)
            self.bridge.session.drop_draft("report", section, "text", "value")
        return done

    def mark_read(self, section: str, reading: Mapping[str, Printed]) -> bool:
        """Says that the person has read a section with its figures as they are."""
        return self.bridge.handle(MarkRead(section, reading), INITIATOR)

    def settle(self, section: str, pick: str) -> bool:
        """Lets one of two texts stand; both stay in the history."""
        return self.bridge.handle(SettleConflict(text_slot(section), pick), INITIATOR)

    def keep_draft(self, section: str, text: str) -> None:
        """Keeps text that is still being typed, against a crash."""
        self._drafted.add(section)
        self.bridge.keep_draft("report", section, "text", "value", text)

    def _on_changed(self, _: Changes) -> None:
        self.moved.emit()
