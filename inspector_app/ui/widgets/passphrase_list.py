"""The passphrases of files that were just handed out: shown once, to be told to each assessor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from inspector_app.services.handing_out import HandedOut
from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, empty, frame, label, row

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class PassphraseList(QWidget):
    """Assessor and passphrase, line by line; gone for good once the person says so.

    Signals:
        forgotten: it shows nothing any more.
    """

    forgotten = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[tuple[str, str]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self.copy_button = button(self.tr("Copy list"), name=self.tr("Copy the list of passphrases"))
        self.done_button = button(self.tr("I have passed them on"))
        self._said = label("", "quiet")
        self._build()
        self.copy_button.clicked.connect(self._copy)
        self.done_button.clicked.connect(self.forget)

    def show_passphrases(self, written: Sequence[HandedOut]) -> None:
        """Shows those of the files that are encrypted; nothing where none is."""
        self._lines = [(one.assessor, one.passphrase) for one in written if one.passphrase]
        empty(self._grid)
        for place, (code, passphrase) in enumerate(self._lines):
            shown = label(passphrase)
            shown.setTextInteractionFlags(_SELECTABLE)
            shown.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            shown.setAccessibleName(self.tr("Passphrase of %1: %2").replace("%1", code).replace("%2", passphrase))
            for at, part in enumerate((label(code, "strong"), shown)):
                part.setMargin(0)
                part.setIndent(0)
                self._grid.addWidget(part, place, at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._grid.setColumnStretch(2, 1)
        self._said.setText("")
        self.setVisible(bool(self._lines))

    def forget(self) -> None:
        """Shows nothing any more."""
        self.show_passphrases(())
        self.forgotten.emit()

    def _build(self) -> None:
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(8)
        inside.addWidget(label(self.tr("Passphrases"), "heading"))
        told = self.tr(
            "Tell each assessor theirs by another way than the file: by telephone, or in person. They are shown this "
            "once; your own file keeps what it needs to take the files back."
        )
        inside.addWidget(label(told, wrap=True))
        inside.addLayout(self._grid)
        inside.addLayout(row(self.copy_button, self.done_button, self._said, -1))
        box: QFrame = frame("surface", inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        self.hide()

    def _copy(self) -> None:
        lines = "".join(f"{code}\t{passphrase}\n" for code, passphrase in self._lines)
        QGuiApplication.clipboard().setText(lines)
        said = self.tr("The list is on the clipboard. Paste it where nobody else reads it.")
        self._said.setText(said)
        announce(self, said)
