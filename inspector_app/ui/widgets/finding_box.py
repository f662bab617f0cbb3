"""A list of many choices that is found by typing any of their words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from inspector_app.ui.widgets.field_inputs import PatientComboBox


class FindingBox(PatientComboBox):
    """Choices as (key, words). What is typed and is no choice falls back to what was chosen.

    Signals:
        picked: the key that was chosen by the person.
    """

    picked = Signal(str)

    def __init__(self, name: str, letters: int = 24, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self.setAccessibleName(name)
        self.line = QLineEdit()
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(letters)
        self.setMaxVisibleItems(16)
        found = QCompleter(self.model(), self)
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        found.activated.connect(self._on_found)
        # The field takes the words of the list after that, and would show their end.
        found.activated.connect(self._to_beginning, Qt.ConnectionType.QueuedConnection)
        self.setCompleter(found)
        self.activated.connect(lambda _: self._pick())
        self.line.setAccessibleName(name)
        self.line.returnPressed.connect(self._pick_typed)

    @property
    def key(self) -> str:
        """The key that is chosen."""
        return self._key

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offers choices; what is chosen stays chosen while it is one of them, else the first is."""
        if [(self.itemData(at), self.itemText(at)) for at in range(self.count())] == list(choices):
            return
        self.blockSignals(True)
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.blockSignals(False)
        self.choose(self._key)

    def choose(self, key: str) -> None:
        """Makes a key the chosen one; the first where it is none."""
        self.setCurrentIndex(max(0, self.findData(key)))
        self._key = str(self.currentData() or "")
        self._show_chosen()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is half typed is dropped."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._show_chosen()

    def _show_chosen(self) -> None:
        self.setCurrentIndex(self.findData(self._key))
        self.setEditText(self.currentText())
        self.line.setCursorPosition(0)
        self.setToolTip(self.currentText())

    def _to_beginning(self, _: object) -> None:
        self.line.setCursorPosition(0)

    def _on_found(self, words: object) -> None:
        self._take(self.findText(str(words), Qt.MatchFlag.MatchFixedString))

    def _pick(self) -> None:
        self._take(self.currentIndex())

    def _pick_typed(self) -> None:
        typed = self.line.text()
        exact = self.findText(typed, Qt.MatchFlag.MatchFixedString)
        self._take(exact if exact >= 0 else self.findText(typed, Qt.MatchFlag.MatchContains))

    def _take(self, at: int) -> None:
        if at >= 0 and str(self.itemData(at) or "") != self._key:
            self._key = str(self.itemData(at) or "")
            self._show_chosen()
            self.picked.emit(self._key)
        else:
            self._show_chosen()
