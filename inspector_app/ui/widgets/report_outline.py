"""The outline of the report: its sections in order, how much is written in each, and what is to be looked at there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inspector_app.services.report_desk import Entry
from inspector_app.ui.models.report_marks import SIGNS, MarkKind
from inspector_app.ui.phrases import counted

_ID, _BESIDE, _LEVEL = (Qt.ItemDataRole.UserRole + n for n in range(3))
_GAP = 10
_NAME = 0.55
"""How much of a line its name keeps, if it is so long."""
CONFLICT = "⇄"


class Outline(QListWidget):
    """Sections to choose from; headings stand between them.

    Attributes:
        begin_at: the id of the section that is chosen first, where there is one.

    Signals:
        chosen: the id of the section that is to be shown.
        left: Return or Escape; on to the text.
    """

    chosen = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setAccessibleName(self.tr("Sections of the report"))
        self.setItemDelegate(_Beside(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMinimumWidth(150)
        self.entries: tuple[Entry, ...] = ()
        self.begin_at = ""
        self.currentItemChanged.connect(self._on_current)

    @property
    def section(self) -> str:
        """The id of the section that is chosen; empty for none."""
        item = self.currentItem()
        return str(item.data(_ID)) if item is not None else ""

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Shows the outline; the section that is chosen stays so."""
        if tuple(entries) == self.entries:
            return
        same = [(e.id, e.level) for e in entries] == [(e.id, e.level) for e in self.entries]
        self.entries = tuple(entries)
        if not same:
            section = self.section
            self.blockSignals(True)
            self.clear()
            for entry in entries:
                self.addItem(_item(entry))
            self.blockSignals(False)
            self.go_to(section)
        for place, entry in enumerate(entries):
            self._fill(self.item(place), entry)

    def go_to(self, section: str) -> bool:
        """Chooses a section; False where there is none of that name."""
        for place, entry in enumerate(self.entries):
            if entry.section is not None and entry.id == section:
                self.setCurrentRow(place)
                return True
        return False

    def step(self, by: int) -> None:
        """Chooses the next section, or the one before."""
        ids = [e.id for e in self.entries if e.section is not None]
        if self.section in ids:
            self.go_to(ids[max(0, min(len(ids) - 1, ids.index(self.section) + by))])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Goes on to the text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID):
            self.chosen.emit(str(item.data(_ID)))

    def _fill(self, item: QListWidgetItem, entry: Entry) -> None:
        name = f"{entry.label}  {entry.title}" if entry.label else entry.title
        item.setText(name)
        if entry.section is None:
            item.setToolTip(name)
            return
        kinds: dict[MarkKind, int] = {
            "mistake": entry.mistakes, "person": entry.disclosed, "changed": entry.changed, "unbound": entry.unbound,
        }  # fmt: skip
        signs = [CONFLICT] if entry.in_conflict else []
        signs += [f"{SIGNS[kind]}{number}" for kind, number in kinds.items() if number]
        item.setData(_BESIDE, [*signs, str(entry.words or "–")])
        told = "; ".join(self._told(entry))
        item.setToolTip(f"{name}\n{told}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {told}")

    def _told(self, entry: Entry) -> list[str]:
        told = [counted(entry.words, self.tr("%1 word"), self.tr("%1 words"))]
        if not entry.words:
            told = [self.tr("nothing written yet")]
        if entry.in_conflict:
            told.append(self.tr("two copies say different things"))
        if entry.mistakes:
            told.append(counted(entry.mistakes, self.tr("%1 mistake"), self.tr("%1 mistakes")))
        if entry.disclosed:
            one, many = self.tr("%1 place could name a person"), self.tr("%1 places could name a person")
            told.append(counted(entry.disclosed, one, many))
        if entry.changed:
            one, many = self.tr("%1 sentence changed"), self.tr("%1 sentences changed")
            told.append(counted(entry.changed, one, many))
        if entry.unbound:
            told.append(counted(entry.unbound, self.tr("%1 unbound number"), self.tr("%1 unbound numbers")))
        return told


def _item(entry: Entry) -> QListWidgetItem:
    made = QListWidgetItem()
    made.setData(_LEVEL, entry.level)
    if entry.section is None:
        made.setFlags(Qt.ItemFlag.NoItemFlags)
        font = QFont(QGuiApplication.font())
        font.setWeight(QFont.Weight.Bold)
        made.setFont(font)
    else:
        made.setData(_ID, entry.id)
    return made


def beside_in(parts: Sequence[str], name: str, metrics: QFontMetrics, room: int) -> str:
    """Of what stands beside a name (signs, then words) so much that most of the name can be read: words go first."""
    needed = min(metrics.horizontalAdvance(name), _NAME * room)
    shapes = ["  ".join(parts), "  ".join(parts[:-1]), " ".join(sign[:1] for sign in parts[:-1])]
    fitting = (one for one in shapes if room - metrics.horizontalAdvance(one) - _GAP >= needed)
    return next(fitting, shapes[-1])


class _Beside(QStyledItemDelegate):
    """Draws what stands at the right of a line: signs and the number of words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As tall as a line, as narrow as there is room."""
        return QSize(40, super().sizeHint(option, index).height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's hook."""
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        view = option.widget
        view.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, view)
        rect = option.rect.adjusted(8 + 10 * int(index.data(_LEVEL) or 0), 0, -8, 0)
        metrics = option.fontMetrics
        beside = beside_in(index.data(_BESIDE) or [""], str(index.data()), metrics, rect.width())
        taken = metrics.horizontalAdvance(beside) + _GAP if beside else 0
        palette = QGuiApplication.palette()
        painter.save()
        painter.setFont(option.font)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        name = metrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, rect.width() - taken)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, beside)
        painter.restore()
