"""The crash log: what a bug or a crash of the interpreter left behind is read, once, at the next start.

It says where in the code it was, and nothing of any case: neither what an exception said nor what a variable held. On
a terminal, where somebody looks at the program itself, all is told; elsewhere standard error may end in a file.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TextIO

from inspector_app.domain.bug_text import without_content
from inspector_app.runtime.logs import Bare

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
        sys.unraisablehook = self._bug_on_the_way
        threading.excepthook = self._bug_in_thread

    def end(self) -> None:
        """A clean end: an empty log goes away; one that holds a bug stays for the next start."""
        sys.excepthook = sys.__excepthook__
        sys.unraisablehook = sys.__unraisablehook__
        threading.excepthook = threading.__excepthook__
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        self._file = None
        if self._path.stat().st_size == 0:
            self._path.unlink()

    def bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What nobody caught: written down, and told on standard error, whole where that is a terminal."""
        if not issubclass(kind, KeyboardInterrupt):
            self.write_down(error)
        if _on_a_terminal() or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        elif sys.stderr is not None:
            print(without_content(error), file=sys.stderr)

    def write_down(self, error: BaseException) -> None:
        """Writes a bug into the crash log and the log."""
        log.error("bug: %s", Bare(error, whole=True))
        if self._file is not None:
            self._file.write(without_content(error) + "\n\n")
            self._file.flush()

    def _bug_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.bug(args.exc_type, args.exc_value, args.exc_traceback)

    def _bug_on_the_way(self, unraisable: sys.UnraisableHookArgs) -> None:
        """What could not be raised, such as within a finalizer. Whose it was is not told: its name may be content."""
        if unraisable.exc_value is not None:
            self.bug(type(unraisable.exc_value), unraisable.exc_value, unraisable.exc_traceback)


def refuse_core_dumps() -> None:
    """Has the system keep no picture of this process's memory if it crashes: answers and keys are in it.

    On Linux and macOS by its limit on such files; on Windows by ending without the error report, which holds parts of
    the memory. What cannot be had is left.
    """
    if sys.platform == "win32":
        import ctypes

        without_report = 0x0002
        ctypes.windll.kernel32.SetErrorMode(ctypes.windll.kernel32.GetErrorMode() | without_report)
        return
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError) as error:
        log.info("core dumps could not be refused: %s", error)


def _on_a_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


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
