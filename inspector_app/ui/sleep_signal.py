"""The word of the system that the machine goes to sleep, where it can be heard."""

from __future__ import annotations

import sys

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_PLACE = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep")


class SleepSignal(QObject):
    """Hears systemd's word on Linux. It is a courtesy: a machine that slept is also known by its clock (`idling`).

    Attributes:
        heard: whether there is anybody to listen to.

    Signals:
        sleeping: the machine is about to sleep, or has just woken.
    """

    sleeping = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heard = sys.platform == "linux" and self._listen()

    def _listen(self) -> bool:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        bus = QDBusConnection.systemBus()
        slot = SLOT("_on_word(bool)")
        return bus.isConnected() and bool(bus.connect(*_PLACE, self, slot))  # type: ignore[call-overload]

    @Slot(bool)
    def _on_word(self, _: bool) -> None:
        self.sleeping.emit()
