"""Remembers of each file how it was when it was closed here, so that one put in its place is noticed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from inspector_app.domain.answers import Revision
from inspector_app.domain.last_seen import Seen, seen, since_then
from inspector_app.runtime.settings import Settings
from inspector_app.services.backup_folder import origin_of

LAST_SEEN = "last_seen"
_MOST = 200
"""Of so many files it is remembered, the last ones."""


class LastSeen:
    """What is kept in the settings: a hash of the place -> a hash of the inspection, and how far it had come."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def told(self, path: Path, inspection: str, encrypted: bool, history: Iterable[Revision]) -> str:
        """What is to be said of a file that was just opened; empty where all is well or nothing is known."""
        before = _read(self._known().get(self._name(path)))
        if before is None:
            return ""
        digests = [revision.digest for revision in history]
        return since_then(before, seen(inspection, encrypted, digests), frozenset(digests))

    def keep(self, path: Path, inspection: str, encrypted: bool, history: Iterable[Revision]) -> None:
        """Remembers a file as it is now."""
        now = seen(inspection, encrypted, [revision.digest for revision in history])
        name, known = self._name(path), self._known()
        others = [(other, said) for other, said in known.items() if other != name][-_MOST + 1 :]
        self._settings.keep(LAST_SEEN, {**dict(others), name: [now.inspection, now.encrypted, now.changes, now.tip]})

    def forget(self, path: Path) -> None:
        """What comes next at a place is meant to be another."""
        name = self._name(path)
        self._settings.keep(LAST_SEEN, {other: said for other, said in self._known().items() if other != name})

    def _name(self, path: Path) -> str:
        return origin_of(path, self._settings.device())

    def _known(self) -> dict[str, object]:
        said = self._settings.get(LAST_SEEN, {})
        return said if isinstance(said, dict) else {}


def _read(said: object) -> Seen | None:
    """The settings may hold anything."""
    if not isinstance(said, list) or [type(part) for part in said] != [str, bool, int, str]:
        return None
    return Seen(*said)
