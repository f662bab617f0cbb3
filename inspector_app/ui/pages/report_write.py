"""Where the report is written: outline, text, and what the text rests on, beside each other."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QSplitter, QVBoxLayout, QWidget

from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.report_looks import Looks
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.report_middle import ReportMiddle
from inspector_app.ui.widgets.report_outline import Outline
from inspector_app.ui.widgets.report_side import ReportSide

_A_MOMENT = 0.1
"""Seconds that a page may take to come up; what is left is worked out in pieces of the same length."""


class ReportWritePage(LivePage):
    """The page on which the report is written.

    Signals:
        moved: another section is on; what can be asked for may be different.
    """

    moved = Signal()

    def __init__(self, state: ReportState) -> None:
        super().__init__()
        self.state = state
        self.outline = Outline()
        self.middle = ReportMiddle(state)
        self.side = ReportSide(state)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setObjectName("report_splitter")
        for part, stretch in ((self.outline, 19), (self.middle, 50), (self.side, 30)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([190, 500, 300])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 0, 8)
        whole.addWidget(self.splitter)
        self._changing: QTextCursor | None = None
        self._ahead = QTimer(self, interval=0, singleShot=True)
        self._connect()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return {
            "insert_figure": self.middle.ask_figure,
            "strong": self.middle.strengthen,
            "mark_read": self.middle.mark_read,
            "next_mark": self.middle.go_on,
            "previous_mark": lambda: self.middle.go_on(back=True),
            "next_section": lambda: self.outline.step(1),
            "previous_section": lambda: self.outline.step(-1),
            "guidance": lambda: self._fold(self.side),
            "history": lambda: self._fold(self.outline),
        }

    def action_words(self) -> dict[str, str]:
        """What some of it is called here."""
        return {
            "guidance": self.tr("Fold the side in or out"),
            "history": self.tr("Fold the outline in or out"),
        }

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        if self.middle.section:
            self.middle.editor.setFocus()
        else:
            self.outline.setFocus()

    def open_section(self, section: str) -> bool:
        """Shows a section; False where there is none of that name."""
        self.show_now()
        return self.outline.go_to(section)

    def show_now(self) -> None:
        """Brings the page up to date."""
        self._show_outline()
        if not self.outline.section and not self.outline.go_to(self.outline.begin_at):
            self.outline.go_to(self.state.desk.sections()[0].id)
        self.middle.refresh()
        self.side.refresh()

    def _show_outline(self) -> None:
        """A whole report takes a moment to look through: the rest follows as soon as nothing else is to be done."""
        self.outline.show_entries(self.state.desk.outline(_A_MOMENT))
        if self.state.desk.behind:
            self._ahead.start()

    def flush(self) -> None:
        """Writes what was typed, at once."""
        self.middle.flush()

    def _fold(self, part: QWidget) -> None:
        part.setVisible(part.isHidden())
        if (focus := QApplication.focusWidget()) is None or not self.isAncestorOf(focus):
            self.middle.editor.setFocus()

    def abandon(self) -> None:
        """Stops what still runs, before the page goes."""
        self._ahead.stop()
        self.side.preview.abandon()

    def _connect(self) -> None:
        self.state.moved.connect(self.refresh)
        self._ahead.timeout.connect(self._show_outline)
        self.outline.chosen.connect(self._open)
        self.outline.left.connect(self.middle.editor.setFocus)
        self.middle.left.connect(self.outline.setFocus)
        self.middle.next_asked.connect(lambda: self.outline.step(1))
        self.middle.looked.connect(self._on_looked)
        self.middle.editor.cursorPositionChanged.connect(self._on_caret)
        self.state.moved.connect(self.side.preview.look_again)
        self.middle.mark_reached.connect(self.side.marks.list.setCurrentRow)
        self.side.mark_opened.connect(self._to_mark)
        self.side.taken.connect(self._take_back)
        self.middle.figure_asked.connect(self._pick_figure)
        self.side.figure_chosen.connect(self._put_figure)
        self.side.left.connect(self._leave_picker)
        self.side.inserted.connect(self._insert)
        self.side.block_inserted.connect(self._insert_block)

    def _open(self, section: str) -> None:
        self._changing = None
        self.middle.open(section)
        self.side.open(section)
        self.moved.emit()

    def _on_looked(self, looks: Looks) -> None:
        self.side.marks.show_marks(looks.marks)
        self.side.preview.show_text(self.middle.section, self.middle.editor.typed())

    def _on_caret(self) -> None:
        self.side.preview.follow(self.middle.editor.textCursor().blockNumber())

    def _pick_figure(self, source: str) -> None:
        # Where it stands now: the caret may go elsewhere before another one is chosen.
        self._changing = QTextCursor(self.middle.editor.textCursor()) if source else None
        self.side.pick(source, bool(source))

    def _leave_picker(self) -> None:
        self._changing = None
        self.middle.editor.setFocus()

    def _put_figure(self, source: str) -> None:
        changing, self._changing = self._changing, None
        if changing is not None and changing.selectionEnd() == changing.selectionStart() + 1:
            self.middle.editor.setTextCursor(changing)
        self.middle.editor.insert(source)
        self.middle.editor.setFocus()

    def _insert(self, source: str) -> None:
        self.middle.editor.insert(source)
        self._after_insert()

    def _insert_block(self, source: str) -> None:
        self.middle.editor.insert_block(source)
        self._after_insert()

    def _after_insert(self) -> None:
        """Writing goes on in the text: on a button the next space would put the same in again."""
        if isinstance(QApplication.focusWidget(), QAbstractButton):
            self.middle.editor.setFocus()
        if not self.middle.editor.hasFocus():
            # Nobody is typing, so nothing else would write it.
            self.middle.flush()

    def _to_mark(self, place: int) -> None:
        placed = self.middle.editor.marks.placed
        if 0 <= place < len(placed):
            self.middle.editor.setTextCursor(placed[place].cursor)
            self.middle.editor.setFocus()

    def _take_back(self, text: str) -> None:
        self.middle.flush()
        if self.state.write(self.middle.section, text):
            self.refresh()
