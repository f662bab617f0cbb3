"""What a hand does on the form: one place where all cards of the form report, and one place that listens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class FormHand(QObject):
    """The acts of a person on the questions on screen.

    Signals:
        valued: question id, value.
        noted: question id, note.
        evidenced: question id, evidence status.
        drafted: question id, part (``value`` or ``note``), text that is still being typed.
        activated: question id that the keys are for from now on.
        overruled: question id, the value that is to stand over what was read, and the reason; no value lifts it.
        flagged: question id whose *come back to this* mark is to be changed.
        retried: what the disk did not take is to be tried again.
        next_asked: Ctrl+Enter in a field.
        escaped: Escape in a field.
    """

    valued = Signal(str, str)
    noted = Signal(str, str)
    evidenced = Signal(str, str)
    drafted = Signal(str, str, str)
    activated = Signal(str)
    overruled = Signal(str, str, str)
    flagged = Signal(str)
    retried = Signal()
    next_asked = Signal()
    escaped = Signal()
