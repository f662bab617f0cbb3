"""Signing cases off and opening them again, from the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector_app.services.commands import Reopen, SignOff
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.models.cases_model import CasesModel
from inspector_app.ui.phrases import remains_words
from inspector_app.ui.widgets.case_bar import CaseBar


class CaseActs(QObject):
    """Each act names the case; an empty reference does nothing.

    Signals:
        notice: a sentence and its tone.
        reopened: a case is open again.
    """

    notice = Signal(str, str)
    reopened = Signal()

    def __init__(self, bridge: Bridge, model: CasesModel, bar: CaseBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge, self._model, self._bar = bridge, model, bar

    def sign_off(self, ref: str) -> None:
        """Signs a case off, or says what remains."""
        if not ref or self._model.case(ref).signed_off:
            return
        left = self._model.remaining(ref)
        if not left.may_sign_off:
            text = self.tr("Case %1 cannot be signed off yet. What remains: %2.").replace("%1", ref)
            self.notice.emit(text.replace("%2", remains_words(left)), "attention")
        elif self._bridge.handle(SignOff(ref), "cases"):
            self.notice.emit(self.tr("Case %1 is signed off and counts in the scores.").replace("%1", ref), "good")

    def ask_to_reopen(self, ref: str) -> None:
        """Asks for the reason, where the case is signed off."""
        if ref and self._model.case(ref).signed_off:
            self._bar.ask_reason()
        elif ref:
            self.notice.emit(self.tr("Case %1 is not signed off.").replace("%1", ref), "attention")

    def reopen(self, ref: str, reason: str) -> None:
        """Opens a case again; the bridge tells where the reason is missing."""
        if self._bridge.handle(Reopen(ref, reason), "cases"):
            self.notice.emit(self.tr("Case %1 is open again.").replace("%1", ref), "good")
            self.reopened.emit()
