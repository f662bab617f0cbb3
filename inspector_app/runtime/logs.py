"""The log: a small file of this account, for support. It holds no answer, no name and no case reference.

What is written are our own constant texts, with numbers, types and places in the code. Whatever else a record carries
(the words of an exception, a path, a text) is left out, and so are the messages of libraries, who may say anything.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path

from inspector_app.domain.bug_text import in_a_line, without_content

LIMIT = 500_000
"""Bytes after which a new file begins; one old file is kept."""

_OURS = "inspector_app"
_PLACE = re.compile(r"%[-#0 +]*\d*(?:\.\d+)?[a-zA-Z]")


class Bare:
    """An error as the log shows it: its type and place, `whole` with all that led to it, and never its words."""

    def __init__(self, error: BaseException, whole: bool = False) -> None:
        self._said = without_content(error) if whole else in_a_line(error)

    def __str__(self) -> str:
        return self._said


class WithoutContent(logging.Formatter):
    """Formats records so that nothing of a case can be in them."""

    def format(self, record: logging.LogRecord) -> str:
        """The record in a line, with what led to it beneath."""
        ours = record.name == _OURS or record.name.startswith(f"{_OURS}.")
        said = _said(record) if ours else f"(a message from {Path(record.pathname).name}, line {record.lineno})"
        text = f"{self.formatTime(record)} {record.levelname} {record.name}: {said}"
        error = record.exc_info[1] if record.exc_info else None
        return text if error is None else f"{text}\n{without_content(error)}"


def begin_log(folder: Path) -> None:
    """Writes log records from now on to ``inspector.log``; where that cannot be, to nowhere."""
    from logging.handlers import RotatingFileHandler

    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / "inspector.log", maxBytes=LIMIT, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(WithoutContent())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def _said(record: logging.LogRecord) -> str:
    """The constant text of a record, with those of its arguments that can be nobody's words."""
    if not isinstance(record.msg, str):
        return f"({type(record.msg).__name__})"
    given = record.args if isinstance(record.args, tuple) else ()
    shown = iter([_shown(one) for one in given])
    return _PLACE.sub(lambda _: next(shown, "…"), record.msg)


def _shown(one: object) -> str:
    if isinstance(one, Bare | int | float):
        return str(one)
    if isinstance(one, BaseException):
        return in_a_line(one)
    return one.__name__ if isinstance(one, type) else "…"
