"""What remains before a case can be submitted or signed off: everything clickable, reasons given on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Check, Instrument, Question
from inspector_app.domain.progress import INTERVIEW, Remaining
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import button, caption, label
from inspector_app.ui.phrases import counted, finish_words
from inspector_app.ui.widgets.form_asked import AskedList
from inspector_app.ui.widgets.form_line import QuietLine

_FIELD = "field:"


class ReasonLine(QFrame):
    """A warning with a field for the reason to let it stand.

    Signals:
        given: the reason.
        asked: the person wants to go where it can be mended; carries the target.
    """

    given = Signal(str)
    asked = Signal(str)

    def __init__(self, say: str, targets: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 12)
        layout.setSpacing(4)
        layout.addWidget(label(say, "", wrap=True))
        for target, text in targets.items():
            go = button(text, "link")
            go.clicked.connect(lambda _=False, to=target: self.asked.emit(to))
            layout.addWidget(go, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Why it may stand"))
        self.field.setAccessibleName(self.tr("Reason why it may stand"))
        self.field.setAccessibleDescription(say)
        self.field.returnPressed.connect(self._give)
        self.keep = button(self.tr("Let it stand"), "plain", self.tr("Let it stand, with this reason"))
        self.keep.setEnabled(False)
        self.keep.clicked.connect(self._give)
        self.field.textChanged.connect(lambda text: self.keep.setEnabled(bool(text.strip())))
        row.addWidget(self.field, 1)
        row.addWidget(self.keep)
        layout.addLayout(row)

    def _give(self) -> None:
        if self.field.text().strip():
            self.given.emit(self.field.text().strip())


class RemainsView(QScrollArea):
    """The last screen of the form.

    Signals:
        question_asked: a question id to go to.
        facts_asked: the facts of the case are to be looked at; carries the field, empty for the first missing one.
        officer_asked: the officer's interview is to be held.
        reason_given: check id, reason.
        sign_off_asked: the case is to be finished: submitted, or signed off.
        case_asked: back from an interview to the case it was opened from.
    """

    question_asked = Signal(str)
    facts_asked = Signal(str)
    officer_asked = Signal()
    reason_given = Signal(str, str)
    sign_off_asked = Signal()
    case_asked = Signal()

    def __init__(self, instrument: Instrument, parent: QWidget) -> None:
        super().__init__(parent)
        self._instrument = instrument
        self._state: FormState | None = None
        self._shown: object = None
        self._whole = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = self._content = QWidget(self)
        content.setProperty("surface", "plain")
        self.setWidget(content)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(40, 16, 24, 24)
        layout.setSpacing(8)
        self.title = label("", "question", wrap=True)
        self.title.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout.addWidget(self.title)
        self.lead = label("", "quiet", wrap=True)
        layout.addWidget(self.lead)
        self.sign_off = button(self.tr("Sign off case"), "primary")
        self.sign_off.clicked.connect(self.sign_off_asked)
        layout.addWidget(self.sign_off, 0, Qt.AlignmentFlag.AlignLeft)
        self.back = button("", "primary")
        self.back.clicked.connect(self.case_asked)
        layout.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout.addLayout(self._list)
        layout.addStretch(1)

    def show_state(self, state: FormState) -> None:
        """Shows what remains; the list is set anew only where it changed, so that a reason half typed is not lost."""
        self._state = state
        left = state.remaining
        self._show_head(state, left)
        review = state.review
        shown = (state.about, state.ref, left.unanswered, left.flagged, left.missing_fields, left.errors, left.warnings,
                 left.confirm, left.interview, review.bar, review.finish, tuple(review.threads.values()),
                 self._whole == state.ref, state.case.status if state.case else "")  # fmt: skip
        if shown == self._shown or self.isHidden():
            return
        self._shown = shown
        before = self.findChildren(ReasonLine)
        kept = {r.objectName(): r.field.text() for r in before}
        place = next((n for n, r in enumerate(before) if r.field.hasFocus() or r.keep.hasFocus()), -1)
        held = self.verticalScrollBar().value()
        if place >= 0:
            # What goes away must not hand the keyboard to whatever comes next.
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self._clear()
        if state.about == "officer" or review.finish or review.unsettled:
            self._fill(state, left)
            self._order_focus()
        for line in self.findChildren(ReasonLine):
            line.field.setText(kept.get(line.objectName(), ""))
        if place >= 0:
            QTimer.singleShot(0, self, lambda: self._go_on(place, held))

    def _go_on(self, place: int, held: int) -> None:
        """After a reason: the same place in the list, the keyboard in the field that took its place."""
        self.verticalScrollBar().setValue(held)
        lines = self.findChildren(ReasonLine)
        if lines:
            field = lines[min(place, len(lines) - 1)].field
            field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(field, 24, 72)

    def refresh(self) -> None:
        """Shows what it was told while it was away."""
        if self._state is not None:
            self.show_state(self._state)

    def _show_head(self, state: FormState, left: Remaining) -> None:
        interview = state.about == "officer"
        self.sign_off.setText(finish_words(state.review.finish))
        self.sign_off.setAccessibleName(self.sign_off.text())
        self.sign_off.setVisible(not interview and bool(state.review.finish))
        self.sign_off.setEnabled(state.may_finish)
        self.back.setVisible(interview and state.case is not None)
        if state.case is not None:
            self.back.setText(caption(self.tr("Back to case {ref}").format(ref=state.case.ref)))
        if interview:
            done = not (left.unanswered or left.confirm)
            title = self.tr("The interview is complete") if done else self.tr("What remains of the interview")
            lead = self.tr("It counts once for this officer, for all of their cases.")
        else:
            title, lead = self._words_of_case(state)
        self.title.setText(title)
        self.lead.setText(lead)

    def _words_of_case(self, state: FormState) -> tuple[str, str]:
        """The title and what stands beneath it."""
        finish, bar = state.review.finish, state.review.bar
        if bar == "signed_off":
            return self.tr("The case is signed off"), self.tr("It counts in the scores.")
        if bar == "locked":
            return self.tr("Your second read is locked"), self.tr("The lead compares it with the first.")
        if not finish and bar == "submitted":
            return self.tr("The case is submitted"), self.tr("It counts in the scores once the lead has signed it off.")
        if not finish:
            return self.tr("Nothing here is yours to do"), self.tr("The case is somebody else’s to answer.")
        if state.may_finish:
            return {
                "submit": (self.tr("Nothing stands in the way of submitting it"),
                           self.tr("The lead looks at a submitted case, and signs it off or returns it.")),
                "lock": (self.tr("Nothing stands in the way of locking your second read"),
                         self.tr("A locked second read stays as it is and is compared with the first.")),
                "sign_off": (self.tr("Nothing stands in the way of sign-off"),
                             self.tr("A signed-off case counts in the scores and can be reopened with a reason.")),
            }[finish]  # fmt: skip
        titles = {
            "submit": self.tr("What remains before you submit it"), "lock": self.tr("What remains of your second read"),
            "sign_off": self.tr("What remains before sign-off"),
        }  # fmt: skip
        if self._only_asked(state):
            return self.tr("What was asked"), self.tr("Answer each query with a reply; then submit the case again.")
        return titles[finish], self.tr("Everything below but the flags has to be settled first.")

    def _only_asked(self, state: FormState) -> bool:
        """Whether only the queries show: the case came back with some, and nobody asked for everything."""
        returned = state.case is not None and state.case.status == "returned" and state.review.finish == "submit"
        return returned and bool(state.review.unsettled) and self._whole != state.ref

    def _clear(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()

    def _fill(self, state: FormState, left: Remaining) -> None:
        by_id = self._instrument.questions_by_id
        self._queries(state)
        if self._only_asked(state):
            self._rest(state)
            return
        if not state.review.finish and state.about == "case":
            return
        self._checks(left.errors, self.tr("Cannot be true together"), "stop", False)
        self._checks(left.warnings, self.tr("Worth a second thought"), "attention", not state.read_only)
        if left.missing_fields:
            self._head(self.tr("Missing facts of the case"), len(left.missing_fields), "attention")
            names = ", ".join(self._instrument.fields_by_name[n].label for n in left.missing_fields)
            self._list.addWidget(label(names, "", wrap=True))
            self._link(self.tr("Complete the facts"), partial(self.facts_asked.emit, ""))
        if left.interview:
            self._head(self.tr("The officer's interview"), 0, "attention")
            self._link(self.tr("Open the interview"), self.officer_asked.emit)
            say = self.tr("If it cannot be held, say why; the case can then be signed off without it.")
            if not state.read_only:
                self._reason(INTERVIEW, say)
        if left.confirm:
            self._head(self.tr("Confirm again"), len(left.confirm), "attention")
            self._list.addWidget(label(self._confirm_words(state), "quiet", wrap=True))
            self._lines([by_id[q] for q in left.confirm])
        self._questions(self.tr("To come back to"), [by_id[q] for q in left.flagged])
        self._questions(self.tr("Unanswered"), [by_id[q] for q in left.unanswered])

    def _queries(self, state: FormState) -> None:
        """What the lead asks, before all else; what is replied to comes after what is not."""
        for wanted, title, role in (
            ("open", self.tr("Asked by the lead, to be replied to"), "attention"),
            ("answered", self.tr("Replied to, for the lead to settle"), "strong"),
        ):
            threads = [t for t in state.review.threads.values() if t.state == wanted]
            if threads:
                self._head(title, len(threads), role)
                asked = AskedList(self._instrument, threads, self._content)
                asked.question_asked.connect(self.question_asked)
                self._list.addWidget(asked)

    def _rest(self, state: FormState) -> None:
        """Beneath what was asked: that all else is done, or the way to it."""
        others = state.remaining.count - len(state.remaining.asked)
        if not others:
            self._list.addWidget(label(self.tr("All other questions are done."), "quiet"))
            return
        one, many = self.tr("See everything: %1 other thing remains"), self.tr("See everything: %1 other things remain")
        self._link(counted(others, one, many), self._show_everything)

    def _show_everything(self) -> None:
        self._whole = self._state.ref if self._state is not None else ""
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.refresh()

    def _order_focus(self) -> None:
        """Has the Tab key walk the list as it is read: its parts are newer than what stands around it."""
        tab = Qt.FocusPolicy.TabFocus
        chain = [part for part in self._content.findChildren(QWidget) if part.focusPolicy().value & tab.value]
        for one, other in pairwise(chain):
            self.setTabOrder(one, other)

    def _checks(self, checks: Iterable[Check], title: str, role: str, with_reason: bool) -> None:
        struck = tuple(checks)
        if not struck:
            return
        self._head(title, len(struck), role)
        for check in struck:
            if with_reason:
                self._reason(check.id, check.say, check.go_to)
                continue
            self._list.addWidget(label(check.say, "", wrap=True))
            for target in check.go_to:
                self._link(self._to(target), partial(self._go, target))

    def _reason(self, check: str, say: str, targets: Iterable[str] = ()) -> None:
        line = ReasonLine(say, {target: self._to(target) for target in targets}, self._content)
        line.setObjectName(check)
        line.given.connect(lambda reason: self.reason_given.emit(check, reason))
        line.asked.connect(self._go)
        self._list.addWidget(line)

    def _confirm_words(self, state: FormState) -> str:
        if not any(state.may_confirm(question) for question in state.remaining.confirm):
            return self.tr("These changed after they were answered. Return the case to have the answers confirmed.")
        return self.tr(
            "These changed after they were answered. The answers count; look at each, and press Y or change it."
        )

    def _questions(self, title: str, questions: list[Question]) -> None:
        if questions:
            self._head(title, len(questions), "strong")
            self._lines(questions)

    def _lines(self, questions: list[Question]) -> None:
        page = ""
        for question in questions:
            if question.page != page:
                page = question.page
                head = next(p for p in self._instrument.pages if p.id == page)
                self._list.addWidget(label(f"{head.id}  {head.title}", "caps"))
            line = QuietLine(self._content, f"{question.number}   {question.text}")
            line.clicked.connect(lambda _=False, q=question.id: self.question_asked.emit(q))
            self._list.addWidget(line)

    def _head(self, title: str, number: int, role: str) -> None:
        text = f"{title}  ·  {number}" if number else title
        made = label(text, role)
        made.setContentsMargins(0, 16, 0, 4)
        self._list.addWidget(made)

    def _link(self, text: str, act: Callable[[], None]) -> None:
        made = button(text, "link")
        made.clicked.connect(lambda: act())
        self._list.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _to(self, target: str) -> str:
        if target.startswith(_FIELD):
            name = self._instrument.fields_by_name[target.removeprefix(_FIELD)].label
            return self.tr("Go to the fact “{name}”").format(name=name)
        return self.tr("Go to {number}").format(number=self._instrument.questions_by_id[target].number)

    def _go(self, target: str) -> None:
        if target.startswith(_FIELD):
            self.facts_asked.emit(target.removeprefix(_FIELD))
        else:
            self.question_asked.emit(target)
