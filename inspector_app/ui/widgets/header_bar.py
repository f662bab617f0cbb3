"""The line at the top: where to go, which inspection this is, and whether everything is saved."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QWidget

from inspector_app.domain.case import InspectionDetails
from inspector_app.domain.order import behind
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.clock_words import latest_of
from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, caption, restyle
from inspector_app.ui.phrases import clock
from inspector_app.ui.widgets.cut_label import CutLabel


class HeaderBar(QFrame):
    """Navigation, name of the inspection, state of saving.

    Signals:
        asked: a page to go to, such as ``cases`` or ``scores``.
        who_asked: the person wants to say who they are.
        retry_asked: try again to save.
    """

    asked = Signal(str)
    who_asked = Signal()
    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "bar")
        titles = {
            "cases": self.tr("Cases"), "team": self.tr("Team"), "review": self.tr("Review"),
            "scores": self.tr("Scores"), "notes": self.tr("Notes"), "report": self.tr("Report"),
        }  # fmt: skip
        self._tabs = {page: button(title, "tab") for page, title in titles.items()}
        group = QButtonGroup(self)
        for page, tab in self._tabs.items():
            tab.setCheckable(True)
            group.addButton(tab)
            tab.clicked.connect(lambda _=False, p=page: self.asked.emit(p))
        self._group = group
        self._latest: datetime | None = None
        self.name = CutLabel("strong")
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._made_up = self.tr("Example: these cases are made up")
        self.example = CutLabel("attention")
        self.example.setText(self._made_up)
        self.example.setToolTip(self._made_up)
        self.example.setAccessibleName(self._made_up)
        self.who = button("", "link")
        self.who.clicked.connect(self.who_asked)
        self.saved = button("", "state")
        self.saved.setToolTip(self.tr("Is it safe? To the safekeeping of this inspection"))
        self.saved.clicked.connect(lambda: self.asked.emit("safekeeping"))
        self.retry = button(self.tr("Try again"), "danger", self.tr("Try again to save"))
        self.retry.clicked.connect(self.retry_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 16, 0)
        row.setSpacing(8)
        for tab in self._tabs.values():
            row.addWidget(tab)
        row.addSpacing(8)
        row.addWidget(self.name, 1)
        for widget in (self.example, self.who, self.saved, self.retry):
            row.addWidget(widget)
            row.addSpacing(4)
        self.hide()

    def show_inspection(self, said: InspectionDetails, me: str, handed_to: str = "") -> None:
        """Names the inspection, for whom this file was handed out where it was, and who works on it."""
        self.name.setText(said.trust)
        self.name.setToolTip(said.trust)
        self.example.setVisible(said.synthetic)
        who = self.tr("You are %1").replace("%1", me) if me else self.tr("Say who you are")
        out = self.tr("Handed out to %1").replace("%1", handed_to) if handed_to else ""
        both = f"{out}. {who}" if out else who
        self.who.setText(caption(out if out and me == handed_to else both))
        self.who.setAccessibleName(both)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fits what it says anew where a part of it has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        # On a small screen the name of the inspection goes before the long words about the example.
        layout = self.layout()
        if layout is None or self.example.isHidden():
            return
        wide = self.example.fontMetrics().horizontalAdvance(self._made_up)
        needed = layout.totalMinimumSize().width() + self.name.sizeHint().width() + wide
        text = self._made_up if needed <= self.width() else self.tr("Example")
        if text != self.example.text():
            self.example.setText(text)

    def show_page(self, page: str) -> None:
        """Marks the page that is on; neither, where it is another one."""
        self._group.setExclusive(False)
        for name, tab in self._tabs.items():
            tab.setChecked(name == page)
        self._group.setExclusive(True)

    def follow(self, bridge: Bridge) -> None:
        """Tells how saving goes."""
        self._say(self.tr("Everything is saved"), "quiet")
        self._latest = latest_of(bridge.session)
        bridge.staged.connect(lambda _: self._on_staged())
        bridge.saved.connect(self._on_saved)
        bridge.stalled.connect(self._on_stalled)

    def _on_staged(self) -> None:
        # Behind a change that the disk refused nothing is being saved.
        if self.retry.isHidden():
            self._say(self.tr("Saving…"), "quiet")

    def _on_saved(self, at: datetime) -> None:
        # A clock that was set back would have the last change saved before the one that went before it.
        text = self.tr("Saved") if behind(self._latest, at) else self.tr("Saved %1")
        self._latest = at if self._latest is None else max(self._latest, at)
        self._say(text.replace("%1", clock(at, seconds=True)), "quiet")

    def _on_stalled(self, _: str) -> None:
        self._say(self.tr("Not saved"), "stop")
        announce(self, self.saved.text())

    def _say(self, text: str, role: str) -> None:
        restyle(self.saved, "role", role)
        self.saved.setText(text)
        self.saved.setAccessibleName(text)
        self.retry.setVisible(role == "stop")
