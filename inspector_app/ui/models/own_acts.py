"""The acts of one page, taken back and brought back in turn, however many cases each of them touched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.answers import About
from inspector_app.services.commands import Redo, Undo
from inspector_app.services.session import Pending
from inspector_app.ui.bridge import Bridge


@dataclass(frozen=True, slots=True)
class _Done:
    batch: str
    places: tuple[tuple[About, str], ...]


class OwnActs(QObject):
    """Remembers what a page did while the inspection is open.

    Args:
        initiator: the name under which the page hands its commands to the bridge.

    Signals:
        refused: why the last act cannot be taken back here, as a sentence.
    """

    refused = Signal(str)

    def __init__(self, bridge: Bridge, initiator: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._initiator = bridge, initiator
        self._done: list[_Done] = []
        self._undone: list[_Done] = []
        bridge.staged.connect(self._on_staged)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """What can be asked for: to take an act back, or to bring it back, where there is one."""
        ways = {"undo": (self._done, self.undo), "redo": (self._undone, self.redo)}
        return {name: act for name, (there, act) in ways.items() if there}

    def undo(self) -> None:
        """Takes the last act back."""
        if self._done and self._free(self._done[-1], "undo"):
            last = self._done.pop()
            if self._bridge.handle(Undo(*last.places[0]), f"{self._initiator}/undo"):
                self._undone.append(last)
            else:
                self._done.append(last)

    def redo(self) -> None:
        """Brings back what was taken back last."""
        if self._undone and self._free(self._undone[-1], "redo"):
            last = self._undone.pop()
            if self._bridge.handle(Redo(*last.places[0]), f"{self._initiator}/redo"):
                self._done.append(last)
            else:
                self._undone.append(last)

    def _free(self, act: _Done, way: str) -> bool:
        """Whether nothing was done to its places since, which would be lost with it."""
        session = self._bridge.session
        if all(getattr(session.undo_state(*place), way) == act.batch for place in act.places):
            return True
        refs = ", ".join(ref for _, ref in act.places[:3])
        self.refused.emit(
            self.tr("Something else was done to %1 since; take that back first, in the case itself.").replace(
                "%1", refs
            )
        )
        return False

    def _on_staged(self, pending: Pending) -> None:
        if pending.initiator == self._initiator:
            places = tuple(dict.fromkeys((r.slot.about, r.slot.ref) for r in pending.revisions))
            self._done.append(_Done(pending.revisions[0].batch, places))
            self._undone.clear()
