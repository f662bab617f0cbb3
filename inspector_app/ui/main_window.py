"""The window: menus, the line at the top, notices, and the pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

from PySide6.QtCore import QEvent
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.services.session import Changes
from inspector_app.ui.backing_up import BackingUp
from inspector_app.ui.desk import Desk
from inspector_app.ui.drops import Drops
from inspector_app.ui.errands import Errands
from inspector_app.ui.errors import BugNotice, NoticeBar
from inspector_app.ui.locking import Locking
from inspector_app.ui.menus import Handlers, Menus
from inspector_app.ui.opening import Opening
from inspector_app.ui.pages.backups import BackupsPage
from inspector_app.ui.pages.damaged import DamagedPage
from inspector_app.ui.pages.details import DetailsPage
from inspector_app.ui.pages.recovery import RecoveryPage
from inspector_app.ui.pages.start import StartPage
from inspector_app.ui.pages.unlock import UnlockPage
from inspector_app.ui.pages.upgrade import UpgradePage
from inspector_app.ui.place_notice import PlaceNotice
from inspector_app.ui.protecting import Protecting
from inspector_app.ui.rescuing import Rescuing
from inspector_app.ui.restoring import Restoring
from inspector_app.ui.unlocking import Unlocking
from inspector_app.ui.upgrading import Upgrading
from inspector_app.ui.widgets.header_bar import HeaderBar
from inspector_app.ui.widgets.job_bar import JobBar
from inspector_app.ui.widgets.key_sheet import KeySheet
from inspector_app.ui.widgets.safe_protection import SafeProtection
from inspector_app.ui.window_state import WindowState
from inspector_app.ui.workspace import PAGES, Workspace


class _Page(Protocol):
    def handlers(self) -> Handlers: ...


class MainWindow(QMainWindow):
    """Shows one page at a time and sends what is asked for to whoever does it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._state = WindowState(desk)
        self._build()
        self.menus = Menus(self)
        self.keys = KeySheet(self)
        self.errands = Errands(desk, self.jobs, self.notice, self)
        self.opening = Opening(desk, self.errands, self.details, self.notice, self)
        self.locking = Locking(self, self._state)
        self.unlocking = Unlocking(self.unlock, self)
        self.protecting = Protecting(desk, self.opening, self.errands, self.recovery, self)
        self.drops = Drops(self.opening, self.notice, self)
        self.backing_up = BackingUp(desk, self)
        self.restoring = Restoring(desk, self.opening, self.errands, self.backing_up, self.backups, self.notice)
        self.rescuing = Rescuing(self.opening, self.errands, self.restoring, self.damaged, self.notice)
        self.upgrading = Upgrading(desk, self.errands, self.upgrade, self)
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(860, 440)  # fits 1366×768 at 150 %, with a bar of the desktop
        self._state.place(self)
        self._on_closed()

    @property
    def work(self) -> Workspace | None:
        """The open inspection."""
        return self.opening.work

    @property
    def page(self) -> str:
        """The name of the page on screen."""
        return next(name for name, page in self._pages().items() if page is self.stack.currentWidget())

    def show_page(self, name: str) -> None:
        """Shows a page and offers what can be asked for on it."""
        page = self.work.page(name) if self.work is not None and name in PAGES else self._pages()[name]
        if self.work is not None and name != "assessment":
            self.work.flush()
        self.stack.setCurrentWidget(page)
        self.header.show_page(name)
        self._offer()
        take = getattr(page, "take_keyboard", None)
        if take is not None:
            take()
        self._name()

    # Making the window

    def _build(self) -> None:
        self.header, self.notice, self.bug, self.jobs = HeaderBar(), NoticeBar(), BugNotice(), JobBar()
        self.place = PlaceNotice(self.desk)
        self.stack = QStackedWidget()
        self.start = StartPage()
        self.details = DetailsPage(self.desk.instruments, self.desk.documents)
        self.stack.addWidget(self.start)
        self.upgrade = UpgradePage(self.desk.documents)
        self.unlock, self.recovery, self.backups = UnlockPage(), RecoveryPage(self.desk.documents), BackupsPage()
        self.damaged = DamagedPage()
        for page in (self.details, self.upgrade, self.unlock, self.recovery, self.backups, self.damaged):
            self.stack.addWidget(page)
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.header, self.bug, self.place, self.notice, self.jobs):
            layout.addWidget(widget)
        layout.addWidget(self.stack, 1)
        self.setCentralWidget(central)

    def _connect(self) -> None:
        self.start.new_asked.connect(self.opening.new)
        self.start.open_asked.connect(self.opening.choose_file)
        self.start.example_asked.connect(self.opening.open_example)
        self.start.chosen.connect(self.opening.open_path)
        self.start.forgotten.connect(self.opening.forget)
        self.opening.forgotten.connect(lambda: self.start.show_recent(self.desk.recent()))
        self.header.asked.connect(self.show_page)
        self.header.who_asked.connect(self.opening.say_who)
        self.header.retry_asked.connect(self._save_now)
        self.opening.opened.connect(self._on_opened)
        self.opening.opened.connect(self.place.look)
        self.start.backups_asked.connect(self.restoring.show_backups)
        self.unlock.tried.connect(lambda typed, recovery: self.backing_up.hear("" if recovery else typed))
        self.unlock.left.connect(self.backing_up.forget)
        self.details.filled.connect(lambda filled: self.backing_up.hear(filled.passphrase))
        self.opening.opened.connect(self.backing_up.follow)
        self.opening.closing.connect(lambda _: self.backing_up.leave())
        self.opening.closing.connect(lambda _: self.place.leave())
        self.opening.closing.connect(self._on_closing)
        self.opening.closed.connect(self._on_closed)
        self.opening.encrypted.connect(self.unlocking.ask)
        self.unlocking.recovered.connect(self.protecting.tell_recovered)
        self.unlocking.unlocked.connect(self.locking.trust)
        self.unlocking.unlocked.connect(self.opening.open_with)
        self.unlock.left.connect(self.opening.go_back)
        for asks in (self.opening, self.unlocking, self.protecting, self.restoring, self.rescuing):
            asks.page_asked.connect(self.show_page)
        # What is told of a damaged file may name its cases.
        self.errands.damaged.connect(lambda _, key, __: self.locking.guard(key))
        self.damaged.left.connect(lambda: self.locking.follow(self.work))
        self.locking.covering.connect(self.keys.leave)
        self.locking.turned.connect(self._offer)
        self.locking.turned.connect(self._name)
        self.locking.quit_asked.connect(self._quit)
        self.opening.kept_open.connect(self.locking.tell_open)
        self.opening.kept_open.connect(self.backing_up.stay)
        self.upgrading.page_asked.connect(self.show_page)
        self.upgrading.reopen_asked.connect(self.opening.open_path)
        self.errands.failed.connect(lambda _: self.start.show_recent(self.desk.recent()))

    def _pages(self) -> dict[str, QWidget]:
        always = {
            "start": self.start, "details": self.details, "upgrade": self.upgrade, "unlock": self.unlock,
            "recovery": self.recovery, "backups": self.backups, "damaged": self.damaged,
        }  # fmt: skip
        return {**always, **(self.work.pages if self.work else {})}

    def _offer(self) -> None:
        if self.locking.locked:
            self.menus.offer(self.locking.handlers(), self.locking.action_words())
            return
        page = self._pages()[self.page]
        called: dict[str, str] = getattr(page, "action_words", dict)()
        self.menus.offer({**self._everywhere(), **cast(_Page, page).handlers()}, called)

    def _everywhere(self) -> dict[str, Callable[[], None]]:
        opening, errands, work = self.opening, self.errands, self.work
        offered: dict[str, Callable[[], None]] = {
            "new_inspection": opening.new, "open_inspection": opening.choose_file, "open_example": opening.open_example,
            "quit": self._quit, "key_sheet": self.keys.toggle, "about": self._about,
        }  # fmt: skip
        if self.locking.can_lock:
            offered["lock"] = self.locking.lock
        if work is not None:
            offered |= {
                "import_cases": work.choose_import, "edit_details": opening.edit_details, "save_now": self._save_now,
                "save_elsewhere": lambda: opening.elsewhere.ask(work),
                "export_report": lambda: work.report_asked.emit(False),
                "export_csv": lambda: work.when_saved(lambda: errands.export_tables(work.session)),
                "close_inspection": opening.close, "newer_set": self.upgrading.ask,
            }  # fmt: skip
            offered |= {f"show_{page}": partial(self.show_page, page) for page in PAGES if page != "assessment"}
        return offered

    # What happens

    def _on_opened(self, work: Workspace) -> None:
        for page in work.pages.values():
            self.stack.addWidget(page)
        work.page_made.connect(self._on_page_made)
        work.notice.connect(self.notice.say)
        work.asked.connect(self.show_page)
        work.who_changed.connect(self._name)
        work.who_changed.connect(self._offer)
        work.who_changed.connect(lambda: self.notice.say(self.desk.settings_problem(), "attention"))
        work.errand_asked.connect(self.errands.carry_out)
        work.report_asked.connect(
            lambda word: work.when_saved(lambda: self.errands.export_report(work.session, work.show_checks, word))
        )
        work.offers.connect(self._offer)
        work.bridge.changed.connect(self._on_changed)
        work.bridge.staged.connect(lambda _: self._forget_done())
        work.bridge.refused.connect(lambda text: self.notice.say(text, "stop"))
        self.opening.elsewhere.follow(work)
        self.header.follow(work.bridge)
        self.header.show()
        self.locking.follow(work)
        self.show_page(self._state.restore(self, work))
        self.upgrading.follow(work)

    def _on_page_made(self, page: QWidget) -> None:
        self.stack.addWidget(page)
        self._state.restore_parts(page)
        self.protecting.serve(page, self.locking)
        self.restoring.serve(page)
        for section in page.findChildren(SafeProtection):
            section.agreed.connect(lambda _, old, new: self.backing_up.hear(new or old))

    def _on_closing(self, work: Workspace) -> None:
        self.upgrading.follow(None)
        self._state.keep(self, work, self.page)
        self.stack.setCurrentWidget(self.start)
        for page in work.pages.values():
            self.stack.removeWidget(page)

    def _on_closed(self) -> None:
        self.locking.follow(None)
        self.header.hide()
        self.start.show_recent(self.desk.recent())
        self.show_page("start")

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("inspection"):
            self._name()
        self._offer()

    def _forget_done(self) -> None:
        # What was done is old news, or no longer so, once something else is done or it is taken back.
        if self.notice.tone == "good":
            self.notice.say("")

    def _name(self) -> None:
        if self.locking.locked:
            self.setWindowTitle(f"{self.locking.page.heading.text()} – {self.tr('Inspector')}")
            return
        said = self.work.session.details() if self.work else None
        title = str(getattr(self._pages()[self.page], "title", ""))
        if said is not None and self.work is not None:
            self.header.show_inspection(said, self.work.session.person.author, self.work.handed_to)
        self.setWindowTitle(
            " – ".join(part for part in (said.trust if said else "", title, self.tr("Inspector")) if part)
        )

    def _save_now(self) -> None:
        if self.work is not None:
            self.work.flush()
            self.work.bridge.retry()

    def _about(self) -> None:
        sets = ", ".join(f"{i.title} ({i.version})" for i in self.desk.instruments.values())
        text = self.tr("Inspector %1, free software under the Apache licence 2.0. Question sets: %2.")
        self.notice.say(text.replace("%1", self.desk.version).replace("%2", sets))

    def _quit(self) -> None:
        self.close()

    # Events of the window

    def event(self, event: QEvent) -> bool:
        """Saves what is typed when another program gets the keyboard."""
        if event.type() == QEvent.Type.WindowDeactivate and self.work is not None:
            self.work.flush()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closes the inspection first, which waits until the disk has taken everything."""
        if self.work is not None or self.opening.leaving:
            event.ignore()
            self.opening.close(self._quit)
            return
        self._state.keep(self, None)
        self.jobs.abandon()
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files and folders from outside."""
        if self.drops.paths(event.mimeData()) and not self.locking.locked:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Opens, imports or takes back what is dropped here."""
        event.acceptProposedAction()
        self.drops.take(self.drops.paths(event.mimeData()))
