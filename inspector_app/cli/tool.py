"""What the commands need from the rest of the program. `bootstrap` provides it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from inspector_app.domain.instrument import Instrument
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person


class Tool(Protocol):
    """Question sets, inspections and the window. What costs time is read when it is first asked for."""

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """The question sets at hand, by id.

        Raises:
            KnownError: one of them has mistakes.
        """
        ...

    @property
    def inspections(self) -> Inspections:
        """Where inspections are made and opened."""
        ...

    @property
    def person(self) -> Person:
        """In whose name commands write."""
        ...

    @property
    def example(self) -> Path:
        """The folder of the example inspection."""
        ...

    def open_window(self, path: Path | None) -> int:
        """Opens the window on a file or on the start page, and returns the exit status when it is closed."""
        ...

    def show_off_screen(self, path: Path) -> None:
        """Opens the window on a file without a screen, and closes it again."""
        ...
