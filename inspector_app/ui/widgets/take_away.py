"""Taking away what is on screen: a table copied or saved, a chart saved. It stands beside any table on any page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QModelIndex, QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTableView, QWidget

from inspector_app.domain.plain_table import Cell, ColumnKind, PlainChart, PlainColumn, PlainTable
from inspector_app.services.taking_away import clipboard_text, draw_chart, write_picture, write_table
from inspector_app.ui.jobs import Act, Job
from inspector_app.ui.models.roles import VALUE
from inspector_app.ui.parts import button
from inspector_app.ui.phrases import file_name
from inspector_app.ui.widgets.chart_view import as_png


class TakeAway(QWidget):
    """*Copy table*, *Save table…* and, where there is a chart, *Save chart…*.

    Args:
        table: gives what stands on screen now, as `shown_in` does for a table view.
        chart: gives the chart that stands on screen now.
        names: of what they are taken, for a screen reader, where a page has several.
        kind: of the buttons, as in `parts.button`.

    Signals:
        notice: what came of it, as a sentence and its tone; connect it to the notice of the page.
    """

    notice = Signal(str, str)

    def __init__(
        self,
        table: Callable[[], PlainTable] | None,
        chart: Callable[[], PlainChart] | None = None,
        names: str = "",
        kind: str = "plain",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._table, self._chart = table, chart
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        of = f": {names}" if names else ""
        self.copy_button = button(self.tr("Copy table"), kind, self.tr("Copy table") + of)
        self.save_button = button(self.tr("Save table…"), kind, self.tr("Save table…") + of)
        self.chart_button = button(self.tr("Save chart…"), kind, self.tr("Save chart…") + of)
        self.copy_button.clicked.connect(self.copy_table)
        self.save_button.clicked.connect(self._choose_for_table)
        self.chart_button.clicked.connect(self._choose_for_chart)
        for made, there in ((self.copy_button, table), (self.save_button, table), (self.chart_button, chart)):
            line.addWidget(made)
            made.setVisible(there is not None)

    def copy_table(self) -> None:
        """Puts the table on the clipboard."""
        if self._table is not None:
            QGuiApplication.clipboard().setText(clipboard_text(self._table()))
            self.notice.emit(self.tr("The table is on the clipboard."), "good")

    def save_table(self, path: Path) -> None:
        """Writes the table as the name of the file says."""
        if self._table is not None:
            table = self._table()
            self._begin(path, lambda *_: write_table(table, path))

    def save_chart(self, path: Path) -> None:
        """Writes the chart as the name of the file says."""
        if self._chart is None:
            return
        chart = self._chart()

        def act(*_: object) -> Path:
            picture = path.suffix.lower() == ".png"
            return write_picture(as_png(draw_chart(chart)) if picture else draw_chart(chart, elsewhere=True), path)

        self._begin(path, act)

    def _choose_for_table(self) -> None:
        if self._table is not None:
            kinds = (self.tr("Workbook (*.xlsx)"), self.tr("CSV (*.csv)"))
            if path := self._ask(self.tr("Save table"), self._table().title, kinds):
                self.save_table(path)

    def _choose_for_chart(self) -> None:
        if self._chart is not None:
            kinds = (self.tr("Drawing (*.svg)"), self.tr("Picture (*.png)"))
            if path := self._ask(self.tr("Save chart"), self._chart().title, kinds):
                self.save_chart(path)

    def _ask(self, title: str, name: str, kinds: tuple[str, str]) -> Path | None:
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        ending = _ending(kinds[0])
        start = str(folder / f"{file_name(name) or self.tr('Table')}{ending}")
        chosen, kind = QFileDialog.getSaveFileName(self, title, start, ";;".join(kinds))
        if not chosen:
            return None
        path = Path(chosen)
        return path if path.suffix else path.with_name(path.name + _ending(kind or kinds[0]))

    def _begin(self, path: Path, act: Act) -> None:
        # Not a child of this widget, which may go while the file is still being written.
        job = Job(self.tr("Writing %1").replace("%1", path.name), act, QCoreApplication.instance())
        buttons = (self.save_button, self.chart_button)
        for each in buttons:
            each.setEnabled(False)
        job.done.connect(self._on_done)
        job.failed.connect(self._on_failed)
        job.ended.connect(self._on_end)
        job.ended.connect(job.deleteLater)
        job.start()

    def _on_done(self, path: Path) -> None:
        text = self.tr("Saved as %1 in %2.")
        self.notice.emit(text.replace("%1", path.name).replace("%2", str(path.parent)), "good")

    def _on_failed(self, text: str) -> None:
        self.notice.emit(text, "stop")

    def _on_end(self) -> None:
        self.save_button.setEnabled(True)
        self.chart_button.setEnabled(True)


def shown_in(view: QTableView, title: str, counted: str) -> PlainTable:
    """What a table view shows, as it is sorted and filtered now; hidden columns are left out.

    A column is what the header gives under `roles.VALUE`, one of the kinds of `PlainColumn`; else text. A cell is what
    its model gives under `roles.VALUE`, a value of `plain_table`; else the text that is shown, or in a column of
    figures nothing.
    """
    model = view.model()
    across = Qt.Orientation.Horizontal
    places = [c for c in range(model.columnCount()) if not view.isColumnHidden(c)]
    columns = tuple(
        PlainColumn(str(model.headerData(c, across)), model.headerData(c, across, VALUE) or "text") for c in places
    )
    kinds = [column.kind for column in columns]
    rows = (
        tuple(_cell(model.index(r, c), kind) for c, kind in zip(places, kinds, strict=True))
        for r in range(model.rowCount())
    )
    return PlainTable(title, counted, columns, tuple(rows))


def _cell(index: QModelIndex, kind: ColumnKind) -> Cell:
    value: Cell = index.data(VALUE)
    return str(index.data() or "") if value is None and kind == "text" else value


def _ending(kind: str) -> str:
    return kind[kind.index("*") + 1 : kind.index(")")]
