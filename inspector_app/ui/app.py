"""Starts the screen: application, theme, window, and the notice for bugs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from inspector_app.domain.errors import KnownError
from inspector_app.ui.desk import Desk
from inspector_app.ui.errors import BugHook
from inspector_app.ui.garbage import MainThreadCollector
from inspector_app.ui.keys import ShortcutGuard
from inspector_app.ui.main_window import MainWindow
from inspector_app.ui.theme import Theme
from inspector_app.ui.tips import PlainTips


def make_application(desk: Desk) -> QApplication:
    """The one application of the process, dressed and with its keys in order."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Inspector")
    app.setApplicationVersion(desk.version)
    Theme(app, desk.fonts)
    ShortcutGuard(app)
    PlainTips(app)
    MainThreadCollector(app)
    return app


def run_app(desk: Desk, path: Path | None = None) -> int:
    """Shows the window, with an inspection where one is named, until it is closed; returns the exit status."""
    app = make_application(desk)
    hook = BugHook(app)
    window = MainWindow(desk)
    hook.caught.connect(window.bug.tell)
    window.show()
    if crash := desk.left_by_a_crash():
        window.bug.tell(crash, at_last_start=True)
    if path is not None:
        window.opening.open_path(path)
    try:
        return app.exec()
    finally:
        hook.remove()


def show_off_screen(desk: Desk, path: Path) -> None:
    """Opens the window on a file without a screen, waits until it is shown, and closes it again.

    Raises:
        KnownError: the file could not be opened.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = make_application(desk)
    window = MainWindow(desk)
    window.show()
    problems: list[str] = []
    window.opening.opened.connect(lambda _: QTimer.singleShot(0, window.close))
    window.opening.closed.connect(app.quit)
    window.errands.failed.connect(problems.append)
    window.errands.failed.connect(app.quit)
    window.opening.open_path(path)
    app.exec()
    window.close()
    if problems:
        raise KnownError(problems[0])
