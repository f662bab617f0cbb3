"""Long work that a page or a section of one asks for; `errands` carries it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from inspector_app.ui.jobs import Act


@dataclass(frozen=True, slots=True)
class Errand:
    """Long work that a page asks for.

    Attributes:
        what: in a few words what is done, for the line that shows its progress.
        prepare: freezes what is needed, on the main thread, and returns the work.
        then: is given what the work came to; not called where it failed or was stopped.
        stopped: what to say where the person stopped it.
    """

    what: str
    prepare: Callable[[], Act]
    then: Callable[[Any], None]
    stopped: str = ""
