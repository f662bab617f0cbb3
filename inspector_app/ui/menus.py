"""The actions of the program as Qt has them: menus and shortcuts, greyed out where nobody offers a handler."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from inspector_app.ui.actions import ACTIONS, MENUS, ActionSpec

Handlers = Mapping[str, Callable[[], None]]
_REPEATING = ("back", "next", "next_unanswered", "previous_unanswered", "undo", "redo")


def words(text: str) -> str:
    """A text of the table of actions in the language of the screen."""
    return QCoreApplication.translate("actions", text)


class Menus(QObject):
    """Makes one `QAction` for each entry of the table, and sends it to whoever offers a handler now."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._handlers: Handlers = {}
        self._usual = {spec.id: spec.text for spec in ACTIONS}
        self._renamed: set[str] = set()
        self.actions = {spec.id: self._make(spec, window) for spec in ACTIONS}
        for menu_id, title in MENUS:
            menu = window.menuBar().addMenu(words(title))
            for spec in ACTIONS:
                if spec.menu == menu_id:
                    menu.addAction(self.actions[spec.id])
        self.offer({})

    def offer(self, handlers: Handlers, called: Mapping[str, str] | None = None) -> None:
        """Takes over what can be asked for now; `called` has other words for some of it."""
        self._handlers = handlers
        for name in self._renamed | set(called or ()):
            self.actions[name].setText((called or {}).get(name) or words(self._usual[name]))
        self._renamed = set(called or ())
        for name, action in self.actions.items():
            action.setEnabled(name in handlers)

    def _make(self, spec: ActionSpec, window: QMainWindow) -> QAction:
        action = QAction(words(spec.text), window)
        action.setObjectName(spec.id)
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setAutoRepeat(spec.id in _REPEATING)
        # Without this, macOS would move actions about by guessing at their words.
        action.setMenuRole(QAction.MenuRole.QuitRole if spec.id == "quit" else QAction.MenuRole.NoRole)
        action.triggered.connect(lambda: self._run(spec.id))
        window.addAction(action)
        return action

    def _run(self, name: str) -> None:
        handler = self._handlers.get(name)
        if handler is not None:
            handler()
