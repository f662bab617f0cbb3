"""The real app in a process of its own: its window off screen, an inspection open, and ears on what it promises."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from inspector_app.bootstrap import Office
from inspector_app.runtime.device_key import own_key
from inspector_app.runtime.settings import Settings
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey
from inspector_app.services.session import Changes, Pending, Person
from inspector_app.ui.app import make_application
from inspector_app.ui.errors import BugHook
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.workspace import Workspace
from torture.told import Teller

SETTINGS = "settings.json"
PATIENCE = 120.0
"""Seconds after which the app is taken to hang."""


def who(home: Path, me: str) -> Person:
    """Who works, at the installation whose settings lie in a folder."""
    key = own_key(Settings(home / SETTINGS))
    return Person(me, key.device, key)


class Stage:
    """The app, ready to be worked with.

    Args:
        home: a folder for its settings.
        me: the assessor who works here.
        sound: of the trial; nothing is told where it is None.
    """

    def __init__(self, inspections: Inspections, home: Path, me: str, teller: Teller | None) -> None:
        self.teller = teller
        self.office = Office(Settings(home / SETTINGS), inspections)
        self.office.set_me(me)
        self.app: QApplication = make_application(self.office)
        self.window = MainWindow(self.office)
        self._hook = BugHook(self.app)
        self._hook.caught.connect(lambda text: self.tell("error", text=text))
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        self.wait(lambda: self.app.activeWindow() is not None, "the window to have the keyboard")
        self.window.opening.opened.connect(self._follow)
        self._on_the_way: deque[Pending] = deque()

    @property
    def work(self) -> Workspace:
        """The open inspection."""
        assert self.window.work is not None, "no inspection is open"
        return self.window.work

    def tell(self, what: str, **more: object) -> None:
        """Tells whoever watches."""
        if self.teller is not None:
            self.teller.tell(what, **more)

    def open(self, path: Path, key: FileKey | None) -> None:
        """Opens an inspection, with its key at hand, as the page does that asks for the passphrase."""
        self.window.opening.open_with(path, key)
        self.wait(lambda: self.window.work is not None, "the inspection to open")

    def wait(self, until: Callable[[], bool], what: str) -> None:
        """Lets the window work until something is so."""
        began = time.monotonic()
        while not until():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"waited in vain for {what}")

    def _follow(self, work: Workspace) -> None:
        work.bridge.staged.connect(self._on_staged)
        work.bridge.changed.connect(self._on_changed)
        keep = work.bridge.keep_draft

        def keep_and_tell(about: str, ref: str, question: str, part: str, text: str) -> Future[None]:
            future = keep(about, ref, question, part, text)
            place = (about, ref, question, part)

            def tell(done: Future[None]) -> None:
                # A draft whose text became a change meanwhile is passed over: then that change is the promise.
                if done.exception() is None and any(one.place == place for one in work.session.typed.held()):
                    self.tell("kept", place=place, text=text)

            future.add_done_callback(tell)
            return future

        work.bridge.keep_draft = keep_and_tell  # type: ignore[method-assign]

    def _on_staged(self, pending: Pending) -> None:
        self._on_the_way.append(pending)
        self.tell("staged", revisions=[(r.id, r.digest) for r in pending.revisions])

    def _on_changed(self, _: Changes) -> None:
        # Acts are committed in the order in which they came to stand on screen.
        self.tell("saved", ids=[r.id for r in self._on_the_way.popleft().revisions])
