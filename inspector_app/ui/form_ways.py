"""The ways into the form, and back to where one came from."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector_app.services.session import Session
from inspector_app.ui.pages.assessment import AssessmentPage
from inspector_app.ui.pages.cases import CasesPage


class FormWays(QObject):
    """Opens the form of a case or an interview, and remembers which page leads back.

    Signals:
        asked: a page to show, by its name.
        notice: a sentence and its tone.
    """

    asked = Signal(str)
    notice = Signal(str, str)

    def __init__(self, session: Session, cases: CasesPage, assessment: AssessmentPage, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._cases, self._assessment = session, cases, assessment
        self._back_to = "cases"
        self._facts_of = ""
        cases.opened.connect(self.open_case)
        cases.interview_asked.connect(self.open_officer)
        cases.panels.opened.connect(self._forget_facts)
        cases.panels.closed.connect(self._after_facts)
        assessment.leave.connect(lambda: self.asked.emit(self._back_to))
        assessment.officer_asked.connect(
            lambda code: self.open_officer(code, assessment.desk.ref, back_to=self._back_to)
        )
        assessment.facts_asked.connect(self._facts)

    def open_case(self, ref: str, question: str = "", back_to: str = "cases") -> None:
        """Shows the form of a case, whose way back leads to the page that is named."""
        self._assessment.open_case(ref, question)
        self._show_form(back_to)

    def open_officer(self, code: str, from_case: str = "", question: str = "", back_to: str = "cases") -> None:
        """Shows the form of an officer's interview, whose way back leads to the page that is named."""
        self._assessment.open_officer(code, from_case, question)
        self._show_form(back_to)

    def open_note(self, about: str, ref: str, question: str) -> None:
        """Shows the form at a note."""
        if about == "officer" and self._session.person.author:
            self.open_officer(ref, question=question, back_to="notes")
        else:
            self.to_form(ref, question, "notes")

    def to_form(self, ref: str, question: str, back_to: str) -> None:
        """Shows the form of a case, once it is clear who works here."""
        if self._session.person.author:
            self.open_case(ref, question, back_to)
            return
        self.asked.emit("cases")
        self._cases.who.show()
        self._cases.take_keyboard()
        self.notice.emit(self.tr("Say who you are first; then open the form."), "attention")

    def _show_form(self, back_to: str) -> None:
        self._back_to = back_to
        words = {
            "cases": (self.tr("Cases"), self.tr("Back to the cases")),
            "review": (self.tr("Review"), self.tr("Back to the review")),
            "scores": (self.tr("Scores"), self.tr("Back to the scores")),
            "notes": (self.tr("Notes"), self.tr("Back to the notes")),
        }  # fmt: skip
        self._assessment.facts.lead_back(*words[back_to])
        self.asked.emit("assessment")

    def _facts(self, ref: str, field: str) -> None:
        self.asked.emit("cases")
        self._cases.go_to(ref)
        self._cases.edit_case(ref, field)
        self._facts_of = ref

    def _forget_facts(self) -> None:
        self._facts_of = ""

    def _after_facts(self) -> None:
        """Who came from the form to the facts goes back to the form."""
        back, self._facts_of = self._facts_of, ""
        if back and self._assessment.desk.ref == back:
            self.asked.emit("assessment")
