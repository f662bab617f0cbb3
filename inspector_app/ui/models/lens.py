"""What the person looks at on the pages of scores: which cases count, and by which method."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from inspector_app.domain.scoring import Method, Scores
from inspector_app.services.session import Changes
from inspector_app.ui.bridge import Bridge


class Lens(QObject):
    """One for all pages of scores, so that filters and method stay when one walks between them.

    Attributes:
        method: how an outcome is drawn from its questions.
        unfinished: whether cases that are not signed off count too.
        where: conditions on facts and answers, as in `domain.selecting`.

    Signals:
        moved: something else counts now, by another method, or the answers changed. Several acts that are committed
            together are told once.
    """

    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.session = bridge.session
        self.method: Method = "question-mean"
        self.unfinished = False
        self.where: Mapping[str, str] = {}
        self._scores: Scores | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._move)
        bridge.changed.connect(self._on_changed)

    @property
    def scores(self) -> Scores:
        """The scores of what counts; worked out when first asked for."""
        if self._scores is None:
            self._scores = self.session.scores(self.method, self.unfinished, self.where)
        return self._scores

    @property
    def refs(self) -> tuple[str, ...]:
        """The references of the cases that count."""
        return self.session.counted(self.unfinished, self.where)

    @property
    def moving(self) -> bool:
        """Whether a change is still to be told."""
        return self._soon.isActive()

    def use_method(self, method: Method) -> None:
        """Draws outcomes by this method."""
        if method != self.method:
            self.method = method
            self._move()

    def include_unfinished(self, included: bool) -> None:
        """Counts cases that are not signed off too, or no more."""
        if included != self.unfinished:
            self.unfinished = included
            self._move()

    def narrow(self, key: str, value: str | None) -> None:
        """Keeps the cases with this value; None lifts the condition."""
        kept = {k: v for k, v in self.where.items() if k != key}
        narrowed = kept if value is None else {**kept, key: value}
        if narrowed != self.where:
            self.where = narrowed
            self._move()

    def _move(self) -> None:
        self._scores = None
        self.moved.emit()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("case"):
            self._scores = None
            self._soon.start()
