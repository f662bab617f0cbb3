"""A file is worked on by one window or command at a time: a lock that ends with its process, however that ends."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from inspector_app.domain.errors import KnownError

if TYPE_CHECKING:
    from filelock import FileLock

log = logging.getLogger(__name__)

By = Literal["window", "command"]
"""What works on a file."""

_BY_WINDOW = (
    "{name} is open in another window of Inspector{since}, so it is not opened a second time; nothing was changed. "
    "Go on in that window, or close it there first."
)
_BY_COMMAND = (
    "A command of Inspector is writing to {name}{since}, so it is not opened; nothing was changed. "
    "Wait until the command has ended and try again."
)


@dataclass(frozen=True, slots=True)
class Holds:
    """The locks of this account, in a folder of its own.

    They lie there and not beside the inspection, where they would be left on sticks, be copied along by whatever
    synchronises the folder, and fail in a folder that may not be written to. What another machine or account does to a
    file on a shared drive is noticed when something is saved (`storage.store`). A name in the folder tells nothing of
    the file but to somebody who knows its place.

    Attributes:
        folder: where they lie.
        now: the clock.
    """

    folder: Path
    now: Callable[[], datetime]

    def take(self, path: Path, by: By) -> Callable[[], None]:
        """Takes a file for oneself, until what is returned is called or the process ends.

        Where no lock can be made nobody is kept out: that is no reason not to work.

        Raises:
            KnownError: another window or command has it; the sentence says since when.
        """
        from filelock import FileLock, Timeout

        place = self._place(path)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(place.with_suffix(".lock"), timeout=0, thread_local=False)
            lock.acquire()
        except Timeout:
            raise KnownError(self._sentence(path, place.with_suffix(".since"))) from None
        except (OSError, NotImplementedError) as error:
            log.info("no lock could be made: %s", type(error).__name__)
            return lambda: None
        self._say(place.with_suffix(".since"), by)
        return lambda: _release(lock, place.with_suffix(".since"))

    def _place(self, path: Path) -> Path:
        name = os.path.normcase(os.path.realpath(path))
        return self.folder / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _say(self, place: Path, by: By) -> None:
        try:
            place.write_text(json.dumps({"by": by, "at": self.now().isoformat()}), encoding="utf-8")
        except OSError as error:
            log.info("since when a file is open could not be written: %s", type(error).__name__)

    def _sentence(self, path: Path, place: Path) -> str:
        by, since = "window", ""
        try:
            said = json.loads(place.read_text(encoding="utf-8"))
            by, at = str(said["by"]), datetime.fromisoformat(said["at"]).astimezone()
            today = at.date() == self.now().astimezone().date()
            since = f" since {at:%H:%M}" if today else f" since {at.day} {at:%B %Y, %H:%M}"
        except (OSError, ValueError, KeyError, TypeError):
            pass  # it was just being written, or cannot be: that it is open is certain all the same
        return (_BY_COMMAND if by == "command" else _BY_WINDOW).format(name=path.name, since=since)


def _release(lock: FileLock, since: Path) -> None:
    try:
        since.unlink(missing_ok=True)
    except OSError as error:
        log.info("since when a file was open could not be taken away: %s", type(error).__name__)
    lock.release()
