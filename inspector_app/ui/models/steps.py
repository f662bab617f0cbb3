"""Undo on a page whose acts lie in many places: it takes back what was done on that page, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.services.commands import Command, Redo, Undo
from inspector_app.ui.bridge import Bridge


class Steps:
    """Carries out acts about the report, and takes them back one after the other.

    Each act is known by the batch that undo would touch; where something else was done in its place since, from another
    page, it is left alone.
    """

    def __init__(self, bridge: Bridge, initiator: str) -> None:
        self._bridge, self._initiator = bridge, initiator
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    def act(self, ref: str, *commands: Command) -> bool:
        """Does something about a place of the report, as one step; False where it was refused."""
        batches = []
        for command in commands:
            before = self._state(ref)[0]
            if not self._bridge.handle(command, self._initiator):
                break
            batch = self._state(ref)[0]
            if batch and batch != before:
                batches.append(batch)
        else:
            self._done.append(_Step(ref, tuple(batches)))
            self._undone.clear()
            return True
        return False

    def undo(self) -> bool:
        """Takes the last step back; False where there is none that can be."""
        return self._walk(self._done, self._undone, back=True)

    def redo(self) -> bool:
        """Brings back what was undone last; False where there is nothing."""
        return self._walk(self._undone, self._done, back=False)

    def _walk(self, taken: list[_Step], given: list[_Step], back: bool) -> bool:
        command = Undo if back else Redo
        while taken:
            step = taken.pop()
            moved = False
            for batch in reversed(step.batches) if back else step.batches:
                if self._state(step.ref)[0 if back else 1] != batch:
                    break
                moved = self._bridge.handle(command("report", step.ref), self._initiator)
            if moved:
                given.append(step)
                return True
        return False

    def _state(self, ref: str) -> tuple[str | None, str | None]:
        state = self._bridge.session.undo_state("report", ref)
        return state.undo, state.redo


@dataclass(frozen=True, slots=True)
class _Step:
    """What was done about one place of the report: the batches, in their order."""

    ref: str
    batches: tuple[str, ...]
