"""Submitting cases, signing them off and opening them again, from the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.case_access import Finish, finishing, may_reopen
from inspector_app.services.commands import Reopen, SignOff, Submit
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.models.cases_model import CasesModel
from inspector_app.ui.phrases import finish_words, remains_words
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

    def finishing(self, ref: str) -> Finish:
        """How whoever works here finishes a case; empty where that is not theirs to do, or done."""
        if not ref:
            return ""
        session = self._bridge.session
        return finishing(self._model.case(ref), session.details().team, session.person.author)

    def action_words(self, ref: str) -> dict[str, str]:
        """What finishing the case is called for whoever works here."""
        finish = self.finishing(ref)
        return {"sign_off": finish_words(finish)} if finish else {}

    def finish(self, ref: str) -> None:
        """Submits a case or signs it off, or says what remains."""
        finish = self.finishing(ref)
        if not finish:
            return
        left = self._model.remaining(ref)
        if not left.may_sign_off:
            texts: dict[Finish, str] = {
                "submit": self.tr("Case %1 cannot be submitted yet. What remains: %2."),
                "lock": self.tr("Your second read of case %1 cannot be locked yet. What remains: %2."),
                "sign_off": self.tr("Case %1 cannot be signed off yet. What remains: %2."),
            }
            text = texts[finish].replace("%1", ref).replace("%2", remains_words(left))
            self.notice.emit(text, "attention")
        elif self._bridge.handle(SignOff(ref) if finish == "sign_off" else Submit(ref), "cases"):
            done: dict[Finish, str] = {
                "submit": self.tr("Case %1 is submitted; the lead looks at it next."),
                "lock": self.tr("Your second read of case %1 is locked."),
                "sign_off": self.tr("Case %1 is signed off and counts in the scores."),
            }
            self.notice.emit(done[finish].replace("%1", ref), "good")

    def ask_to_reopen(self, ref: str) -> None:
        """Asks for the reason, where the case is submitted or signed off and may be opened again."""
        session = self._bridge.session
        if ref and may_reopen(self._model.case(ref), session.details().team, session.person.author):
            self._bar.ask_reason()
        elif ref:
            self.notice.emit(self.tr("There is nothing to reopen in case %1.").replace("%1", ref), "attention")

    def reopen(self, ref: str, reason: str) -> None:
        """Opens a case again; the bridge tells where the reason is missing."""
        if self._bridge.handle(Reopen(ref, reason), "cases"):
            self.notice.emit(self.tr("Case %1 is open again.").replace("%1", ref), "good")
            self.reopened.emit()
