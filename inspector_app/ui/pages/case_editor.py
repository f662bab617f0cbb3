"""The facts of one case, in a panel beside the list. The controls come from the question set."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.case_access import is_others
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import CaseField, Choice
from inspector_app.domain.roles import leads
from inspector_app.domain.values import BadValue, clean_field
from inspector_app.services.commands import AddCase, SetFields
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.parts import button, empty, frame, label, row
from inspector_app.ui.widgets.field_inputs import FieldInput
from inspector_app.ui.widgets.side_panel import SidePanel

REF = "case_ref"


class CaseEditor(SidePanel):
    """Adds a case, or changes the facts of one.

    Signals:
        saved: the reference of the case that was added or changed.
    """

    saved = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._ref = ""
        self.inputs: dict[str, FieldInput] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(16)
        self.save = button("", "primary")
        self.save.clicked.connect(self._save)
        cancel = button(self.tr("Cancel"), "plain")
        self.lay_out(self._list, row(self.save, cancel, -1))
        cancel.clicked.connect(self.closed)
        self._summary = QVBoxLayout()
        self._summary.setSpacing(2)
        self._wrong = frame("notice", self._summary)
        self._wrong.setProperty("tone", "stop")
        self._wrong.hide()
        self._list.addWidget(self._wrong)

    def begin(self, used: Mapping[str, list[str]]) -> None:
        """Makes ready for a new case; `used` holds values that occur, for the fields that are typed."""
        self._fill("", used)
        self.heading.setText(self.tr("Add a case"))
        self.save.setText(self.tr("Add case"))
        self.save.show()
        self.inputs[ASSESSOR].value = self._bridge.session.person.author
        self.inputs[ASSESSOR].control.setEnabled(self._may_allocate())
        self.inputs[REF].control.setFocus()

    def edit(self, ref: str, used: Mapping[str, list[str]], at: str = "") -> None:
        """Shows the facts of a case, the keyboard in the field `at`, or else in the first that is missing.

        Where they are not to be changed (`to_read`), they are to read only.
        """
        self._fill(ref, used)
        case, reads = self._bridge.session.case(ref), self.to_read(ref)
        for name, made in self.inputs.items():
            made.value = case.assessor if name == ASSESSOR else case.fields.get(name, "")
            made.control.setEnabled(not reads and (name != ASSESSOR or self._may_allocate()))
        self.heading.setText(self.tr("Facts of case %1").replace("%1", ref))
        self.save.setText(self.tr("Save the facts"))
        self.save.setVisible(not reads)
        missing = (m for m in self.inputs.values() if m.field.required and not m.value)
        begin = self.inputs[at] if at in self.inputs else next(missing, next(iter(self.inputs.values())))
        begin.control.setFocus()

    def to_read(self, ref: str) -> str:
        """Why the facts of a case are to read only for whoever works here; empty where they may be changed."""
        session = self._bridge.session
        case, team, me = session.case(ref), session.details().team, session.person.author
        if case.second:
            return self.tr("The facts of case %1 are the first reader’s to set.").replace("%1", ref)
        if case.signed_off:
            return self.tr("Case %1 is signed off. Reopen it first, then change its facts.").replace("%1", ref)
        if case.status == "submitted":
            text = self.tr("Case %1 is submitted. Its facts can be changed once it is taken back or returned.")
            return text.replace("%1", ref)
        if is_others(case, team, me) and not leads(team, me):
            text = self.tr("Case %1 is %2’s; you can read its facts.").replace("%1", ref)
            return text.replace("%2", case.assessor)
        return ""

    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        return {name: made.error for name, made in self.inputs.items() if made.error}

    def _fill(self, ref: str, used: Mapping[str, list[str]]) -> None:
        self._ref = ref
        self._wrong.hide()
        for made in self.inputs.values():
            self._list.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.inputs.clear()
        if not ref:
            self._add(CaseField(REF, self.tr("Case reference"), "text", required=True,
                                help=self.tr("As on the file. Never a name.")), ())  # fmt: skip
        self._add(self._assessor_field(), used.get(ASSESSOR, ()))
        for field in self._bridge.session.instrument.fields:
            self._add(field, used.get(field.name, ()))

    def _add(self, field: CaseField, used: tuple[str, ...] | list[str]) -> None:
        note = "" if field.required or field.name == ASSESSOR else self.tr("May stay empty")
        made = FieldInput(field, used, note)
        self.inputs[field.name] = made
        self._list.addWidget(made)

    def _assessor_field(self) -> CaseField:
        team = self._bridge.session.details().team
        name = self.tr("Assessor")
        if not team:
            return CaseField(ASSESSOR, name, "text", help=self.tr("The code of who reads the case."))
        return CaseField(ASSESSOR, name, "single", tuple(Choice(code, code) for code in team))

    def _may_allocate(self) -> bool:
        session = self._bridge.session
        return leads(session.details().team, session.person.author)

    def _save(self) -> None:
        values = {name: made.value for name, made in self.inputs.items() if name != REF}
        self._check(values)
        wrong = self.errors()
        self._sum_up(wrong)
        if wrong:
            return
        ref = self._ref or self.inputs[REF].value
        assessor = values[ASSESSOR]
        command = (
            SetFields(ref, values)
            if self._ref
            else AddCase(ref, assessor, {k: v for k, v in values.items() if v and k != ASSESSOR})
        )
        try:
            pending = self._bridge.session.handle(command, "case_editor")
        except KnownError as error:
            self.inputs[next(iter(self.inputs))].error = str(error)
            self._sum_up(self.errors())
            return
        self._bridge.follow(pending)
        self.saved.emit(ref)

    def _check(self, values: Mapping[str, str]) -> None:
        known = self._bridge.session.instrument.fields_by_name
        for name, made in self.inputs.items():
            made.error = ""
            try:
                if name in known:
                    clean_field(known[name], values[name])
            except BadValue as error:
                made.complain(error)
        if not self._ref and not self.inputs[REF].value:
            self.inputs[REF].error = self.tr("Give the reference of the case.")

    def _sum_up(self, wrong: Mapping[str, str]) -> None:
        empty(self._summary)
        self._wrong.setVisible(bool(wrong))
        if not wrong:
            return
        self._summary.addWidget(label(self.tr("Nothing is saved yet. Please mend:"), "stop"))
        for name in wrong:
            to_field = button(self.inputs[name].field.label, "link")
            to_field.clicked.connect(partial(self.inputs[name].control.setFocus))
            self._summary.addWidget(to_field)
        first = self.inputs[next(iter(wrong))].control
        QTimer.singleShot(0, first, first.setFocus)
