"""The start page: recent inspections, a new one, an existing one, the example."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.ui.desk import Recent
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import button, column, empty, frame, label, row, rule, scrolled
from inspector_app.ui.phrases import clock, day


class StartPage(QWidget):
    """What to open.

    Signals:
        new_asked, open_asked, example_asked: one of the three ways to begin.
        chosen: a recent inspection.
        forgotten: a missing one is to leave the list.
        backups_asked: the backups of a missing one are to be shown.
    """

    new_asked = Signal()
    open_asked = Signal()
    example_asked = Signal()
    chosen = Signal(object)
    forgotten = Signal(object)
    backups_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Start")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self._card = frame("card", self._recent)
        self._empty = label(self.tr("Inspections that you open are listed here, the latest first."), "quiet", wrap=True)
        self.open_button = button(self.tr("Open an inspection…"), "primary")
        self.new_button = button(self.tr("New inspection…"))
        self.example_button = button(self.tr("Open the example"))
        self.open_button.clicked.connect(self.open_asked)
        self.new_button.clicked.connect(self.new_asked)
        self.example_button.clicked.connect(self.example_asked)
        body = QWidget()
        body.setProperty("surface", "paper")
        inside = QWidget()
        inside.setMaximumWidth(1040)
        inside.setLayout(self._inside())
        outer = QHBoxLayout(body)
        outer.setContentsMargins(48, 40, 48, 40)
        outer.addStretch(1)
        outer.addWidget(inside, 100)
        outer.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def show_recent(self, recent: Sequence[Recent]) -> None:
        """Lists the inspections opened before."""
        empty(self._recent)
        for place, entry in enumerate(recent):
            if place:
                self._recent.addWidget(rule())
            self._recent.addWidget(self._entry(entry))
        self._card.setVisible(bool(recent))
        self._empty.setVisible(not recent)

    def _inside(self) -> QHBoxLayout:
        left = column(label(self.tr("Recent inspections"), "heading"), 4, self._empty, self._card, -1)
        right = column(
            label(self.tr("Begin"), "heading"),
            4,
            _way(self.open_button, self.tr("An inspection is one file. You can also drag it onto this window.")),
            8,
            _way(self.new_button, self.tr("An empty inspection of a Trust, with the question set that you choose.")),
            8,
            _way(
                self.example_button,
                self.tr("72 made-up cases whose figures come out as in a published report: to try things out."),
            ),
            -1,
        )
        head = column(
            label(self.tr("Inspector"), "title"),
            label(self.tr("Read a case, answer what is asked, and see where the work stands."), "quiet"),
            spacing=4,
        )
        side = QWidget()
        side.setLayout(right)
        side.setMaximumWidth(360)
        main = QWidget()
        main.setLayout(left)
        body = row(main, side, spacing=48)
        body.setStretch(0, 3)
        body.setStretch(1, 2)
        holder = QHBoxLayout()
        holder.addLayout(column(head, 24, body, -1))
        return holder

    def _entry(self, entry: Recent) -> QWidget:
        made = QWidget()
        title = entry.name or entry.path.stem
        name = button(title, "link")
        name.setEnabled(not entry.missing)
        name.clicked.connect(partial(self.chosen.emit, entry.path))
        place = label(_short(entry.path), "small", wrap=True)
        opened = entry.opened.astimezone()
        when = label(self.tr("Opened %1").replace("%1", f"{day(opened.date())}, {clock(opened)}"), "small")
        text = column(name, row(8, column(place, when, spacing=2)), spacing=0)
        line = row(margins=8)
        line.addLayout(text, 1)
        name.setAccessibleName(
            self.tr("Open %1").replace("%1", title)
            if not entry.missing
            else self.tr("%1, missing").replace("%1", title)
        )
        if entry.missing:
            remove = button(
                self.tr("Remove from the list"), "plain", self.tr("Remove %1 from the list").replace("%1", title)
            )
            remove.clicked.connect(partial(self.forgotten.emit, entry.path))
            ways = column(row(-1, label(self.tr("Missing: not at that place"), "attention")), spacing=6)
            if entry.backups:
                show = button(self.tr("Show its backups"), name=self.tr("Show the backups of %1").replace("%1", title))
                show.clicked.connect(partial(self.backups_asked.emit, entry.path))
                ways.addLayout(row(-1, show))
            ways.addLayout(row(-1, remove))
            line.addLayout(ways)
        made.setLayout(line)
        return made


def _way(way: QWidget, text: str) -> QVBoxLayout:
    return column(row(way, -1), label(text, "quiet", wrap=True), spacing=6)


def _short(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
