"""Garbage in circles is let go of on the main thread alone: there may be widgets in it.

Python searches on whatever thread happens to make objects. A job that did so while a window had just been closed would
take widgets apart under Qt, which ends the process.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 1000
"""How often to look whether a search is due, in milliseconds."""


class MainThreadCollector(QObject):
    """Searches in the place of Python's own search, which it turns off for good."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(collect_due)
        self._timer.start()


def collect_due() -> None:
    """Searches as far as Python would by now; to be called on the main thread."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
