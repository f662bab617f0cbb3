"""Undo on a page whose acts lie in many places: it takes back what was done on that page, and nothing else."""

from __future__ import annotations

from inspector_app.services.commands import Command, Redo, Undo
from inspector_app.ui.bridge import Bridge


class Steps:
    """Carries out acts about the report, and takes them back one after the other.

    Each act is known by the batch that undo would touch; where something else was done in its place since, from another
    page, it is left alone.
    """

    def __init__(self, bridge: Bridge, initiator: str) -> None:
        self._bridge, self._initiator = bridge, initiator
        self._done: list[tuple[str, str]] = []
        self._undone: list[tuple[str, str]] = []

    def act(self, ref: str, command: Command) -> bool:
        """Does something about a place of the report; False where it was refused."""
        before = self._state(ref)[0]
        if not self._bridge.handle(command, self._initiator):
            return False
        batch = self._state(ref)[0]
        if batch and batch != before:
            self._done.append((ref, batch))
            self._undone.clear()
        return True

    def undo(self) -> bool:
        """Takes the last act back; False where there is none that can be."""
        while self._done:
            ref, batch = self._done.pop()
            if self._state(ref)[0] == batch and self._bridge.handle(Undo("report", ref), self._initiator):
                self._undone.append((ref, batch))
                return True
        return False

    def redo(self) -> bool:
        """Brings back what was undone last; False where there is nothing."""
        while self._undone:
            ref, batch = self._undone.pop()
            if self._state(ref)[1] == batch and self._bridge.handle(Redo("report", ref), self._initiator):
                self._done.append((ref, batch))
                return True
        return False

    def _state(self, ref: str) -> tuple[str | None, str | None]:
        state = self._bridge.session.undo_state("report", ref)
        return state.undo, state.redo
