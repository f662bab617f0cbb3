"""A quiet row in which the pages within a tab are chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.ui.parts import button


class SubTabs(QWidget):
    """Several pages, of which one is shown, and the row in which it is chosen.

    A page may offer ``handlers()`` and ``take_keyboard()``, as the pages of the window do; both are passed through.

    Args:
        pages: in order, as (id, title, page).
        name: under which the page that was on is remembered.
        under: what stands beneath the row and belongs to all pages.

    Signals:
        turned: the id of the page that is on now; what can be asked for may be different.
    """

    turned = Signal(str)

    def __init__(
        self,
        pages: Sequence[tuple[str, str, QWidget]],
        name: str,
        under: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.buttons = {id_: button(title, "subtab") for id_, title, _ in pages}
        self._ids = tuple(self.buttons)
        self._group = QButtonGroup(self)
        self.stack = QStackedWidget()
        self.row = QHBoxLayout()
        self.row.setContentsMargins(12, 8, 24, 0)
        self.row.setSpacing(4)
        for id_, _, page in pages:
            self.stack.addWidget(page)
            tab = self.buttons[id_]
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, i=id_: self.show_page(i))
            self._group.addButton(tab)
            self.row.addWidget(tab)
        self.row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self.row)
        if under is not None:
            layout.addWidget(under)
        layout.addWidget(self.stack, 1)
        self.show_page(self._ids[0])

    @property
    def page(self) -> str:
        """The id of the page that is on."""
        return self._ids[self.stack.currentIndex()]

    def show_page(self, id_: str) -> None:
        """Turns to a page; one that is not there (any more) leaves things as they are."""
        if id_ not in self.buttons:
            return
        self.buttons[id_].setChecked(True)
        self.stack.setCurrentIndex(self._ids.index(id_))
        self.turned.emit(id_)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What can be asked for: the next and the previous page, and what the one that is on offers."""
        offered: dict[str, Callable[[], None]] = getattr(self.stack.currentWidget(), "handlers", dict)()
        return {"next_tab": lambda: self._turn(1), "previous_tab": lambda: self._turn(-1), **offered}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins on the page that is on."""
        take = getattr(self.stack.currentWidget(), "take_keyboard", None)
        if take is not None:
            take()
        else:
            self.buttons[self.page].setFocus()

    def _turn(self, by: int) -> None:
        self.show_page(self._ids[(self.stack.currentIndex() + by) % len(self._ids)])
        self.take_keyboard()
