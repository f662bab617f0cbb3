"""Safekeeping, *Protection*: whether the file is encrypted, its passphrase and recovery key, and when it is locked."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from inspector_app.domain.idling import CHOICES
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.services.session import Session
from inspector_app.ui.parts import button, column, label, row, scrolled
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.protection_form import Asked, ProtectionForm
from inspector_app.ui.widgets.safe_section import SafeSection


class SafeProtection(SafeSection):
    """Says how the open inspection is protected, and what can be changed about it.

    Signals:
        agreed: something is to change (`ProtectionForm.agreed`).
        lock_asked: it is to be locked now.
        minutes_chosen: after how many minutes it is to be locked; 0 is never.
    """

    agreed = Signal(str, str, str)
    lock_asked = Signal()
    minutes_chosen = Signal(int)

    id = "protection"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Protection")
        self.encrypted = session.key is not None
        self._handed_to = session.copy.local.get(HANDED_TO, "")
        self.form = ProtectionForm()
        self.form.agreed.connect(self.agreed)
        self.form.left.connect(self._close_form)
        self.ways: dict[Asked, QPushButton] = {}
        self._asked_by: QPushButton | None = None
        self.minutes = PatientComboBox()
        self.lock_now = button(self.tr("Lock now"))
        self.never = label(
            self.tr("Whoever finds the machine open and unattended can then read and change every case. It is still "
                    "locked when the machine sleeps."), "attention", wrap=True,
        )  # fmt: skip
        lock = self._lock_part()
        inside = QWidget()
        inside.setMaximumWidth(680)
        inside.setLayout(column(self._state(), self._ways_row(), self.form, 8, lock, -1, spacing=12))
        body = QWidget()
        body.setProperty("surface", "paper")
        beside = row(inside, -1, margins=24)
        beside.setStretch(0, 100)
        body.setLayout(beside)
        whole = column(scrolled(body, narrow=True))
        self.setLayout(whole)
        lock.setVisible(self.encrypted)

    def show_minutes(self, minutes: int) -> None:
        """Shows after how many minutes it is locked."""
        self.minutes.setCurrentIndex(max(0, self.minutes.findData(minutes)))
        self.never.setVisible(minutes == 0)

    def take_keyboard(self) -> None:
        """Puts the keyboard on the first thing that can be changed."""
        if not self.form.isHidden():
            self.form.take_keyboard()
        elif self.ways:
            next(iter(self.ways.values())).setFocus()
        else:
            self.minutes.setFocus()

    def done(self) -> None:
        """What was asked for is done."""
        self._close_form()

    def _state(self) -> QWidget:
        if not self.encrypted:
            sign, role, text = self.tr("Not encrypted"), "attention", self.tr(
                "Whoever gets hold of this file, of a copy, or of a lost laptop or stick can read every case."
            )  # fmt: skip
        elif self._handed_to:
            sign, role, text = self.tr("Encrypted"), "good", self.tr(
                "Only the passphrase that came with this file opens it. The lead inspector knows it too and takes the "
                "file back with it, so it is not changed here."
            )  # fmt: skip
        else:
            sign, role, text = self.tr("Encrypted"), "good", self.tr(
                "Only the passphrase or the recovery key opens this file, its copies and its backups."
            )  # fmt: skip
        line = QWidget()
        line.setLayout(column(label(sign, role), label(text, wrap=True), spacing=4))
        return line

    def _ways_row(self) -> QHBoxLayout:
        words: dict[Asked, str] = (
            {"change": self.tr("Change the passphrase…"), "show": self.tr("Show the recovery key…"),
             "drop": self.tr("Go without a passphrase…")}
            if self.encrypted
            else {"set": self.tr("Set a passphrase…")}
        )  # fmt: skip
        if self._handed_to:
            words = {}
        layout = row(spacing=12)
        for asked, text in words.items():
            made = self.ways[asked] = button(text)
            made.clicked.connect(partial(self._ask, asked))
            layout.addWidget(made)
        layout.addStretch(1)
        return layout

    def _lock_part(self) -> QWidget:
        caption = label(self.tr("Lock when nobody is at the machine"), "strong")
        for minutes in CHOICES:
            text = self.tr("after %1 minutes").replace("%1", str(minutes)) if minutes else self.tr("never")
            self.minutes.addItem(text, minutes)
        self.minutes.setAccessibleName(caption.text())
        self.minutes.setAccessibleDescription(self.never.text())
        self.minutes.activated.connect(self._on_chosen)
        caption.setBuddy(self.minutes)
        self.lock_now.setToolTip("Ctrl+L")
        self.lock_now.clicked.connect(self.lock_asked)
        told = self.tr(
            "A locked window shows nothing. What was typed is saved, and the passphrase leads back to the same place. "
            "It is also locked when the machine sleeps."
        )
        part = QWidget()
        part.setLayout(column(
            caption, label(told, "quiet", wrap=True), row(self.minutes, self.lock_now, -1, spacing=12), self.never,
            spacing=6,
        ))  # fmt: skip
        return part

    def _ask(self, asked: Asked) -> None:
        self._asked_by = self.ways[asked]
        self.form.ask(asked)

    def _close_form(self) -> None:
        self.form.forget()
        self.form.hide()
        if self._asked_by is not None:
            self._asked_by.setFocus()

    def _on_chosen(self, _: int) -> None:
        minutes = int(self.minutes.currentData())
        self.never.setVisible(minutes == 0)
        self.minutes_chosen.emit(minutes)
