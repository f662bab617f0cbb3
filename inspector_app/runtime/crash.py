"""The crash log: what a bug or a crash of the interpreter left behind is read, once, at the next start."""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

log = logging.getLogger(__name__)


class CrashLog:
    """One file that is empty after a clean end.

    Each running copy writes to a file of its own (by process number), so that a second window neither empties nor reads
    the first one's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / f"crash-{os.getpid()}.txt"
        self._file: TextIO | None = None

    def left_behind(self) -> str:
        """What runs that have ended left in their crash logs; they are cleared by reading."""
        found = []
        for path in sorted(self._folder.glob("crash-*.txt")):
            if path == self._path or _is_running(path.stem.removeprefix("crash-")):
                continue
            try:
                found.append(path.read_text(encoding="utf-8", errors="replace").strip())
                path.unlink()
            except OSError as error:
                log.info("an old crash log could not be read: %s", error)
        return "\n\n".join(text for text in found if text)

    def begin(self) -> None:
        """From now on bugs and crashes of the interpreter are written down; without a place for it, only logged."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)
        except OSError as error:
            log.info("there is no crash log: %s", error)
        sys.excepthook = self.bug
        threading.excepthook = self._bug_in_thread

    def end(self) -> None:
        """A clean end: an empty log goes away; one that holds a bug stays for the next start."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        if self._path.stat().st_size == 0:
            self._path.unlink()

    def bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What nobody caught: written down, and told on standard error."""
        if not issubclass(kind, KeyboardInterrupt):
            self.write_down(error)
        sys.__excepthook__(kind, error, trace)

    def write_down(self, error: BaseException) -> None:
        """Writes a bug into the crash log and the log."""
        text = "".join(traceback.format_exception(error))
        log.error("bug: %s", text)
        if self._file is not None:
            self._file.write(text + "\n")
            self._file.flush()

    def _bug_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.bug(args.exc_type, args.exc_value, args.exc_traceback)


def _is_running(pid: str) -> bool:
    if not pid.isdigit() or sys.platform == "win32":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
