"""Two faces of the side of the page on which the report is written: what to look at, and the section's history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.answers import Revision
from inspector_app.ui.models.report_marks import SIGNS, TextMark, mark_title
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import clock, counted, day
from inspector_app.ui.widgets.source_edit import SourceEdit

_SIDES = 32
"""What padding and spacing take of the width of a line, in pixels."""


class _Wrapped(QStyledItemDelegate):
    """Lines as tall as their words need; Qt forgets the room that the style sheet takes at their sides."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt's hook."""
        view = option.widget
        wide = view.viewport().width() if isinstance(view, QListWidget) else 0
        room = QRect(0, 0, max(80, wide - _SIDES), 10_000)
        needed = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, str(index.data()))
        return QSize(80, max(32, needed.height() + 8))


class RowsList(QListWidget):
    """A list of lines, each with a key.

    Signals:
        opened: Return, Enter or a click on a line; carries its place.
    """

    opened = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setItemDelegate(_Wrapped(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setSpacing(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(lambda item: self.opened.emit(self.row(item)))

    def show_lines(self, lines: Sequence[str]) -> None:
        """Shows lines; the place that is chosen stays."""
        if lines == [self.item(place).text() for place in range(self.count())]:
            return
        place = self.currentRow()
        self.clear()
        for line in lines:
            self.addItem(QListWidgetItem(line))
        self.setCurrentRow(max(0, min(place, self.count() - 1)) if lines else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Opens the line that is chosen."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.opened.emit(self.currentRow())
            return
        super().keyPressEvent(event)


class MarksFace(QWidget):
    """What is to be looked at in the section, in a list.

    Signals:
        opened: the place in the list of a mark that is to be shown in the text.
    """

    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = label("", "quiet", wrap=True)
        self.list = RowsList(self.tr("What to look at"))
        self.list.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.addWidget(self._told)
        layout.addWidget(self.list, 1)
        layout.addStretch(0)
        self.show_marks(())

    def show_marks(self, marks: Sequence[TextMark]) -> None:
        """Shows the marks of a section."""
        self.list.show_lines([f"{SIGNS[mark.kind]}  {mark_title(mark.kind)}: {mark.words}" for mark in marks])
        self.list.setVisible(bool(marks))
        if marks:
            text = counted(len(marks), self.tr("%1 thing to look at."), self.tr("%1 things to look at."))
            text = self.tr("%1 F8 goes from one to the next.").replace("%1", text)
        else:
            text = self.tr(
                "Nothing to look at: every figure can be worked out and prints what you read, and no number stands "
                "in the text that is bound to nothing."
            )
        self._told.setText(text)


class HistoryFace(QWidget):
    """Who wrote what and when, and an earlier version to be taken back.

    Signals:
        taken: a text that is to stand again.
        shown: a text is shown whose bound pieces are not worked out.
    """

    taken = Signal(str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._history: tuple[Revision, ...] = ()
        self._may = True
        self._told = label("", "quiet", wrap=True)
        self.list = RowsList(self.tr("Versions of this section, the latest first"))
        self.list.setMaximumHeight(160)
        self.list.currentRowChanged.connect(lambda _: self._show())
        self.text = SourceEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Text of this version"))
        self.take = button(self.tr("Take this version back"))
        self.take.clicked.connect(lambda: self.taken.emit(self.chosen))
        self._all = QWidget()
        self._all.setLayout(column(self.list, self.text, row(self.take, -1)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.addWidget(self._told)
        layout.addWidget(self._all, 1)
        self.show_history((), True)

    @property
    def chosen(self) -> str:
        """The text of the version that is looked at."""
        place = self.list.currentRow()
        return self._history[place].value if 0 <= place < len(self._history) else ""

    def show_history(self, history: Sequence[Revision], may: bool) -> None:
        """Shows every revision of a section, given the oldest first; `may` says whether one can be taken back."""
        self._may = may
        latest_first = tuple(reversed(history))
        if latest_first and latest_first[1:] == self._history and self._history:
            self.list.setCurrentRow(0)
        self._history = latest_first
        lines = [self._line(one, before) for one, before in zip(latest_first, [*latest_first[1:], None], strict=False)]
        self.list.show_lines(lines)
        self._all.setVisible(bool(lines))
        one, many = self.tr("%1 version, kept for good."), self.tr("%1 versions, kept for good.")
        nothing = self.tr("Nothing has been written in this section yet. Every version of it will be kept here.")
        self._told.setText(counted(len(lines), one, many) if lines else nothing)
        self._show()

    def _line(self, one: Revision, before: Revision | None) -> str:
        number = len(one.value.split())
        words = counted(number, self.tr("%1 word"), self.tr("%1 words"))
        more = number - (len(before.value.split()) if before is not None else 0)
        sign = f"+{more}" if more > 0 else f"−{-more}" if more < 0 else "±0"
        at = one.at.astimezone()
        text = f"{day(at)} {clock(at)} · {one.author} · {words} ({sign})"
        return self.tr("%1, back again").replace("%1", text) if one.kind in ("undo", "redo") else text

    def _show(self) -> None:
        if self.text.source().text != self.chosen:
            self.text.show_source(self.chosen)
            self.shown.emit()
        stands = bool(self._history) and self.chosen == self._history[0].value
        self.take.setEnabled(self._may and bool(self._history) and not stands)
