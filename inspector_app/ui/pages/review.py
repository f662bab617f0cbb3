"""The review: what the inspection's own checks are about, page by page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.ui.bridge import Bridge
from inspector_app.ui.menus import Handlers
from inspector_app.ui.pages.agreement import AgreementPage
from inspector_app.ui.pages.review_queue import ReviewQueue
from inspector_app.ui.pages.second_reads import SecondReadsPage
from inspector_app.ui.widgets.sub_tabs import SubTabs


class ReviewPage(QWidget):
    """The pages of the review; a further page is one line in `_pages`.

    Signals:
        notice: a sentence and its tone, for the line of the window.
        moved: another page is on, or something else is chosen on it; what can be asked for may be different.
    """

    notice = Signal(str, str)
    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Review")
        self.queue = ReviewQueue(bridge)
        self.second_reads = SecondReadsPage(bridge)
        self.agreement = AgreementPage(bridge)
        self.tabs = SubTabs(self._pages(), "review_tabs")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.tabs.turned.connect(lambda _: self.moved.emit())
        self.second_reads.moved.connect(self.moved)
        self.queue.moved.connect(self.moved)
        for page in (self.queue, self.second_reads, self.agreement):
            page.notice.connect(self.notice)

    def handlers(self) -> Handlers:
        """What can be asked for here."""
        return self.tabs.handlers()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        self.tabs.take_keyboard()

    def action_words(self) -> dict[str, str]:
        """What some of it is called here."""
        return {} if self.tabs.page != "queue" else self.queue.action_words()

    def look_again(self) -> None:
        """Begins anew for somebody else, who may see other readings."""
        self.queue.look_again()
        self.second_reads.look_again()
        self.agreement.refresh()

    def _pages(self) -> list[tuple[str, str, QWidget]]:
        return [
            ("queue", self.tr("Submitted and queries"), self.queue),
            ("second_reads", self.tr("Second reads"), self.second_reads),
            ("agreement", self.tr("Agreement"), self.agreement),
        ]
