"""One open inspection on screen: its bridge and its pages, made when it is opened and gone when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.services.commands import SetDetails
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.services.recovery import Recovered, recover
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.pages.assessment import AssessmentPage
from inspector_app.ui.pages.cases import CasesPage
from inspector_app.ui.pages.notes import NotesPage
from inspector_app.ui.pages.review import ReviewPage
from inspector_app.ui.pages.scores import ScoresPage
from inspector_app.ui.pages.team import TeamPage
from inspector_app.ui.phrases import counted


class Workspace(QObject):
    """Holds the pages of the open inspection.

    Signals:
        notice: a sentence and its tone.
        asked: a page to show, by its name in `pages`.
        who_changed: another person works here now.
        errand_asked: long work that a page asks for (`Errand`), once all is saved.
    """

    notice = Signal(str, str)
    asked = Signal(str)
    who_changed = Signal()
    errand_asked = Signal(object)

    def __init__(self, session: Session, path: Path, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.path, self._desk = session, path, desk
        if handed_to := session.copy.local.get(HANDED_TO, ""):
            # Whoever has a hand-out before them is the one for whom it was made; this machine keeps its own code.
            session.person = replace(session.person, author=handed_to)
        self.bridge = Bridge(session, self)
        self.cases = CasesPage(self.bridge, desk)
        self.review = ReviewPage(self.bridge)
        self.scores = ScoresPage(self.bridge)
        self.team = TeamPage(self.bridge, desk, path)
        self.notes = NotesPage(self.bridge)
        self.assessment = AssessmentPage(self.bridge)
        self.pages: dict[str, QWidget] = {
            "cases": self.cases, "team": self.team, "review": self.review, "scores": self.scores, "notes": self.notes,
            "assessment": self.assessment,
        }  # fmt: skip
        self.stuck = ""
        self._facts_of = ""
        self._back_to = "cases"
        self._on_free: Callable[[], None] | None = None
        self._connect()

    def begin(self) -> None:
        """Asks who works here where that is not clear, and brings back what a crash left behind."""
        details, me = self.session.details(), self.session.person.author
        if self.team.handed_to:
            self._become(self.team.handed_to)
        elif not me or (details.team and me not in details.team):
            self.cases.who.ask(details.team.items(), me)
            if self.cases.isVisible():
                self.cases.take_keyboard()
        found = recover(self.session)
        for one in found:
            self.bridge.follow(one.pending)
        if found:
            self._tell_recovered(found)
        if self.session.flaws:
            self.notice.emit(
                self.tr(
                    "The history in this file was changed outside Inspector, so scores may be wrong. Keep the file, go "
                    "back to a copy, and have “inspector-app check” list what was changed."
                ),
                "stop",
            )

    def open_case(self, ref: str, question: str = "", back_to: str = "cases") -> None:
        """Shows the form of a case, whose way back leads to the page that is named."""
        self.assessment.open_case(ref, question)
        self._show_form(back_to)

    def open_officer(self, code: str, from_case: str = "", question: str = "", back_to: str = "cases") -> None:
        """Shows the form of an officer's interview, whose way back leads to the page that is named."""
        self.assessment.open_officer(code, from_case, question)
        self._show_form(back_to)

    def go_to_case(self, ref: str) -> None:
        """Shows a case in the list of cases, whatever was filtered there."""
        self.cases.filters.clear()
        self.cases.go_to(ref)
        self.asked.emit("cases")

    def take_back(self, paths: Sequence[Path]) -> None:
        """Shows what other copies of this inspection bring."""
        self.asked.emit("team")
        self.team.preview(paths)

    def choose_import(self) -> None:
        """Asks for a table of cases, on the page where they are listed."""
        self.asked.emit("cases")
        self.cases.panels.choose_import()

    def preview_import(self, path: Path) -> None:
        """Shows what importing a table would do."""
        self.asked.emit("cases")
        self.cases.panels.preview_import(path)

    def work_as(self, code: str) -> None:
        """From now on acts are done under this code, which joins the team where it is not in it."""
        self._desk.set_me(code)
        self._become(code)

    def _become(self, code: str) -> None:
        self.session.person = replace(self.session.person, author=code)
        if code not in self.session.details().team:
            self.bridge.handle(SetDetails({}, {code: "inspector"}), "workspace")
        self.cases.look_again()
        if self.assessment.desk.state is not None:
            self.assessment.desk.reload()
        self.who_changed.emit()

    def flush(self) -> None:
        """Turns typed text into revisions."""
        self.assessment.flush()

    def when_saved(self, act: Callable[[], None]) -> None:
        """Does something once nothing is on its way to the disk any more; not at all while the disk refuses."""
        self.flush()
        self._on_free = act
        if not self.bridge.saving:
            self._free()

    def close(self) -> int:
        """Lets go of the file; returns how many acts could not be written."""
        self.scores.abandon()
        left = self.session.close()
        for page in self.pages.values():
            page.deleteLater()
        self.deleteLater()
        return left

    def _connect(self) -> None:
        self.cases.opened.connect(self.open_case)
        self.cases.interview_asked.connect(self.open_officer)
        self.cases.notice.connect(self.notice)
        self.cases.who_said.connect(self.work_as)
        self.team.case_asked.connect(self.go_to_case)
        self.team.import_asked.connect(self.choose_import)
        self.team.notice.connect(self.notice)
        self.who_changed.connect(self.team.look_again)
        self.team.errand_asked.connect(lambda errand: self.when_saved(lambda: self.errand_asked.emit(errand)))
        self.review.notice.connect(self.notice)
        self.review.queue.opened.connect(lambda ref, question: self.open_case(ref, question, "review"))
        self.review.queue.cases_asked.connect(lambda: self.asked.emit("cases"))
        self.who_changed.connect(self.review.look_again)
        self.scores.cases_asked.connect(lambda: self.asked.emit("cases"))
        self.scores.notice.connect(self.notice)
        self.scores.form_asked.connect(lambda ref, question: self._to_form(ref, question, "scores"))
        self.notes.notice.connect(self.notice)
        self.notes.opened.connect(self._open_note)
        self.who_changed.connect(self.notes.reader.read_all)
        self.assessment.leave.connect(lambda: self.asked.emit(self._back_to))
        self.assessment.officer_asked.connect(
            lambda code: self.open_officer(code, self.assessment.desk.ref, back_to=self._back_to)
        )
        self.assessment.notice.connect(lambda text: self.notice.emit(text, "attention"))
        self.assessment.facts_asked.connect(self._facts)
        self.cases.panels.opened.connect(self._forget_facts)
        self.cases.panels.closed.connect(self._after_facts)
        self.bridge.saved.connect(self._on_saved)
        self.bridge.stalled.connect(self._on_stalled)

    def _open_note(self, about: str, ref: str, question: str) -> None:
        if about == "officer" and self.session.person.author:
            self.open_officer(ref, question=question, back_to="notes")
        else:
            self._to_form(ref, question, "notes")

    def _show_form(self, back_to: str) -> None:
        self._back_to = back_to
        words = {
            "cases": (self.tr("Cases"), self.tr("Back to the cases")),
            "review": (self.tr("Review"), self.tr("Back to the review")),
            "scores": (self.tr("Scores"), self.tr("Back to the scores")),
            "notes": (self.tr("Notes"), self.tr("Back to the notes")),
        }  # fmt: skip
        self.assessment.facts.lead_back(*words[back_to])
        self.asked.emit("assessment")

    def _to_form(self, ref: str, question: str, back_to: str) -> None:
        if self.session.person.author:
            self.open_case(ref, question, back_to)
            return
        self.asked.emit("cases")
        self.cases.who.show()
        self.cases.take_keyboard()
        self.notice.emit(self.tr("Say who you are first; then open the form."), "attention")

    def _facts(self, ref: str, field: str) -> None:
        self.asked.emit("cases")
        self.cases.go_to(ref)
        self.cases.edit_case(ref, field)
        self._facts_of = ref

    def _forget_facts(self) -> None:
        self._facts_of = ""

    def _after_facts(self) -> None:
        """Who came from the form to the facts goes back to the form."""
        back, self._facts_of = self._facts_of, ""
        if back and self.assessment.desk.ref == back:
            self.asked.emit("assessment")

    def _on_saved(self, _: object) -> None:
        self.stuck = ""
        self._free()

    def _free(self) -> None:
        act, self._on_free = self._on_free, None
        if act is not None:
            # Not within the signal: what is done may take this object down.
            QTimer.singleShot(0, act)

    def _on_stalled(self, text: str) -> None:
        self.stuck = text
        self._on_free = None

    def _tell_recovered(self, found: tuple[Recovered, ...]) -> None:
        saved = [one for one in found if not one.problem]
        texts = [one.problem for one in found if one.problem]
        if saved:
            places = ", ".join(dict.fromkeys(f"{one.ref} {self._number(one.question)}" for one in saved))
            text = counted(
                len(saved),
                self.tr("Inspector ended before a text was finished. It is saved as it stood: %2."),
                self.tr("Inspector ended before %1 texts were finished. They are saved as they stood: %2."),
            )
            texts.insert(0, text.replace("%2", places))
        self.notice.emit(" ".join(texts), "attention")

    def _number(self, question: str) -> str:
        found = self.session.instrument.questions_by_id.get(question)
        return found.number if found else question
