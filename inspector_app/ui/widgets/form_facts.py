"""The line above the form: the way back, and the facts of the case."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button, caption, label
from inspector_app.ui.phrases import day_of, status_words
from inspector_app.ui.widgets.form_flow import FlowLayout


class FactsBar(QFrame):
    """Breadcrumb, case, the facts that the question set wants at the top, status.

    Signals:
        leave_asked: back to the page one came from.
        case_asked: from an interview back to the case.
        facts_asked: the facts are to be looked at or changed.
    """

    leave_asked = Signal()
    case_asked = Signal()
    facts_asked = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._shown: object = None
        self.setProperty("surface", "bar")
        self.setAccessibleName(self.tr("Facts of the case"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        self.leave = button("\u2039 " + self.tr("Cases"), "link", self.tr("Back to the cases"))
        self.leave.clicked.connect(self.leave_asked)
        row.addWidget(self.leave)
        self.case = button("", "link")
        self.case.clicked.connect(self.case_asked)
        row.addWidget(self.case)
        self.title = label("", "heading")
        row.addWidget(self.title)
        row.addSpacing(8)
        self._chips = QWidget(self)
        self._chips.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._chips, 12)
        row.addWidget(self._chips, 1)
        self.facts = button(self.tr("All facts"), "link", self.tr("All facts of the case"))
        self.facts.clicked.connect(self.facts_asked)
        row.addWidget(self.facts)

    def lead_back(self, page: str, said: str) -> None:
        """Names the page to which one goes back, and says so to a screen reader."""
        self.leave.setText("\u2039 " + page)
        self.leave.setAccessibleName(said)

    def show_state(self, state: FormState) -> None:
        """Shows the facts that stand."""
        case = state.case
        interview = state.about == "officer"
        fields = case.fields if case is not None and not interview else {}
        shown = (state.about, state.ref, case.ref if case else "", case.status if case else "", tuple(fields.items()))
        if shown == self._shown:
            return
        self._shown = shown
        self.case.setVisible(interview and case is not None)
        if case is not None:
            self.case.setText(caption("\u2039 " + self.tr("Case {ref}").format(ref=case.ref)))
        title = self.tr("Interview with officer {code}") if interview else self.tr("Case {code}")
        self.title.setText(title.format(code=state.ref))
        self.facts.setVisible(not interview)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if interview:
            self._add("", self.tr("Asked once, counted once, for all of this officer's cases"))
        for field in self._instrument.fields:
            value = fields.get(field.name, "")
            if field.bar and value:
                words = day_of(value) if field.kind == "date" else field.label_of(value)
                self._add("" if field.kind == "text" else field.label, words)
        if case is not None and not interview:
            self._add("", status_words(case.status, signed=True))

    def _add(self, name: str, value: str) -> None:
        chip = QFrame(self._chips)
        chip.setAccessibleName(f"{name}: {value}" if name else value)
        row = QHBoxLayout(chip)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(4)
        if name:
            row.addWidget(label(name, "quiet"))
        row.addWidget(label(value, "strong"))
        self._flow.addWidget(chip)
