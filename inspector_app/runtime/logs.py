"""The log: a small file of this account, for support. It holds no answer and no case reference."""

from __future__ import annotations

import logging
from pathlib import Path

LIMIT = 500_000
"""Bytes after which a new file begins; one old file is kept."""


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
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
