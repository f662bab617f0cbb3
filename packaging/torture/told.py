"""What the app under torture tells through a pipe before it is killed, and what is made of it afterwards."""

from __future__ import annotations

import json
import math
import mmap
import os
import struct
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from torture.disk import Disk

_DOUBLE = struct.Struct("<d")

OVER = "over"
"""Told as done where an act has an end, at which the app is killed."""

Place = tuple[str, str, str, str]
"""About, reference, question and part (``value`` or ``note``) of a typed text."""


class RunningClock:
    """How long the app's main thread was at work, in seconds: shared with whoever watches it, and outliving it.

    Time in which it did not get the processor, because the machine does something else, counts as one step only.
    """

    STEP = 0.02

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, _DOUBLE.size)
        self._before = time.monotonic()

    @property
    def now(self) -> float:
        """Seconds."""
        return float(_DOUBLE.unpack_from(self._memory)[0])

    def tick(self) -> None:
        """To be called by the app, several times within each `STEP`."""
        at = time.monotonic()
        _DOUBLE.pack_into(self._memory, 0, self.now + min(at - self._before, self.STEP))
        self._before = at


class Teller:
    """The app's end of the pipe: one line of JSON for each thing that happened.

    Attributes:
        disk: where the calls to the disk are written down, told among them, too.
        on_begun: done when the act begins.
    """

    def __init__(self, pipe: int, clock: RunningClock) -> None:
        self._pipe, self._clock = pipe, clock
        self.disk: Disk | None = None
        self.on_begun: Callable[[], None] = lambda: None

    def tell(self, what: str, **more: Any) -> None:
        """Tells, at once."""
        if what == "begun":
            self.on_begun()
        line = json.dumps({"what": what, "ran": self._clock.now, **more})
        if self.disk is not None:
            self.disk.mark(line)
        os.write(self._pipe, (line + "\n").encode())


@dataclass(slots=True)
class Heard:
    """What was heard of one life of the app.

    Attributes:
        begun: whether it got as far as the act.
        staged: id -> digest of each change that stood on screen.
        groups: the ids of what went to the disk together.
        acknowledged: ids of the changes that were shown as saved.
        typed: place -> (when by the running clock, text) of what stood on screen while it was typed.
        done: whatever else was told as done.
        errors: what went wrong in the app itself.
        worst: the longest that a key press waited, in seconds; `presses` how many there were.
        ran: the running clock at the end.
    """

    begun: bool = False
    staged: dict[str, str] = field(default_factory=dict)
    groups: list[list[str]] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    typed: dict[Place, list[tuple[float, str]]] = field(default_factory=dict)
    done: list[Any] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    worst: float = 0.0
    presses: int = 0
    ran: float = 0.0

    def hear(self, line: Mapping[str, Any]) -> None:
        """Takes in one line."""
        self.ran = max(self.ran, line["ran"])
        match line["what"]:
            case "begun":
                self.begun = True
            case "staged":
                self.staged |= dict(line["revisions"])
                self.groups.append([id_ for id_, _ in line["revisions"]])
            case "saved":
                self.acknowledged.update(line["ids"])
            case "typed":
                self._told_of(line).append((line["ran"], line["text"]))
            case "kept":
                # As old as can be: it is there for certain.
                told = self._told_of(line)
                told[:] = [(-math.inf if text == line["text"] else at, text) for at, text in told]
            case "done":
                self.done.append(line["result"])
            case "error":
                self.errors.append(line["text"])
            case "pressed":
                self.worst = max(self.worst, line["waited"])
                self.presses += 1

    def _told_of(self, line: Mapping[str, Any]) -> list[tuple[float, str]]:
        about, ref, question, part = line["place"]
        return self.typed.setdefault((about, ref, question, part), [])

    def may_be_found(self, place: Place, older_than: float) -> tuple[str, ...]:
        """The texts of a place of which one must be there: the last of a certain age or told as kept, and all since.

        Empty where nothing of that age stood there.
        """
        told = self.typed.get(place, [])
        old = [number for number, (at, _) in enumerate(told) if at <= self.ran - older_than]
        return tuple(text for _, text in told[old[-1] :]) if old else ()


def heard_from(lines: Iterable[bytes], ran: float) -> Heard:
    """Everything of one life; a last line that was cut short is left out."""
    heard = Heard(ran=ran)
    for line in lines:
        if line.endswith(b"\n"):
            heard.hear(json.loads(line))
    return heard
