"""One section of the page that answers *is it safe?*"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class SafeSection(QWidget):
    """What each section offers the page; it fills itself.

    Attributes:
        id, title: its name in the row of sections, for us and for people.

    Signals:
        notice: a sentence and its tone.
        errand_asked: long work (`errand.Errand`), once all is saved.
        said: what `says` returns is different now.
    """

    notice = Signal(str, str)
    errand_asked = Signal(object)
    said = Signal()

    id = ""
    title = ""

    def says(self) -> str:
        """How things stand here, in a short sentence for the head of the page; empty where there is nothing to say."""
        return ""
