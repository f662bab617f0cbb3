"""The team at work: how far it is, who reads what, what goes out and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.conflicts import conflicts_in
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.menus import Handlers
from inspector_app.ui.pages.allocate import AllocatePage
from inspector_app.ui.pages.conflicts import ConflictsPage
from inspector_app.ui.pages.hand_out import HandOutPage
from inspector_app.ui.pages.progress import ProgressPage
from inspector_app.ui.pages.take_back import TakeBackPage
from inspector_app.ui.parts import label
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.sub_tabs import SubTabs


class TeamPage(LivePage):
    """Progress, allocation, hand-outs, taking back, and conflicts; in a hand-out only what belongs there.

    Signals:
        case_asked: the reference of a case to go to.
        import_asked: take in a table of cases.
        errand_asked: long work, as an `Errand`.
        notice: a sentence and its tone.
        offers: what can be asked for may be different now.
    """

    case_asked = Signal(str)
    import_asked = Signal()
    errand_asked = Signal(object)
    notice = Signal(str, str)
    offers = Signal()

    def __init__(self, bridge: Bridge, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Team")
        self._bridge = bridge
        self.handed_to = bridge.session.copy.local.get(HANDED_TO, "")
        self.progress = ProgressPage(bridge)
        self.allocate = AllocatePage(bridge)
        self.hand_out = HandOutPage(bridge, desk)
        self.take_back = TakeBackPage(bridge, desk, path)
        self.conflicts = ConflictsPage(bridge)
        self.tabs = SubTabs(self._pages(), "team_tabs", self._banner())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self._connect()
        bridge.changed.connect(lambda _: self.refresh())

    def show_now(self) -> None:
        """Says how many conflicts are open."""
        number = len(conflicts_in(self._bridge.session.ledger))
        words = self.tr("Conflicts (%1)").replace("%1", str(number)) if number else self.tr("Conflicts")
        self.tabs.buttons["conflicts"].setText(words)
        self.tabs.buttons["conflicts"].setAccessibleName(words)

    def look_again(self) -> None:
        """Somebody else works here now, who may do other things."""
        for page in (self.allocate, self.hand_out, self.conflicts):
            page.refresh()

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.tabs.take_keyboard()

    def preview(self, paths: Sequence[Path]) -> None:
        """Shows what files bring that came back."""
        self.tabs.show_page("take_back")
        self.take_back.preview(paths)

    def _pages(self) -> list[tuple[str, str, QWidget]]:
        pages: list[tuple[str, str, QWidget]] = [
            ("progress", self.tr("Progress"), self.progress),
            ("allocate", self.tr("Allocate"), self.allocate),
            ("hand_out", self.tr("Hand out"), self.hand_out),
            ("take_back", self.tr("Take back"), self.take_back),
            ("conflicts", self.tr("Conflicts"), self.conflicts),
        ]
        if not self.handed_to:
            return pages
        for page in (self.allocate, self.hand_out, self.take_back):
            page.setParent(self)
            page.hide()
        return [page for page in pages if page[0] in ("progress", "conflicts")]

    def _banner(self) -> QWidget | None:
        if not self.handed_to:
            return None
        text = self.tr(
            "This file was handed out to %1. Cases are allocated and files are taken back in the lead inspector’s "
            "file; bring this one back when you are done."
        )
        made = label(text.replace("%1", self.handed_to), "quiet", wrap=True)
        made.setContentsMargins(24, 8, 24, 0)
        return made

    def _connect(self) -> None:
        for asking in (self.progress, self.conflicts):
            asking.case_asked.connect(self.case_asked)
        for telling in (self.progress, self.allocate, self.take_back, self.conflicts):
            telling.notice.connect(self.notice)
        for errands in (self.hand_out, self.take_back):
            errands.errand_asked.connect(self.errand_asked)
        for offering in (self.allocate, self.conflicts):
            offering.offers.connect(self.offers)
        self.tabs.turned.connect(lambda _: self.offers.emit())
        self.allocate.import_asked.connect(self.import_asked)
        self.take_back.conflicts_asked.connect(self._to_conflicts)

    def _to_conflicts(self) -> None:
        self.tabs.show_page("conflicts")
        self.conflicts.take_keyboard()
