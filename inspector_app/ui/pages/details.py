"""What is said of an inspection as a whole: Trust, dates, team, interviews, and who works here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import CaseField, Choice, Instrument
from inspector_app.domain.values import BadValue, clean_field
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, column, frame, label, row, rule, scrolled
from inspector_app.ui.phrases import file_name
from inspector_app.ui.widgets.field_inputs import FieldInput
from inspector_app.ui.widgets.new_passphrase import NewPassphrase
from inspector_app.ui.widgets.team_editor import TeamEditor

SUFFIX = ".inspection"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the page was filled in with. `path`, `instrument` and `passphrase` only where an inspection is made."""

    details: Mapping[str, str]
    team: Mapping[str, str]
    me: str
    path: Path = field(default_factory=Path)
    instrument: str = ""
    passphrase: str = field(default="", repr=False)


class DetailsPage(QWidget):
    """Makes a new inspection, or changes what is said of the open one.

    Signals:
        filled: all is in order; carries `Filled`.
        left: back, without changes.
    """

    filled = Signal(object)
    left = Signal()

    def __init__(self, instruments: Mapping[str, Instrument], documents: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("About this inspection")
        self._documents = documents
        self._new = True
        self._place_chosen = False
        self._team_before: Mapping[str, str] = {}
        self._heading = label("", "title")
        self._problem = label("", "stop", wrap=True)
        self._instruments = [Choice(i.id, f"{i.title} ({i.version})") for i in instruments.values()]
        self._make_inputs()
        self.save = button("", "primary")
        self.save.clicked.connect(self._save)
        leave = button(self.tr("Cancel"))
        leave.clicked.connect(self.left)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(self._body()), 1)
        foot = row(self._problem, leave, self.save, spacing=12)
        foot.setContentsMargins(24, 10, 24, 10)
        foot.setStretch(0, 1)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        whole.addWidget(frame("foot", foot))

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard into the first field."""
        self.inputs["trust"].control.setFocus()

    def ask_who(self) -> None:
        """Puts the keyboard where one says who works here."""
        field = self.inputs["me"].control
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.selectAll()

    def begin(self, me: str) -> None:
        """Makes ready for a new inspection."""
        self._show({}, {}, me, new=True)
        if len(self._instruments) == 1:
            self.inputs["instrument"].value = self._instruments[0].code

    def edit(self, details: Mapping[str, str], team: Mapping[str, str], me: str) -> None:
        """Shows what is said of the open inspection."""
        self._show(details, team, me, new=False)

    def complain(self, text: str) -> None:
        """Says what is wrong with the page as a whole."""
        self._problem.setText(text)

    def forget(self) -> None:
        """Forgets the passphrase that was typed."""
        self.passphrase.clear()

    def _make_inputs(self) -> None:
        wanted = (
            CaseField("trust", self.tr("Trust"), "text", required=True,
                      help=self.tr("As it stands on the cover of the report.")),
            CaseField("instrument", self.tr("Question set"), "single", tuple(self._instruments), required=True),
            CaseField("path", self.tr("Where the file is kept"), "text", required=True,
                      help=self.tr("One file holds the whole inspection.")),
            CaseField("title", self.tr("Title"), "text", help=self.tr("For example the programme and the year.")),
            CaseField("fieldwork_start", self.tr("Fieldwork begins"), "date"),
            CaseField("fieldwork_end", self.tr("Fieldwork ends"), "date"),
            CaseField("me", self.tr("Who you are"), "text", required=True,
                      help=self.tr("Your assessor code, never a name. Your answers stand under it.")),
        )  # fmt: skip
        self.inputs = {f.name: FieldInput(f, (), "" if f.required else self.tr("May stay empty")) for f in wanted}
        self.interviews = QCheckBox(self.tr("Officers’ interviews are held"))
        self.interviews.setAccessibleName(self.interviews.text())
        self.inputs["trust"].edited.connect(self._suggest_place)
        self.inputs["path"].edited.connect(self._on_place)
        self.passphrase = NewPassphrase(can_go_without=True)
        self.team = TeamEditor()
        self.choose = button(self.tr("Choose a place…"))
        self.choose.clicked.connect(self._choose_path)

    def _body(self) -> QWidget:
        dates = row(self.inputs["fieldwork_start"], self.inputs["fieldwork_end"], spacing=16)
        self._new_only = QWidget()
        place = row(self.inputs["path"], column(-1, self.choose))
        place.setStretch(0, 1)
        self._new_only.setLayout(column(self.inputs["instrument"], place, self.passphrase, spacing=16))
        interviews = self.tr(
            "Where none are held, the interview page and the leadership sections are left out, and nothing reads as "
            "unfinished."
        )
        roles = self.tr(
            "The lead inspector and the deputy sign cases off, return them and ask about answers; without them, "
            "everybody does. Roles are chosen, not secured: without a passphrase anybody can say who they are."
        )
        parts = column(
            self._heading, 8, self.inputs["trust"], self._new_only, self.inputs["title"], dates, rule(),
            self.inputs["me"], label(self.tr("Team"), "heading"), label(roles, "quiet", wrap=True),
            self.team, rule(),
            self.interviews, label(interviews, "quiet", wrap=True), -1, spacing=16,
        )  # fmt: skip
        inside = QWidget()
        inside.setMaximumWidth(680)
        inside.setLayout(parts)
        body = QWidget()
        body.setProperty("surface", "paper")
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(1)
        outer.addWidget(inside, 100)
        outer.addStretch(1)
        return body

    def _show(self, details: Mapping[str, str], team: Mapping[str, str], me: str, new: bool) -> None:
        self._new = new
        self._place_chosen = False
        self.forget()
        self._heading.setText(self.tr("New inspection") if new else self.title)
        self.save.setText(self.tr("Make the inspection") if new else self.tr("Save the details"))
        self._problem.clear()
        self._new_only.setVisible(new)
        for name, made in self.inputs.items():
            made.error = ""
            made.value = me if name == "me" else details.get(name, "")
        self.interviews.setChecked(details.get("interviews", "yes") != "no")
        self._team_before = dict(team)
        self.team.show_team(team)

    def _choose_path(self) -> None:
        name = file_name(self.inputs["trust"].value) or self.tr("Inspection")
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Where the file is kept"), str(self._documents / f"{name}{SUFFIX}"),
            self.tr("Inspections (*%1)").replace("%1", SUFFIX),
        )  # fmt: skip
        if path:
            self.inputs["path"].value = path
            self._on_place()

    def _on_place(self) -> None:
        """From now on the place is the person's own; once it is emptied, it is suggested again."""
        self._place_chosen = bool(self.inputs["path"].value)

    def _suggest_place(self) -> None:
        if self._new and not self._place_chosen:
            name = file_name(self.inputs["trust"].value)
            self.inputs["path"].value = str(self._documents / f"{name}{SUFFIX}") if name else ""

    def _save(self) -> None:
        self._problem.clear()
        wanted = [n for n in self.inputs if self._new or n not in ("instrument", "path")]
        for name in wanted:
            self._check(self.inputs[name])
        wrong = [self.inputs[n] for n in wanted if self.inputs[n].error]
        protected = not self._new or self.passphrase.check()
        try:
            team = self.team.team()
        except KnownError as error:
            self.complain(str(error))
            return
        if wrong or not protected:
            self.complain(self.tr("Nothing is saved yet; see what is marked."))
            if wrong:
                wrong[0].control.setFocus()
            return
        self.filled.emit(self._filled(team))

    def _filled(self, team: dict[str, str]) -> Filled:
        details = {n: self.inputs[n].value for n in ("trust", "title", "fieldwork_start", "fieldwork_end")}
        details["interviews"] = "yes" if self.interviews.isChecked() else "no"
        details["lead"] = next((code for code, role in team.items() if role == "lead"), "")
        me = self.inputs["me"].value
        team.setdefault(me, "inspector")
        # Who is no longer in the team is taken off it by an empty role.
        gone = {code: "" for code in self._team_before if code not in team}
        path = self._documents / Path(self.inputs["path"].value).expanduser()
        if self._new and not path.suffix:
            path = path.with_name(path.name + SUFFIX)
        everyone = {**team, **gone}
        if not self._new:
            return Filled(details, everyone, me, path)
        return Filled(details, everyone, me, path, self.inputs["instrument"].value, self.passphrase.passphrase)

    def _check(self, made: FieldInput) -> None:
        made.error = ""
        try:
            clean_field(made.field, made.value)
        except BadValue as error:
            made.complain(error)
        if made.field.required and not made.value:
            made.error = self.tr("This is needed.")
        if (
            made.field.name == "path"
            and made.value
            and isinstance(made.control, QLineEdit)
            and Path(made.value).is_dir()
        ):
            made.error = self.tr("This is a folder; name a file in it.")
