"""Shows the recovery key of an inspection, once, and helps to put it away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from inspector_app.services.taking_away import write_sheet
from inspector_app.ui.errors import NoticeBar
from inspector_app.ui.jobs import Job
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, column, frame, label, row, scrolled
from inspector_app.ui.phrases import file_name
from inspector_app.ui.recovery_sheet import as_pdf, lines_of, print_it, sheet


class RecoveryPage(QWidget):
    """The key in letters that can be written down, and the ways to put it away.

    Signals:
        put_away: the person has done so, and goes on.
    """

    put_away = Signal()

    def __init__(self, documents: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Recovery key")
        self.setProperty("surface", "paper")
        self._documents, self._name, self._written = documents, "", ""
        self.notice = NoticeBar()
        self._told = label("", wrap=True)
        self.key = label("", "recovery")
        self.key.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy_button = button(self.tr("Copy the key"))
        self.save_button = button(self.tr("Save as a PDF sheet…"))
        self.print_button = button(self.tr("Print the sheet…"))
        self.done = button(self.tr("I have put it away"), "primary")
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._choose)
        self.print_button.clicked.connect(self._print)
        self.done.clicked.connect(self._go_on)
        self._lay_out()

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard on the first way to put it away."""
        self.copy_button.setFocus()

    def show_key(self, name: str, written: str) -> None:
        """Shows the key of a file with this name."""
        self._name, self._written = name, written
        text = self.tr(
            "If the passphrase of %1 is forgotten, this key is the only other way in. Whoever has it can open the "
            "file, so keep it where the file is not: on paper in a safe, or in your organisation’s password store."
        )
        self._told.setText(text.replace("%1", name))
        self.key.setText("\n".join(lines_of(written)))
        self.key.setAccessibleName(f"{self.title}: {written}")
        self.notice.clear()

    def save_sheet(self, path: Path) -> None:
        """Writes the sheet as a PDF."""
        content = as_pdf(self._sheet(), self.title)
        job = Job("sheet", lambda *_: write_sheet(content, path), QCoreApplication.instance())
        text = self.tr("Saved as %1 in %2. Do not leave it there: print it, or move it off this machine.")
        said = text.replace("%1", path.name).replace("%2", str(path.parent))
        job.done.connect(lambda _: self.notice.say(said, "good"))
        job.failed.connect(lambda sentence: self.notice.say(sentence, "stop"))
        job.ended.connect(job.deleteLater)
        job.start()

    def forget(self) -> None:
        """Takes the key off the page, and off the clipboard where it is still there."""
        clipboard = QGuiApplication.clipboard()
        if self._written and clipboard.text() == self._written:
            clipboard.clear()
        self._written = ""
        self.key.clear()
        self.key.setAccessibleName(self.title)
        self.notice.clear()

    def _lay_out(self) -> None:
        later = label(
            self.tr("Whoever knows the passphrase can see the key again under Safekeeping."), "quiet", wrap=True
        )
        inside = QWidget()
        inside.setMaximumWidth(680)
        inside.setLayout(column(
            label(self.tr("Put the recovery key away"), "title", wrap=True), self._told, 8,
            frame("card", column(self.key, margins=20)), 8,
            row(self.copy_button, self.save_button, self.print_button, -1, spacing=12), later, 8,
            row(self.done, -1), -1, spacing=12,
        ))  # fmt: skip
        body = QWidget()
        body.setProperty("surface", "paper")
        middle = row(-1, inside, -1, margins=32)
        middle.setStretch(1, 100)
        body.setLayout(middle)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.notice)
        whole.addWidget(scrolled(body, narrow=True), 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._written)
        self.notice.say(
            self.tr("The key is on the clipboard until you go on. Paste it into your password store now."), "good"
        )

    def _choose(self) -> None:
        title = self.tr("Save the recovery key")
        start = str(self._documents / f"{file_name(Path(self._name).stem)} {self.tr('recovery key')}.pdf")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, self.tr("PDF (*.pdf)"))
        if chosen:
            path = Path(chosen)
            self.save_sheet(path if path.suffix else path.with_name(path.name + ".pdf"))

    def _print(self) -> None:
        if print_it(self._sheet(), self):
            self.notice.say(self.tr("The sheet is on its way to the printer."), "good")

    def _sheet(self) -> QTextDocument:
        return sheet(self._name, self._written, self.font().family())

    def _go_on(self) -> None:
        self.forget()
        self.put_away.emit()
