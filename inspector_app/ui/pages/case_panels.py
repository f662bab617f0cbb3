"""The panels beside the list of cases: the facts of one case, and the preview of an import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.errors import KnownError
from inspector_app.domain.roles import refusal
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.models.cases_model import CasesModel
from inspector_app.ui.pages.case_editor import CaseEditor
from inspector_app.ui.widgets.import_panel import ImportPanel
from inspector_app.ui.widgets.side_panel import SidePanel


class CasePanels(QStackedWidget):
    """Hidden until one of the two is asked for.

    Signals:
        opened, closed: one is shown; both are away again.
        saved: the reference of a case that was added or changed.
        notice: a sentence and its tone.
    """

    opened = Signal()
    closed = Signal()
    saved = Signal(str)
    notice = Signal(str, str)

    def __init__(self, bridge: Bridge, desk: Desk, model: CasesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._desk, self._model = bridge, desk, model
        self.editor = CaseEditor(bridge)
        self.importer = ImportPanel()
        for panel in (self.editor, self.importer):
            panel.closed.connect(self.close_panel)
            self.addWidget(panel)
        self.editor.saved.connect(self._on_saved)
        self.importer.again.connect(self.choose_import)
        self.importer.agreed.connect(self._take_in)
        self.hide()

    def add_case(self) -> None:
        """Opens an empty form for a new case."""
        self._open(self.editor)
        self.editor.begin(self._used())

    def edit_case(self, ref: str, field: str = "") -> None:
        """Opens the facts of a case, at a field where one is named; to read only where that is told."""
        if text := self.editor.to_read(ref):
            self.notice.emit(text, "attention")
        self._open(self.editor)
        self.editor.edit(ref, self._used(), field)

    def choose_import(self) -> None:
        """Asks for a table of cases."""
        if not self._may_import():
            return
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import cases"), str(self._desk.documents), self.tr("Tables (*.csv);;All files (*)")
        )
        if path:
            self.preview_import(Path(path))

    def preview_import(self, path: Path) -> None:
        """Shows what importing a table would do."""
        if not self._may_import():
            return
        try:
            summary = self._desk.import_cases(self._bridge.session, path, True)
        except KnownError as error:
            self.notice.emit(str(error), "stop")
            return
        self.notice.emit("", "plain")
        self._open(self.importer)
        self.importer.preview(path, summary)

    def _may_import(self) -> bool:
        """A table sets statuses and allocation, which are the lead's."""
        session = self._bridge.session
        said = refusal(session.details().team, session.person.author, "import")
        if said:
            self.notice.emit(said, "attention")
        return not said

    def close_panel(self) -> None:
        """Puts the panels away."""
        self.hide()
        self.closed.emit()

    def _take_in(self, path: Path) -> None:
        try:
            summary = self._desk.import_cases(self._bridge.session, path, False)
        except KnownError as error:
            self.notice.emit(str(error), "stop")
            return
        self._bridge.follow(summary.pending)
        if summary.bad_rows:
            self.importer.preview(path, summary)
            return
        self.close_panel()
        text = self.tr("From %1: %2 added, %3 changed.").replace("%1", path.name)
        self.notice.emit(text.replace("%2", str(len(summary.new))).replace("%3", str(len(summary.changed))), "good")

    def _on_saved(self, ref: str) -> None:
        self.close_panel()
        self.saved.emit(ref)

    def _used(self) -> dict[str, list[str]]:
        names = [f.name for f in self._bridge.session.instrument.fields if f.kind == "text"]
        return {name: self._model.values(name) for name in (*names, ASSESSOR)}

    def _open(self, panel: SidePanel) -> None:
        self.setCurrentWidget(panel)
        self.show()
        self.opened.emit()
