"""Where an inspection lies, and whether that is a good place."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.kept_elsewhere import warning
from inspector_app.runtime.surroundings import surroundings


def place_warning(path: Path) -> str:
    """A sentence where a file lies in a folder that is synchronised or on a network; else empty. Never an error."""
    return warning(surroundings(path))
