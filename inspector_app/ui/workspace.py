"""One open inspection on screen: its bridge and its pages, made when it is opened and gone when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.roles import is_led, who_works
from inspector_app.services.commands import SetDetails
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.services.recovery import recover
from inspector_app.services.salvaging import still_lacking
from inspector_app.services.session import Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.clock_words import ClockWatch
from inspector_app.ui.desk import Desk
from inspector_app.ui.form_ways import FormWays
from inspector_app.ui.pages.assessment import AssessmentPage
from inspector_app.ui.pages.cases import CasesPage
from inspector_app.ui.recovered_words import recovered_words

if TYPE_CHECKING:
    from inspector_app.ui.pages.notes import NotesPage
    from inspector_app.ui.pages.report import ReportPage
    from inspector_app.ui.pages.review import ReviewPage
    from inspector_app.ui.pages.safekeeping import SafekeepingPage
    from inspector_app.ui.pages.scores import ScoresPage
    from inspector_app.ui.pages.team import TeamPage

PAGES = ("cases", "team", "review", "scores", "notes", "report", "safekeeping", "assessment")


class Workspace(QObject):
    """Holds the pages of the open inspection. Those that an assessor may never look at are made when first asked for.

    Attributes:
        pages: those that are made, by name.
        handed_to: for whom this file was made, where it is a hand-out.
        granted_to: the same where it is encrypted, so that nobody becomes somebody else in it.

    Signals:
        page_made: a page, before it is first shown.
        offers: what can be asked for on the page that is shown may be different now.
        notice: a sentence and its tone.
        asked: a page to show, by its name in `pages`.
        who_changed: another person works here now.
        errand_asked: long work that a page asks for (`Errand`), once all is saved.
        report_asked: the report is to be written to a file: as a PDF, or (True) for Word.
    """

    page_made = Signal(object)
    offers = Signal()
    notice = Signal(str, str)
    asked = Signal(str)
    who_changed = Signal()
    errand_asked = Signal(object)
    report_asked = Signal(bool)

    def __init__(self, session: Session, path: Path, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.path, self._desk = session, path, desk
        self.handed_to = session.copy.local.get(HANDED_TO, "")
        grant = session.signing and session.signing.grant
        self.granted_to = grant.scope.assessor if grant else ""
        if self.handed_to:
            # Whoever has a hand-out before them is the one for whom it was made; this machine keeps its own code.
            session.person = replace(session.person, author=self.handed_to)
        self.bridge = Bridge(session, self)
        self.cases = CasesPage(self.bridge, desk)
        self.assessment = AssessmentPage(self.bridge)
        self.pages: dict[str, QWidget] = {"cases": self.cases, "assessment": self.assessment}
        self._clock = ClockWatch(self.bridge, self)
        self.ways = FormWays(session, self.cases, self.assessment, self)
        self._on_free: Callable[[], None] | None = None
        self._connect()

    @property
    def stuck(self) -> str:
        """Why the disk does not take what is on its way; empty while it does."""
        return self.bridge.stuck

    def page(self, name: str) -> QWidget:
        """One of `PAGES`, made where it is not there yet."""
        page: QWidget = getattr(self, name)
        return page

    @cached_property
    def team(self) -> TeamPage:
        """The team at work."""
        from inspector_app.ui.pages.team import TeamPage

        page = TeamPage(self.bridge, self._desk, self.path)
        page.case_asked.connect(self.go_to_case)
        page.import_asked.connect(self.choose_import)
        page.notice.connect(self.notice)
        page.errand_asked.connect(lambda errand: self.when_saved(lambda: self.errand_asked.emit(errand)))
        page.offers.connect(self.offers)
        self.who_changed.connect(page.look_again)
        self._made("team", page)
        return page

    @cached_property
    def review(self) -> ReviewPage:
        """The review."""
        from inspector_app.ui.pages.review import ReviewPage

        page = ReviewPage(self.bridge)
        page.notice.connect(self.notice)
        page.queue.opened.connect(lambda ref, question: self.ways.open_case(ref, question, "review"))
        page.queue.cases_asked.connect(lambda: self.asked.emit("cases"))
        page.moved.connect(self.offers)
        self.who_changed.connect(page.look_again)
        self._made("review", page)
        return page

    @cached_property
    def scores(self) -> ScoresPage:
        """The scores and what is behind them."""
        from inspector_app.ui.pages.scores import ScoresPage

        page = ScoresPage(self.bridge)
        page.cases_asked.connect(lambda: self.asked.emit("cases"))
        page.notice.connect(self.notice)
        page.form_asked.connect(lambda ref, question: self.ways.to_form(ref, question, "scores"))
        page.tabs.turned.connect(lambda _: self.offers.emit())
        self._made("scores", page)
        return page

    @cached_property
    def notes(self) -> NotesPage:
        """All notes."""
        from inspector_app.ui.pages.notes import NotesPage

        page = NotesPage(self.bridge)
        page.notice.connect(self.notice)
        page.opened.connect(self.ways.open_note)
        self.who_changed.connect(page.reader.read_all)
        self._made("notes", page)
        return page

    @cached_property
    def report(self) -> ReportPage:
        """The report, and where it is written."""
        from inspector_app.ui.pages.report import ReportPage

        page = ReportPage(self.bridge)
        page.notice.connect(self.notice)
        page.moved.connect(self.offers)
        page.write_asked.connect(self.report_asked)
        page.errand_asked.connect(lambda errand: self.when_saved(lambda: self.errand_asked.emit(errand)))
        page.question_asked.connect(lambda *_: self.asked.emit("scores"))
        page.question_asked.connect(lambda *asked: self.scores.show_question(*asked))
        self.who_changed.connect(page.look_again)
        self._made("report", page)
        return page

    @cached_property
    def safekeeping(self) -> SafekeepingPage:
        """Whether the inspection is safe."""
        from inspector_app.ui.pages.safekeeping import SafekeepingPage

        page = SafekeepingPage(self.bridge, self._desk, self.path)
        page.notice.connect(self.notice)
        page.moved.connect(self.offers)
        page.errand_asked.connect(lambda errand: self.when_saved(lambda: self.errand_asked.emit(errand)))
        self._made("safekeeping", page)
        return page

    def begin(self) -> None:
        """Asks who works here where that is not clear, and brings back what a crash left behind."""
        team, person = self.session.details().team, self.session.person
        me = who_works(self.session.ledger, person.device, team, person.author)
        if self.handed_to:
            self._become(self.handed_to)
        elif not me or (team and me not in team):
            if is_led(team):
                # Nobody writes over the work of others because a machine remembers a code of another inspection.
                self.bridge.barred = self.tr("Nothing was changed, because it is not said yet who works here. Choose "
                                             "your code above the list of cases.")  # fmt: skip
            self.cases.who.ask(team.items(), me)
            if self.cases.isVisible():
                self.cases.take_keyboard()
        elif me != person.author:
            self.session.person = replace(person, author=me)
            self.cases.look_again()
            self.who_changed.emit()
        found = recover(self.session)
        for one in found:
            self.bridge.follow(one.pending)
        if found:
            self.notice.emit(recovered_words(found, self.session.instrument), "attention")
        elif self._clock.words:
            self.notice.emit(self._clock.words, "attention")
        if self.session.signing is not None and self.session.signing.key.told:
            self.notice.emit(self.session.signing.key.told, "attention")
        if self.session.flaws:
            self.notice.emit(
                self.tr(
                    "The history in this file was changed outside Inspector, so scores may be wrong. Keep the file, go "
                    "back to a copy, and see under Safekeeping, Check, what was changed."
                ),
                "stop",
            )
        elif still_lacking(self.session.copy.local, self.session.ledger):
            self.notice.emit(
                self.tr("This file was saved from a damaged one and still lacks changes. Safekeeping, Check, lists "
                        "them; a backup or a copy that is taken in fills the gaps."), "attention",
            )  # fmt: skip

    def open_case(self, ref: str, question: str = "", back_to: str = "cases") -> None:
        """Shows the form of a case, whose way back leads to the page that is named."""
        self.ways.open_case(ref, question, back_to)

    def go_to_case(self, ref: str) -> None:
        """Shows a case in the list of cases, whatever was filtered there."""
        self.cases.filters.clear()
        self.cases.go_to(ref)
        self.asked.emit("cases")

    def take_back(self, paths: Sequence[Path]) -> None:
        """Shows what other copies of this inspection bring."""
        self.asked.emit("team")
        self.team.preview(paths)

    def show_checks(self) -> None:
        """Shows what stands between the report and its states."""
        self.asked.emit("report")
        self.report.open_checks()

    def choose_import(self) -> None:
        """Asks for a table of cases, on the page where they are listed."""
        self.asked.emit("cases")
        self.cases.panels.choose_import()

    def preview_import(self, path: Path) -> None:
        """Shows what importing a table would do."""
        self.asked.emit("cases")
        self.cases.panels.preview_import(path)

    def work_as(self, code: str) -> None:
        """From now on acts are done under this code, which joins the team where it is not in it.

        In an encrypted hand-out it is nobody but the one for whom it was made.
        """
        if self.granted_to:
            return
        self._desk.set_me(code)
        self._become(code)

    def _become(self, code: str) -> None:
        self.bridge.barred = ""
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
        if "report" in self.pages:
            self.report.flush()

    def when_saved(self, act: Callable[[], None]) -> None:
        """Does something once nothing is on its way to the disk any more; not at all while the disk refuses."""
        self.flush()
        self._on_free = act
        if not self.bridge.busy:
            self._free()

    def leave(self) -> None:
        """Takes the pages away; the session is closed by whoever asks, who must not wait for it on the main thread."""
        if "scores" in self.pages:
            self.scores.abandon()
        if "report" in self.pages:
            self.report.abandon()
        for page in self.pages.values():
            page.deleteLater()
        self.deleteLater()

    def _connect(self) -> None:
        self.cases.notice.connect(self.notice)
        self.cases.who_said.connect(self.work_as)
        self.cases.chosen.connect(self.offers)
        self.cases.form_asked.connect(lambda ref: self.safekeeping.show_form(ref))
        self.cases.form_asked.connect(lambda _: self.asked.emit("safekeeping"))
        self.assessment.desk.state_changed.connect(lambda _: self.offers.emit())
        self.assessment.notice.connect(lambda text: self.notice.emit(text, "attention"))
        self.ways.asked.connect(self.asked)
        self.ways.notice.connect(self.notice)
        self.bridge.idle.connect(self._free)
        self._clock.jumped.connect(lambda words: self.notice.emit(words, "attention"))
        self.bridge.stalled.connect(lambda _: self._forget_act())

    def _made(self, name: str, page: QWidget) -> None:
        self.pages[name] = page
        self.page_made.emit(page)

    def _free(self) -> None:
        act, self._on_free = self._on_free, None
        if act is not None:
            # Not within the signal: what is done may take this object down.
            QTimer.singleShot(0, act)

    def _forget_act(self) -> None:
        self._on_free = None
