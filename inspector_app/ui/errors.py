"""Telling a person what went wrong: known problems in a line of the page, bugs once, with text to copy."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inspector_app.domain.bug_text import without_content
from inspector_app.ui.parts import button, empty, label, restyle, widgets_in

_SAID = 500
"""So much of what a bug said is shown."""

Tone = str
"""``plain``, ``good``, ``attention`` or ``stop``."""
Offer = tuple[str, Callable[[], None]]


def announce(widget: QWidget, text: str) -> None:
    """Has a screen reader say it, unless nobody may see it: a window that is locked says nothing."""
    if not widget.isVisible():
        return
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class NoticeBar(QFrame):
    """One line in the page that says what happened, with what can be done about it. Another notice takes its place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "notice")
        self.setAccessibleName(self.tr("Notice"))
        self._sign = label("", "strong")
        self._text = label("", wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._offers = QHBoxLayout()
        self._offers.setSpacing(8)
        self._close = button(self.tr("Dismiss"), "link")
        self._close.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        row.addLayout(self._offers)
        row.addWidget(self._close)
        self.tone: Tone = "plain"
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is away."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, text: str, tone: Tone = "plain", offers: Sequence[Offer] = ()) -> None:
        """Shows a sentence and buttons for what can be done about it; an empty one takes back what only told."""
        if not text:
            if not self.offers():
                self.clear()
            return
        self.tone = tone
        signs = {"stop": self.tr("Problem"), "attention": self.tr("Note"), "good": self.tr("Done")}
        self._sign.setText(signs.get(tone, ""))
        self._sign.setVisible(tone in signs)
        restyle(self._sign, "role", tone if tone in signs else "strong")
        restyle(self, "tone", tone)
        self._text.setText(text)
        self._clear_offers()
        for words, act in offers:
            made = button(words, "plain")
            made.clicked.connect(act)
            self._offers.addWidget(made)
        self.show()
        announce(self, f"{self._sign.text()} {text}".strip())

    def clear(self) -> None:
        """Takes the notice away."""
        self._text.clear()
        self._clear_offers()
        self.hide()

    def offers(self) -> list[QPushButton]:
        """The buttons of what can be done about it."""
        return [w for w in widgets_in(self._offers) if isinstance(w, QPushButton)]

    def _clear_offers(self) -> None:
        empty(self._offers)


class BugNotice(QFrame):
    """Says that the program itself went wrong: once for each bug, with the text that helps to mend it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "notice")
        self.setProperty("tone", "stop")
        self.setAccessibleName(self.tr("A fault in Inspector"))
        self._seen: set[str] = set()
        self._headline: QLabel = label("", "strong", wrap=True)
        self._said = label("", "quiet", wrap=True)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setAccessibleName(self.tr("What to send with your report"))
        self._details.setMaximumHeight(104)
        copy = button(self.tr("Copy the text"), "plain")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._details.toPlainText()))
        close = button(self.tr("Dismiss"), "link")
        close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.addWidget(self._headline, 1)
        row.addWidget(copy)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 12)
        column.addLayout(row)
        column.addWidget(self._said)
        column.addWidget(self._details)
        self.hide()

    @property
    def details(self) -> str:
        """The text to copy."""
        return self._details.toPlainText()

    def tell(self, text: str, said: str = "", at_last_start: bool = False) -> None:
        """Shows a bug, unless the very same was shown before.

        Args:
            text: what may be sent to others; nothing of a case is in it.
            said: what it said itself, which may hold an answer: shown, and never copied.
        """
        if text in self._seen:
            return
        self._seen.add(text)
        self._headline.setText(
            self.tr(
                "Inspector ended unexpectedly last time. Saved answers are safe. Please send this text to your support."
            )
            if at_last_start
            else self.tr(
                "Something in Inspector went wrong. Saved answers are safe. Please send this text to your support."
            )
        )
        self._details.setPlainText(text)
        self._said.setText(self.tr("It said (not copied): %1").replace("%1", said[:_SAID]))
        self._said.setVisible(bool(said))
        self.show()
        announce(self, self._headline.text())


class BugHook(QObject):
    """Catches what nobody caught, on any thread. What stood in the hooks before, such as the log, still hears of it.

    Signals:
        caught: where it was, as text without content, and what it said; on the main thread.
    """

    caught = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before = sys.excepthook
        self._before_threads = threading.excepthook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def remove(self) -> None:
        """Puts back what stood in the hooks before."""
        sys.excepthook = self._before
        threading.excepthook = self._before_threads

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self._before(kind, error, trace)
        if issubclass(kind, Exception):
            self.caught.emit(without_content(error), str(error))

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        self._before_threads(args)
        if args.exc_value is not None:
            self.caught.emit(without_content(args.exc_value), str(args.exc_value))
