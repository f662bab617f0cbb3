"""Word forms: a case to fill in on another computer, where this one fails or has to stay behind, and its way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QRadioButton, QStackedWidget, QWidget

from inspector_app.services import paper_forms
from inspector_app.services.filled_forms import FormsRead, command_of, look, read_files
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.errand import Errand
from inspector_app.ui.jobs import Act
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted, file_name, status_words
from inspector_app.ui.widgets.forms_read import FormsReadPanel
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.safe_section import SafeSection


class SafeForms(SafeSection):
    """Writes forms of the chosen cases, and shows what filled-in forms would change."""

    id = "forms"

    def __init__(self, bridge: Bridge, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Word forms")
        self._bridge, self._desk = bridge, desk
        self._build()
        bridge.changed.connect(lambda _: self._show_cases() if self.isVisible() else None)

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins."""
        if self._stack.currentIndex():
            self.panel.take_keyboard()
        else:
            (self.cases if self.cases.rows.rowCount() else self.empty_form).setFocus()

    def choose(self, ref: str) -> None:
        """Makes a case the chosen one."""
        self._show_cases()
        self._stack.setCurrentIndex(0)
        self.cases.go_to(ref)

    def showEvent(self, event: QShowEvent) -> None:
        """Shows the cases as they are now."""
        super().showEvent(event)
        self._show_cases()

    # Making the section

    def _build(self) -> None:
        headed = (
            ("ref", self.tr("Case")), ("officer", self.tr("Officer")), ("assessor", self.tr("Assessor")),
            ("status", self.tr("Status")),
        )  # fmt: skip
        self.cases = RowsTable(self.tr("Cases to write forms of"), headed, "status")
        self.as_word = QRadioButton(self.tr("Word (docx)"))
        self.as_text = QRadioButton(self.tr("Plain text (Markdown)"))
        self._kinds = QButtonGroup(self)
        for each in (self.as_word, self.as_text):
            self._kinds.addButton(each)
        self.as_word.setChecked(True)
        self.write_button = button("", "primary")
        self.empty_form = button(self.tr("Empty form for a new case…"))
        self.read_button = button(self.tr("Read filled forms…"))
        self.panel = FormsReadPanel()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._start())
        self._stack.addWidget(self.panel)
        self.setLayout(column(self._stack, margins=24))
        self._connect()

    def _start(self) -> QWidget:
        intro = self.tr(
            "Where a laptop fails or has to stay behind, a case can be worked on in Word or LibreOffice, on any "
            "computer: write its form, fill it in there, and read it back in. A form holds the case as it stands, and "
            "what nobody touches in it changes nothing."
        )
        unsafe = self.tr(
            "Forms are not encrypted, and hold the case. Keep them on an encrypted drive or stick, and delete them "
            "once they are read."
        )
        start = QWidget()
        words = [label(text, role, wrap=True) for text, role in ((intro, "quiet"), (unsafe, "attention"))]
        for told in words:
            told.setMaximumWidth(760)
        kind = row(label(self.tr("Write as"), "quiet"), self.as_word, self.as_text, -1)
        acts = row(self.write_button, self.empty_form, self.read_button, -1)
        inside = column(*words, self.cases, kind, acts, spacing=10)
        inside.setStretch(2, 1)
        start.setLayout(inside)
        return start

    def _connect(self) -> None:
        self.write_button.clicked.connect(self._choose_place)
        self.empty_form.clicked.connect(self._choose_place_for_empty)
        self.read_button.clicked.connect(self._choose_files)
        self.cases.selectionModel().selectionChanged.connect(lambda *_: self._name())
        self.panel.agreed.connect(self._take_in)
        self.panel.left.connect(self._leave)
        self.panel.notice.connect(self.notice)

    # Out

    def write_forms(self, refs: Sequence[str], places: Sequence[Path]) -> None:
        """Writes the forms of some cases, each to its place; an empty reference is a new case."""
        session, at = self._bridge.session, datetime.now(UTC)

        def prepare() -> Act:
            forms = tuple(zip(paper_forms.prepare(session, refs, at), places, strict=True))
            return lambda progress, cancelled: paper_forms.write(forms, progress, cancelled)

        self.errand_asked.emit(Errand(self.tr("Writing forms"), prepare, self._tell_written))

    def _show_cases(self) -> None:
        session = self._bridge.session
        rows = []
        for ref in session.refs():
            case = session.case(ref)
            cells = (Cell(ref), Cell(case.officer), Cell(case.assessor), Cell(status_words(case.status)))
            rows.append(Row(ref, cells))
        self.cases.show_rows(rows)
        self._name()

    def _name(self) -> None:
        count = len(self.cases.chosen())
        words = counted(count, self.tr("Write the form of the case…"), self.tr("Write the forms of %1 cases…"))
        self.write_button.setText(words if count else self.tr("Choose a case to write its form"))
        self.write_button.setAccessibleName(self.write_button.text())
        self.write_button.setEnabled(bool(count))

    def _ending(self) -> str:
        return paper_forms.TEXT if self.as_text.isChecked() else paper_forms.WORD

    def _form_name(self, ref: str) -> str:
        words = self.tr("Case %1").replace("%1", file_name(ref)) if ref else self.tr("New case")
        return words + self._ending()

    def _choose_place(self) -> None:
        refs = self.cases.chosen()
        if len(refs) == 1:
            self._choose_file(refs[0])
            return
        title = self.tr("Write forms, which are not encrypted, into a folder")
        if refs and (chosen := QFileDialog.getExistingDirectory(self, title, str(self._desk.documents))):
            self.write_forms(refs, paper_forms.free_places(Path(chosen), [self._form_name(ref) for ref in refs]))

    def _choose_place_for_empty(self) -> None:
        self._choose_file("")

    def _choose_file(self, ref: str) -> None:
        title = self.tr("Write the form, which is not encrypted")
        start = str(paper_forms.free_places(self._desk.documents, [self._form_name(ref)])[0])
        kind = self.tr("Text (*.md)") if self.as_text.isChecked() else self.tr("Word (*.docx)")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start, kind)
        if chosen:
            path = Path(chosen)
            self.write_forms((ref,), (path if path.suffix else path.with_name(path.name + self._ending()),))

    def _tell_written(self, places: Sequence[Path]) -> None:
        one = self.tr("The form is kept as %2 in %3. It is not encrypted.")
        many = self.tr("%1 forms are in %3. They are not encrypted.")
        text = counted(len(places), one, many).replace("%2", places[0].name).replace("%3", str(places[0].parent))
        self.notice.emit(text, "good")

    # In

    def read_forms(self, paths: Sequence[Path]) -> None:
        """Looks at filled-in forms without taking anything in."""
        self.errand_asked.emit(
            Errand(
                self.tr("Reading forms"),
                lambda: lambda progress, cancelled: read_files(paths, progress, cancelled),
                lambda files: self._show_read(look(self._bridge.session, files)),
                self.tr("Stopped; nothing was taken in."),
            )
        )

    def _choose_files(self) -> None:
        kinds = self.tr("Forms (*.docx *.md *.txt);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Read filled forms"), str(self._desk.documents), kinds)
        if chosen:
            self.read_forms([Path(one) for one in chosen])

    def _show_read(self, read: FormsRead) -> None:
        self.panel.preview(read)
        self._stack.setCurrentIndex(1)
        if self.isVisible():
            self.panel.take_keyboard()

    def _take_in(self) -> None:
        read = self.panel.read
        if read is None:
            return
        now = look(self._bridge.session, read.files)
        if now != read:
            self._show_read(now)
            self.notice.emit(self.tr("Something was changed here meanwhile. Look at the changes again."), "attention")
            return
        command = command_of(read, self.panel.settled)
        if not self._bridge.handle(command, "forms"):
            return
        count = read.changes + len(self.panel.settled)
        one, many = self.tr("%1 change is taken in."), self.tr("%1 changes are taken in.")
        undo = self.tr("Undo on the form of the case takes all of them back.")
        self.notice.emit(f"{counted(count, one, many)} {undo}", "good")
        self._leave()

    def _leave(self) -> None:
        self.panel.read = None
        self._stack.setCurrentIndex(0)
        self._show_cases()
        self.take_keyboard()
