"""Keys with which recovery copies are locked: made once from a passphrase, when it is typed, held in memory only."""

from __future__ import annotations

import threading

from inspector_app.exchange.recovery_seal import PassphraseLock, lock_of
from inspector_app.services.behind import Behind
from inspector_app.storage.file_key import FileKey, made_by


class PageLocks:
    """The keys of the inspections that were opened with their passphrase since the program began."""

    def __init__(self) -> None:
        self._found: dict[bytes, PassphraseLock] = {}
        self._behind = Behind("page lock")
        self._guard = threading.Lock()

    def learn(self, key: FileKey, passphrase: str) -> None:
        """Makes the key of a passphrase, behind the screen, if it opens the file; the passphrase itself is not kept."""

        def make() -> None:
            if made_by(key, passphrase):
                made = lock_of(passphrase)
                with self._guard:
                    self._found[key.header] = made

        with self._guard:
            known = key.header in self._found
        if not known:
            self._behind.do(make)

    def of(self, key: FileKey) -> PassphraseLock | None:
        """The key for an inspection; None where it was opened with the recovery key alone.

        It waits for one that is being made: not to be called on the main thread.
        """
        self._behind.wait()
        with self._guard:
            return self._found.get(key.header)
