"""The line above the form that says why a case is to read only, or why it came back, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.domain.case_access import is_others, may_reopen, may_return
from inspector_app.ui.errors import announce
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button, caption, label, restyle, row
from inspector_app.ui.phrases import counted


class StandingBar(QFrame):
    """Says where the case stands in the review. A reason is asked for beneath, in the page.

    Signals:
        reopened: the reason for which the case is to be opened again.
        given_back: the reason for which it goes back to its assessor; empty where its queries say it all.
    """

    reopened = Signal(str)
    given_back = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state: FormState | None = None
        self._returns = False
        self.setProperty("surface", "notice")
        self.words = label("", "strong", wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.reopen = button("")
        self.reopen.clicked.connect(self.ask_to_reopen)
        self.give_back = button(self.tr("Return case…"))
        self.give_back.clicked.connect(self.ask_to_return)
        line = row(self.words, self.give_back, self.reopen)
        line.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 6, 12, 6)
        whole.addLayout(line)
        whole.addWidget(self._reason())
        self.hide()

    def show_state(self, state: FormState) -> None:
        """Shows itself where there is something to say."""
        before, self._state = self._state, state
        place = (state.ref, state.review.bar, state.review.me)
        if before is None or (before.ref, before.review.bar, before.review.me) != place:
            self._ask.hide()
            self.reason.clear()
        case = state.case if state.about == "case" else None
        tone, text = self._say(state)
        self.words.setText(text)
        restyle(self, "tone", tone)
        review = state.review
        self.reopen.setVisible(case is not None and may_reopen(case, review.team, review.me))
        self.reopen.setText(caption(self._reopen_words(state)))
        self.reopen.setAccessibleName(self.reopen.text())
        self.give_back.setVisible(case is not None and may_return(case, review.team, review.me))
        self._show_do()
        self.setVisible(bool(text))

    def ask_to_reopen(self) -> None:
        """Asks why the case is opened again."""
        self._begin(False, self.tr("Why? The reason stays in the history of the case"))

    def ask_to_return(self) -> None:
        """Asks why the case goes back, where its queries do not say it."""
        asked = len(self._state.remaining.asked) if self._state else 0
        hint = self.tr("What is to be looked at again") if not asked else self.tr("A reason, if the queries need one")
        self._begin(True, hint)

    def _begin(self, returns: bool, hint: str) -> None:
        if not (self.give_back if returns else self.reopen).isVisible():
            return
        self._returns = returns
        self.reason.setPlaceholderText(hint)
        self.reason.setAccessibleName(self.tr("Reason for returning") if returns else self.tr("Reason for reopening"))
        self._show_do()
        self._ask.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self, self.reason.accessibleName())

    def _show_do(self) -> None:
        state = self._state
        if state is None:
            return
        asked = len(state.remaining.asked)
        one, many = self.tr("Return case with %1 query"), self.tr("Return case with %1 queries")
        back = counted(asked, one, many) if asked else self.tr("Return case")
        self.do.setText(back if self._returns else self._reopen_words(state).rstrip("…"))
        self.do.setAccessibleName(self.do.text())
        self.do.setEnabled(bool(self.reason.text().strip()) or (self._returns and asked > 0))

    def _reopen_words(self, state: FormState) -> str:
        submitted = state.review.bar == "submitted"
        return self.tr("Take it back…") if submitted else self.tr("Reopen case…")

    def _reason(self) -> QWidget:
        self.reason = QLineEdit()
        self.reason.setMinimumWidth(160)
        self.reason.returnPressed.connect(self._go)
        self.reason.textChanged.connect(lambda _: self._show_do())
        self.do = button("", "primary")
        self.do.clicked.connect(self._go)
        leave = button(self.tr("Leave it as it is"))
        self._ask = QWidget(self)
        leave.clicked.connect(self._ask.hide)
        self._ask.setLayout(row(self.reason, self.do, leave))
        self._ask.hide()
        return self._ask

    def _go(self) -> None:
        if not self.do.isEnabled():
            return
        (self.given_back if self._returns else self.reopened).emit(self.reason.text().strip())

    def _say(self, state: FormState) -> tuple[str, str]:
        """The tone and the sentence; empty where there is nothing to say."""
        case, review = state.case, state.review
        if case is None or state.about != "case":
            return "plain", ""
        lead = may_return(case, review.team, review.me)
        if case.second and review.bar == "locked":
            return "good", self.tr("Your second read is locked. It can be read but not changed.")
        if case.second:
            return "plain", self.tr("Your second read; what the first reader answered is not shown.")
        if review.bar == "signed_off":
            may = may_reopen(case, review.team, review.me)
            more = "" if may else " " + self.tr("The lead inspector or the deputy can reopen it.")
            return "good", self.tr("Signed off. Answers can be read but not changed.") + more
        if review.bar == "submitted" and lead:
            text = self.tr(
                "%1 submitted this case. Ask about an answer, change one with a reason, sign it off or return it."
            )
            return "plain", self._with_queries(text.replace("%1", case.assessor), state)
        if review.bar == "submitted" and is_others(case, review.team, review.me):
            return "plain", self.tr("%1 submitted this case. You can read it.").replace("%1", case.assessor)
        if review.bar == "submitted":
            return "good", self.tr("Submitted to the lead. Answers can be read but not changed.")
        if case.status == "returned":
            return "attention", self._returned(state)
        if review.bar == "others":
            return "plain", self._others(state)
        return "plain", ""

    def _others(self, state: FormState) -> str:
        case = state.case
        text = self.tr("This case is %1’s. You can read it; the answers are theirs to give.")
        if state.review.overrules:
            text = self.tr("This case is %1’s. You can ask about an answer, or change one with a reason.")
        return self._with_queries(text.replace("%1", case.assessor if case else ""), state)

    def _returned(self, state: FormState) -> str:
        case, review = state.case, state.review
        others = case is not None and is_others(case, review.team, review.me)
        text = self.tr("%1 returned this case to %2") if others else self.tr("%1 returned this case")
        text = text.replace("%1", review.by).replace("%2", case.assessor if case else "")
        text = self.tr("%1: %2").replace("%1", text).replace("%2", review.why) if review.why else text
        return self._with_queries(text if text.endswith((".", "?", "!")) else text + ".", state)

    def _with_queries(self, text: str, state: FormState) -> str:
        states = [t.state for t in state.review.threads.values()]
        parts = []
        if number := states.count("open"):
            parts.append(
                counted(number, self.tr("%1 query waits for a reply."), self.tr("%1 queries wait for a reply."))
            )
        if number := states.count("answered"):
            one, many = self.tr("%1 query is replied to."), self.tr("%1 queries are replied to.")
            parts.append(counted(number, one, many))
        return " ".join([text, *parts])
