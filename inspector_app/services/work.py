"""How long work tells how far it is, and learns that it should stop."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called from long work: how much of it is done (0 to 1), and in a few words what it is doing."""

Cancelled = Callable[[], bool]
"""Asked by long work between its steps: whether it should stop and leave nothing behind."""


def unheard(done: float, doing: str) -> None:
    """Progress that nobody listens to."""


def never() -> bool:
    """Work that nobody stops."""
    return False
