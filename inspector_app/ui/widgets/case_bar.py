"""What can be done with the case that is chosen in the list, and the reason asked for where one is needed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.case import Case
from inspector_app.domain.case_access import barred, finishing, is_others, may_reopen
from inspector_app.domain.progress import Remaining
from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, label, restyle, row
from inspector_app.ui.phrases import finish_words, remains_words, status_words


class CaseBar(QFrame):
    """The line under the list.

    Signals:
        open_asked, facts_asked, interview_asked, sign_off_asked: acts on the chosen case.
        reopened: the reason for which it is to be opened again.
    """

    open_asked = Signal()
    facts_asked = Signal()
    interview_asked = Signal()
    sign_off_asked = Signal()
    reopened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._case: Case | None = None
        self._name = label("", "strong")
        self._state = label("", "quiet", wrap=True)
        self._state.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.begin = button("", "primary")
        self.facts = button(self.tr("Facts"), "plain", self.tr("Facts of the case"))
        self.interview = button(self.tr("Interview"), "plain", self.tr("The officer’s interview"))
        self.sign_off = button(self.tr("Sign off case"))
        self.reopen = button(self.tr("Reopen case…"))
        self.begin.clicked.connect(self.open_asked)
        self.facts.clicked.connect(self.facts_asked)
        self.interview.clicked.connect(self.interview_asked)
        self.sign_off.clicked.connect(self.sign_off_asked)
        self.reopen.clicked.connect(self.ask_reason)
        self._reason_row = self._reason()
        line = row(self._name, self._state, self.interview, self.facts, self.sign_off, self.reopen, self.begin)
        line.setStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 10, 12, 10)
        whole.addLayout(line)
        whole.addWidget(self._reason_row)

    def show_case(
        self, case: Case | None, left: Remaining | None, interviews: bool, team: Mapping[str, str], me: str
    ) -> None:
        """Shows the chosen case to somebody, or that none is chosen."""
        reopens = case is not None and may_reopen(case, team, me)
        if case is None or self._case is None or case.ref != self._case.ref or not reopens:
            self._reason_row.hide()
        self._case = case
        chosen, signed = case is not None, case is not None and case.signed_off
        finish = finishing(case, team, me) if case else ""
        self._name.setText(self.tr("Case %1").replace("%1", case.ref) if case else "")
        self._name.setVisible(chosen)
        self._state.setText(
            self._words(case, left, is_others(case, team, me))
            if case and left
            else self.tr("Choose a case in the list.")
        )
        restyle(self._state, "role", "good" if signed else "quiet")
        self.interview.setVisible(interviews)
        self.interview.setEnabled(bool(case and case.officer and not case.second))
        self.facts.setEnabled(chosen)
        self.sign_off.setText(finish_words(finish))
        self.sign_off.setAccessibleName(self.sign_off.text())
        self.sign_off.setVisible(bool(finish) or not chosen)
        self.sign_off.setEnabled(chosen)
        self.reopen.setVisible(reopens)
        self.reopen.setText(self.tr("Reopen case…") if signed else self.tr("Take it back…"))
        self.reopen.setAccessibleName(self.reopen.text())
        self.begin.setEnabled(chosen)
        begun = case is not None and case.status != "allocated"
        reads = case is not None and bool(barred(case, team, me))
        self.begin.setText(self.tr("Read case") if reads else self.tr("Continue") if begun else self.tr("Begin"))
        self.begin.setAccessibleName(f"{self.begin.text()} {self._name.text()}".strip())

    def ask_reason(self) -> None:
        """Asks why the case is opened again."""
        self._reason_row.show()
        self.reason.clear()
        self.reason.setFocus()
        announce(self, self.reason.accessibleName())

    def _words(self, case: Case, left: Remaining, others: bool) -> str:
        status = status_words(case.status, signed=True)
        if case.second:
            status = self.tr("Your second read · %1").replace("%1", status)
        elif others:
            status = self.tr("%1, with %2").replace("%1", status).replace("%2", case.assessor)
        if case.signed_off:
            return status
        text = self.tr("%1 · remains: %2") if left.count else self.tr("%1 · nothing remains")
        return text.replace("%1", status).replace("%2", remains_words(left))

    def _reason(self) -> QWidget:
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Why is the case opened again?"))
        self.reason.setPlaceholderText(self.tr("In a few words; the reason stays in the history of the case"))
        do = button(self.tr("Reopen case"), "primary")
        leave = button(self.tr("Leave it as it is"))
        do.clicked.connect(self._reopen)
        self.reason.returnPressed.connect(self._reopen)
        made = QWidget()
        leave.clicked.connect(made.hide)
        made.setLayout(row(label(self.reason.accessibleName(), "strong"), self.reason, do, leave))
        made.hide()
        return made

    def _reopen(self) -> None:
        self.reopened.emit(self.reason.text().strip())
