"""How often backups are made, and where else they are kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.services.backups import Keeping
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.field_inputs import PatientComboBox

_CHOICES = (5, 10, 15, 30, 60)
"""Of how many minutes one can choose."""


class BackupSettings(QWidget):
    """Two settings of this installation: the interval, and the second place.

    Attributes:
        every: the interval, to be put where there is room.

    Signals:
        changed: one of them is another now.
        refused: a folder cannot be taken; the sentence.
        noted: it is taken, and yet there is something to know; the sentence.
    """

    changed = Signal()
    refused = Signal(str)
    noted = Signal(str)

    def __init__(self, keeping: Keeping, encrypted: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keeping, self._encrypted = keeping, encrypted
        self.minutes = PatientComboBox()
        for minutes in sorted({*_CHOICES, keeping.minutes}):
            self.minutes.addItem(counted(minutes, self.tr("minute"), self.tr("%1 minutes")), minutes)
        self.minutes.setCurrentIndex(self.minutes.findData(keeping.minutes))
        self.minutes.activated.connect(lambda _: self._on_minutes(int(self.minutes.currentData())))
        every = label(self.tr("While something changes, make one every"))
        self.minutes.setAccessibleName(every.text())
        every.setBuddy(self.minutes)
        self.place = label("", wrap=True)
        self.choose = button(self.tr("Choose a folder…"), name=self.tr("Choose a second folder for backups"))
        self.stop = button(self.tr("No second place"), "link")
        self.choose.clicked.connect(self._choose)
        self.stop.clicked.connect(lambda: self.take(None))
        self.told = label("", "quiet", wrap=True)
        second = row(column(self.place, self.told, spacing=2), self.choose, self.stop)
        second.setStretch(0, 1)
        self.every = row(every, self.minutes)
        self.setLayout(second)
        self._show()

    def take(self, folder: Path | None) -> None:
        """Takes a folder as the second place, or none."""
        try:
            self._keeping.set_second(folder)
        except KnownError as error:
            self.refused.emit(str(error))
            return
        self._show()
        self.changed.emit()
        if folder is not None and self._keeping.on_same_drive(folder):
            text = self.tr(
                "%1 is on the same drive as the backups here, so it is lost with them when that drive fails."
            )
            self.noted.emit(text.replace("%1", str(folder)))

    def _on_minutes(self, minutes: int) -> None:
        self._keeping.set_minutes(minutes)
        self.changed.emit()

    def _choose(self) -> None:
        begin = self._keeping.second or Path.home()
        chosen = QFileDialog.getExistingDirectory(self, self.tr("A second place for backups"), str(begin))
        if chosen:
            self.take(Path(chosen))

    def _show(self) -> None:
        second = self._keeping.second
        self.place.setText(
            self.tr("Also kept in %1").replace("%1", str(second))
            if second is not None
            else self.tr("Kept on this computer only. A folder on another drive helps when this one fails or is lost.")
        )
        self.stop.setVisible(second is not None)
        self.told.setText(
            self.tr("They open with the passphrase of the inspection, as it does; their names say nothing of it.")
            if self._encrypted
            else self.tr("This inspection is not encrypted, so whoever has such a drive can read the backups on it.")
        )
