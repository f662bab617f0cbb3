"""A part of the side panel that folds."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from inspector_app.ui.parts import button


class FoldingPart(QWidget):
    """A heading that folds what is beneath it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.head: QPushButton = button(title, "fold")
        self.head.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.head.clicked.connect(self.toggle)
        layout.addWidget(self.head)
        self.inner = QWidget(self)
        self.column = QVBoxLayout(self.inner)
        self.column.setContentsMargins(8, 0, 8, 12)
        self.column.setSpacing(4)
        layout.addWidget(self.inner)
        self.fold(False)

    @property
    def folded(self) -> bool:
        """Whether only its heading shows."""
        return self.inner.isHidden()

    def toggle(self) -> None:
        """Folds it in or out."""
        self.fold(not self.folded)

    def fold(self, folded: bool) -> None:
        """Folds it in or out."""
        self.inner.setVisible(not folded)
        self.head.setText(("+  " if folded else "–  ") + self._title)
        state = self.tr("folded away") if folded else self.tr("unfolded")
        self.head.setAccessibleName(f"{self._title}, {state}")
