"""Go to a number, or search in questions and guidance: one field, one list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.domain.navigation import Form, by_number, search
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import label

_MOST = 60
_STAYS = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Finder(QFrame):
    """Floats over the form while something is looked for.

    Signals:
        chosen: the id of a question to go to.
        closed: Escape was pressed.
    """

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._page = parent
        self.setProperty("surface", "float")
        self._form: Form | None = None
        self._state: FormState | None = None
        self._numbers = False
        self._leaving = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        self._caption: QLabel = label("", "strong")
        layout.addWidget(self._caption)
        self.field = QLineEdit(self)
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self._take)
        self.field.installEventFilter(self)
        layout.addWidget(self.field)
        self.found = QListWidget(self)
        self.found.setAccessibleName(self.tr("Questions found"))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.itemClicked.connect(lambda _: self._take())
        layout.addWidget(self.found, 1)
        self._none = label("", "quiet", wrap=True)
        layout.addWidget(self._none)
        layout.addStretch()
        self.hide()

    def open(self, form: Form, state: FormState, numbers: bool) -> None:
        """Begins to look: for a number, or for words."""
        self._form, self._state, self._numbers = form, state, numbers
        self._caption.setText(self.tr("Go to number") if numbers else self.tr("Search questions and guidance"))
        self.field.setPlaceholderText(self.tr("such as B12") if numbers else self.tr("words, such as home visit"))
        self.field.setAccessibleName(self._caption.text())
        self.field.clear()
        self._look("")
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def place(self) -> None:
        """Keeps it in the upper middle of the page."""
        page = self._page
        width = min(640, page.width() - 48)
        height = min(440, page.height() - 72)
        self.setGeometry((page.width() - width) // 2, 48, width, height)

    def give_up(self) -> None:
        """Goes away, and the focus with it back to the question."""
        # In this order, or Qt would hand the focus to whatever comes next.
        self._leaving = True
        self.closed.emit()
        self.hide()
        self._leaving = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps Escape and Return from the shortcuts; arrows walk in the list."""
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STAYS and not self._leaving:
            self.hide()
        if not isinstance(event, QKeyEvent):
            return False
        key = Qt.Key(event.key())
        if event.type() == QEvent.Type.ShortcutOverride and key == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if key == Qt.Key.Key_Escape:
            self.give_up()
            return True
        if key in _MOVES:
            self._move(1 if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) else -1)
            return True
        return False

    def _move(self, step: int) -> None:
        row = max(0, min(self.found.currentRow() + step, self.found.count() - 1))
        self.found.setCurrentRow(row)

    def _look(self, typed: str) -> None:
        if self._form is None or self._state is None:
            return
        questions = self._form.questions
        hits = by_number(questions, typed) if self._numbers else search(questions, typed)
        self.found.clear()
        for question in hits[:_MOST]:
            item = QListWidgetItem(self._words(question, self._state))
            item.setData(Qt.ItemDataRole.UserRole, question.id)
            item.setToolTip(question.text)
            self.found.addItem(item)
        self.found.setVisible(bool(hits))
        self._none.setVisible(not hits)
        self._none.setText(self.tr("Nothing found.") if typed.strip() else self.tr("Type to find; Enter goes there."))
        if hits:
            self.found.setCurrentRow(0)

    def _words(self, question: Question, state: FormState) -> str:
        closed = "" if question.id in state.remaining.open_ids else "   ·   " + self.tr("closed at present")
        return f"{question.number}   {question.text}{closed}"

    def _take(self) -> None:
        item = self.found.currentItem()
        if item is None:
            return
        self._leaving = True
        self.chosen.emit(str(item.data(Qt.ItemDataRole.UserRole)))
        if self.field.hasFocus():  # nothing was opened; the keys belong to the question all the same
            self.closed.emit()
        self.hide()
        self._leaving = False
