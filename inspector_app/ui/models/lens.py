"""What the person looks at on the pages of scores: which cases count, and by which method."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.breakdown import Assessed
from inspector_app.domain.scoring import Method, Scores
from inspector_app.domain.selecting import Selection
from inspector_app.services.results import counted_cases
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge


class Lens(QObject):
    """One for all pages of scores, so that filters and method stay when one walks between them.

    Attributes:
        chosen: which cases count, by which method.

    Signals:
        moved: something else counts now, by another method, or the answers changed. Several acts that are committed
            together are told once.
    """

    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.session = bridge.session
        self.chosen = Selection()
        self._scores: Scores | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._move)
        bridge.changed.connect(self._on_changed)

    @property
    def scores(self) -> Scores:
        """The scores of what counts; worked out when first asked for."""
        if self._scores is None:
            self._scores = self.session.scores(self.chosen.method, self.chosen.unfinished, self.chosen.where)
        return self._scores

    @property
    def cases(self) -> tuple[Assessed, ...]:
        """The cases that count, each with where its questions stand."""
        return counted_cases(self.session, self.chosen)

    @property
    def moving(self) -> bool:
        """Whether a change is still to be told."""
        return self._soon.isActive()

    def use_method(self, method: Method) -> None:
        """Draws outcomes by this method."""
        self._choose(replace(self.chosen, method=method))

    def include_unfinished(self, included: bool) -> None:
        """Counts cases that are not signed off too, or no more."""
        self._choose(replace(self.chosen, unfinished=included))

    def narrow(self, key: str, value: str | None) -> None:
        """Keeps the cases with this value; None lifts the condition."""
        kept = {k: v for k, v in self.chosen.where.items() if k != key}
        self._choose(replace(self.chosen, where=kept if value is None else {**kept, key: value}))

    def widen(self) -> None:
        """Lifts every condition."""
        self._choose(replace(self.chosen, where={}))

    def _choose(self, chosen: Selection) -> None:
        if chosen != self.chosen:
            self.chosen = chosen
            self._move()

    def _move(self) -> None:
        self._scores = None
        self.moved.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("case"):
            self._scores = None
            self._soon.start()
