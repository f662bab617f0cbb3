"""A file for each assessor, with just their cases, to take along by stick, mail or share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from inspector_app.domain.case import Case
from inspector_app.domain.roles import reserved
from inspector_app.services.commands import NameDevice
from inspector_app.services.handing_out import HandedOut, last_handed_out, remember
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.errands import Errand
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, empty, frame, label, row, scrolled, widgets_in
from inspector_app.ui.phrases import clock, counted, day, file_name, role_words
from inspector_app.ui.widgets.assessor_choice import AssessorChoice
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.passphrase_list import PassphraseList


class HandOutPage(LivePage):
    """Chooses assessors and a folder; what was written is named.

    Signals:
        errand_asked: long work, as an `Errand`.
    """

    errand_asked = Signal(object)

    def __init__(self, bridge: Bridge, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._desk = bridge, desk
        self._folder = Path()
        self.assessors = AssessorChoice()
        self.all_button = button(self.tr("Choose all"), "link")
        self.none_button = button(self.tr("Choose none"), "link")
        self.hand_out = button("", "primary")
        self.show_folder = button(self.tr("Show folder"))
        self._said = label("", "quiet", wrap=True)
        self.passphrases = PassphraseList()
        self._result = QVBoxLayout()
        self._result.setSpacing(4)
        self._build()
        self.assessors.changed.connect(self._name)
        self.all_button.clicked.connect(lambda: self.assessors.choose(self.assessors.boxes))
        self.none_button.clicked.connect(lambda: self.assessors.choose(()))
        self.hand_out.clicked.connect(self._choose_folder)
        self.show_folder.clicked.connect(self._show_folder)
        self.passphrases.forgotten.connect(self.take_keyboard)
        bridge.changed.connect(lambda _: self.refresh())

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        first = next((box for box in self.assessors.boxes.values() if box.isEnabled()), None)
        (first or self.hand_out).setFocus()

    def show_now(self) -> None:
        """Shows who has how many cases, and when they were given a file last."""
        session = self._bridge.session
        team = session.details().team
        cases = [session.assessed(ref)[0] for ref in session.refs()]
        first = Counter(c.assessor for c in cases if c.assessor)
        second = Counter(code for c in cases for code in c.seconds)
        before = last_handed_out(session)
        heads = (
            self.tr("Assessor"), self.tr("Role"), self.tr("Cases"), self.tr("Second reads"),
            self.tr("Last handed out"),
        )  # fmt: skip
        rows = []
        for code in sorted({*team, *first, *second}):
            role, when = role_words(team.get(code, "")) or "–", _when(before.get(code))
            rows.append((code, (role, str(first[code]), str(second[code]), when), bool(first[code] + second[code])))
        self.assessors.show_assessors(heads, rows)
        said = reserved(team, session.person.author, "hand_out")
        self._said.setText(said or self._intro(cases))
        self.hand_out.setVisible(not said)
        self._name()

    def hand_out_to(self, folder: Path) -> None:
        """Writes the files of those chosen into a folder."""
        session, codes = self._bridge.session, self.assessors.chosen()
        name = file_name(session.details().trust) or self.tr("Inspection")
        self._folder = folder
        if session.signing is not None and not self._bridge.handle(NameDevice(), "hand_out"):
            return
        self.errand_asked.emit(
            Errand(
                self.tr("Handing out"),
                lambda: self._desk.hand_out(session, codes, folder, name),
                self._tell,
                self.tr("Stopped. The files written until then stay in %1.").replace("%1", str(folder)),
            )
        )

    def lines(self) -> list[str]:
        """What was written, line by line."""
        return [w.text() for w in widgets_in(self._result) if isinstance(w, QLabel)]

    def _build(self) -> None:
        body = QVBoxLayout()
        body.setContentsMargins(24, 12, 24, 16)
        body.setSpacing(10)
        body.addWidget(self._said)
        note = row(label(self.tr("Note"), "attention"), label(self._warning(), wrap=True), spacing=12)
        note.setStretch(1, 1)
        body.addLayout(note)
        body.addWidget(self.passphrases)
        body.addLayout(self._result)
        body.addLayout(row(self.all_button, self.none_button, -1))
        body.addWidget(self.assessors)
        body.addStretch(1)
        inside = QWidget()
        inside.setProperty("surface", "paper")
        inside.setLayout(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(inside), 1)
        foot = row(self.hand_out, self.show_folder, -1)
        foot.setContentsMargins(24, 10, 24, 10)
        whole.addWidget(frame("foot", foot))
        self.show_folder.hide()

    def _warning(self) -> str:
        if self._bridge.session.signing is not None:
            return self.tr(
                "Each file is encrypted with a passphrase of its own, which is shown once when the files are written. "
                "In it an assessor works on their own cases, and nobody signs off; what comes back is checked."
            )
        return self.tr(
            "This inspection is not encrypted, so the files are not either, and roles keep order, not secrets: whoever "
            "has a file can read it. Encrypt the inspection under Safekeeping, or use encrypted sticks."
        )

    def _intro(self, cases: Sequence[Case]) -> str:
        if not any(c.assessor for c in cases):
            return self.tr(
                "No case is allocated yet. Allocate cases first; then each assessor gets a file of their own."
            )
        return self.tr(
            "Each gets one file with just their cases, and the same question set. What comes back is taken in on the "
            "page Take back."
        )

    def _name(self) -> None:
        number = len(self.assessors.chosen())
        words = counted(number, self.tr("Hand out %1 file…"), self.tr("Hand out %1 files…"))
        self.hand_out.setText(words if number else self.tr("Hand out…"))
        self.hand_out.setAccessibleName(self.hand_out.text())
        self.hand_out.setEnabled(bool(number))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Hand out into a folder"), str(self._desk.documents))
        if chosen:
            self.hand_out_to(Path(chosen))

    def _tell(self, written: Sequence[HandedOut]) -> None:
        remember(self._bridge.session, written, datetime.now(UTC))
        empty(self._result)
        self.passphrases.show_passphrases(written)
        text = counted(len(written), self.tr("%1 file is in %2:"), self.tr("%1 files are in %2:"))
        self._result.addWidget(label(text.replace("%2", str(self._folder)), "good", wrap=True))
        for one in written:
            cases = counted(one.cases, self.tr("%1 case"), self.tr("%1 cases"))
            if one.seconds:
                cases += ", " + counted(one.seconds, self.tr("%1 second read"), self.tr("%1 second reads"))
            self._result.addWidget(label(f"{one.path.name} – {cases}", wrap=True))
        self.show_folder.show()
        self.refresh()
        (self.show_folder if self.passphrases.isHidden() else self.passphrases.copy_button).setFocus()

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _when(at: datetime | None) -> str:
    return f"{day(at.astimezone())} {clock(at)}" if at else "–"
