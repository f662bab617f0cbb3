"""Which version of the question set is to be looked at: one that is known here, a folder or a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.ui.parts import button, column, empty, label, row, rule


class UpgradeChoice(QWidget):
    """Offers the versions, and says why one cannot be looked at.

    Signals:
        chosen: a path, or an `Instrument`.
    """

    chosen = Signal(object)

    def __init__(self, documents: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self._documents = documents
        self.offers: list[QWidget] = []
        self._lead = label("", "", wrap=True)
        self._known = label("", "quiet", wrap=True)
        self._versions = QVBoxLayout()
        self._versions.setSpacing(8)
        self.folder = button(self.tr("Choose a folder…"))
        self.folder.clicked.connect(self._choose_folder)
        self.file = button(self.tr("Choose a file…"), "plain", self.tr("Choose a .zip file"))
        self.file.clicked.connect(self._choose_file)
        self.wrong = label("", "stop", wrap=True)
        self.mistakes = label("", "", wrap=True)
        self.mistakes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        help_ = self.tr("A question set is a folder with instrument.toml and its pages, or a .zip of it.")
        inside = QWidget()
        inside.setMaximumWidth(680)
        inside.setLayout(
            column(
                label(self.tr("Newer question set"), "title"), self._lead, rule(), self._known, self._versions, rule(),
                label(help_, "quiet", wrap=True), row(self.folder, self.file, -1), self.wrong, self.mistakes, -1,
                spacing=16,
            )
        )  # fmt: skip
        outer = row(-1, inside, -1, margins=24)
        outer.setStretch(1, 100)
        self.setLayout(outer)

    def begin(self, in_force: Instrument, others: Sequence[Instrument]) -> None:
        """Offers the versions that are known."""
        lead = self.tr(
            "The inspection is made with “%1”, version %2. Choose another version to see what it would change: which "
            "questions stay, which answers are to be confirmed again, what is retired and what is new. Nothing changes "
            "before you put it in force, and the version before can be put in force again."
        )
        self._lead.setText(lead.replace("%1", in_force.title).replace("%2", in_force.version))
        self.complain("")
        empty(self._versions)
        self.offers = []
        for other in others:
            made = button(self.tr("Look at version %1").replace("%1", other.version))
            made.clicked.connect(lambda _=False, one=other: self.chosen.emit(one))
            self.offers.append(made)
            self._versions.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        words = self.tr("Known here: with this copy of Inspector, or carried by the inspection.")
        self._known.setText(words if others else self.tr("No other version is known here; choose its folder or file."))

    def complain(self, text: str, mistakes: Sequence[str] = ()) -> None:
        """Says why a set cannot be looked at; each mistake names file, question and reason."""
        self.wrong.setText(text)
        self.mistakes.setText("\n".join(mistakes))
        self.mistakes.setVisible(bool(mistakes))

    def take_keyboard(self) -> None:
        """Puts the keyboard on the first offer."""
        (self.offers[0] if self.offers else self.folder).setFocus()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder of a question set"), str(self._documents))
        if chosen:
            self.chosen.emit(Path(chosen))

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("File of a question set"), str(self._documents), self.tr("Question sets (*.zip *.toml)")
        )
        if chosen:
            self.chosen.emit(Path(chosen))
