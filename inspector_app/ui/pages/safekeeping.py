"""Safekeeping: is the inspection safe from loss and from strangers, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.menus import Handlers
from inspector_app.ui.parts import column, label
from inspector_app.ui.widgets.safe_backups import SafeBackups
from inspector_app.ui.widgets.safe_check import SafeCheck
from inspector_app.ui.widgets.safe_forms import SafeForms
from inspector_app.ui.widgets.safe_place import SafePlace
from inspector_app.ui.widgets.safe_protection import SafeProtection
from inspector_app.ui.widgets.safe_reading import SafeReading
from inspector_app.ui.widgets.safe_section import SafeSection
from inspector_app.ui.widgets.sub_tabs import SubTabs


class SafekeepingPage(QWidget):
    """How things stand in a line each, and a section for each thing that can be done.

    Signals:
        notice: a sentence and its tone.
        errand_asked: long work (`errand.Errand`), once all is saved.
        moved: what can be asked for here may be different now.
    """

    notice = Signal(str, str)
    errand_asked = Signal(object)
    moved = Signal()

    def __init__(self, bridge: Bridge, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Safekeeping")
        self._bridge, self._desk, self._path = bridge, desk, path
        self.forms = SafeForms(bridge, desk)
        self.sections = {section.id: section for section in self._make()}
        pages = [(s.id, s.title, s) for s in self.sections.values()]
        self.tabs = SubTabs(pages, "safekeeping_tabs")
        self.tabs.turned.connect(lambda _: self.moved.emit())
        for section in self.sections.values():
            section.notice.connect(self.notice)
            section.errand_asked.connect(self.errand_asked)
            section.said.connect(self._say)
        self._state = label("", "quiet", wrap=True)
        head = column(label(self.title, "title"), self._state, spacing=4)
        head.setContentsMargins(24, 16, 24, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(self.tabs, 1)

    def handlers(self) -> Handlers:
        """What can be asked for in the section that is on."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins in the section that is on."""
        self.tabs.take_keyboard()

    def show_section(self, section: str) -> None:
        """Turns to a section, by its id."""
        self.tabs.show_page(section)

    def show_form(self, ref: str) -> None:
        """Turns to the Word forms, with a case chosen."""
        self.show_section(SafeForms.id)
        self.forms.choose(ref)

    def showEvent(self, event: QShowEvent) -> None:
        """Says how things stand now."""
        super().showEvent(event)
        self._say()

    def _make(self) -> Sequence[SafeSection]:
        """The sections, in their order."""
        keeper = self._bridge.session.keeper
        backups = (SafeBackups(self._bridge, self._desk, keeper),) if keeper is not None else ()
        reading = SafeReading(self._bridge, self._desk)
        return (
            SafePlace(self._bridge, self._path), SafeProtection(self._bridge.session), *backups, reading, self.forms,
            SafeCheck(self._bridge, self._desk, self._path),
        )  # fmt: skip

    def _say(self) -> None:
        self._state.setText(" ".join(filter(None, (section.says() for section in self.sections.values()))))
        self._state.setAccessibleName(self._state.text())
