"""A backup beside the open inspection: what restoring it would change, and the two ways to use it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.restoring import Compared
from inspector_app.services.backup_folder import Kept
from inspector_app.ui.models.backup_words import (
    advice_words,
    compared_words,
    difference_rows,
    moment,
    why_words,
)
from inspector_app.ui.parts import button, column, label, restyle, row
from inspector_app.ui.phrases import in_a_sentence
from inspector_app.ui.widgets.rows_table import RowsTable


class ComparedBackup(QWidget):
    """Shows what differs, place by place, before anything is done.

    Signals:
        take_in_asked: what the backup has is to be taken in (`Kept`).
        restore_asked: it is to take the place of the file (`Kept`).
        left: back to the list.
    """

    take_in_asked = Signal(object)
    restore_asked = Signal(object)
    left = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._kept: Kept | None = None
        self.heading, self.told = label("", "heading", wrap=True), label("", "strong", wrap=True)
        self.advice = label("", "quiet", wrap=True)
        headed = (
            ("owner", self.tr("Case")), ("place", self.tr("Where")), ("way", self.tr("If restored")),
            ("here", self.tr("In the file now")), ("there", self.tr("In the backup")),
        )  # fmt: skip
        self.table = RowsTable(self.tr("What would change"), headed, "here", as_given=True)
        self.take_in = button(self.tr("Take in what the backup has"))
        self.restore = button(self.tr("Restore this backup"))
        self.back = button(self.tr("Back to the list"))
        self.aside = label(
            self.tr("Restoring sets the file of now aside, beside the restored one and under a name that says so. It "
                    "is never deleted."), "quiet", wrap=True,
        )  # fmt: skip
        layout = column(
            self.heading, self.told, self.advice, self.table, row(self.take_in, self.restore, -1, self.back),
            self.aside, spacing=10,
        )  # fmt: skip
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.take_in.clicked.connect(lambda: self.take_in_asked.emit(self._kept))
        self.restore.clicked.connect(lambda: self.restore_asked.emit(self._kept))
        self.back.clicked.connect(self.left)

    def show_compared(self, kept: Kept, compared: Compared) -> None:
        """Shows a backup and what sets it apart."""
        self._kept = kept
        made = self.tr("The backup of %1, made %2").replace("%1", moment(kept.backup))
        self.heading.setText(made.replace("%2", in_a_sentence(why_words(kept.backup.why))))
        self.told.setText(compared_words(compared))
        self.advice.setText(advice_words(compared))
        self.table.show_rows(difference_rows(self._instrument, compared))
        self.table.setVisible(bool(compared.differences))
        better = compared.advice == "take_in"
        self.take_in.setVisible(better)
        self.restore.setVisible(compared.advice != "same")
        self.aside.setVisible(compared.advice != "same")
        restyle(self.take_in, "kind", "primary" if better else "plain")

    def take_keyboard(self) -> None:
        """Puts the keyboard on what helps most; never on what takes something away."""
        (self.take_in if not self.take_in.isHidden() else self.back).setFocus()
