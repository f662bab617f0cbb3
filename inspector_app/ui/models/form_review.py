"""The acts of the review on the form that is open: finishing, returning, queries, changes with a reason."""

from __future__ import annotations

from inspector_app.domain.reviewing import Said
from inspector_app.services.commands import Ask, Reopen, Reply, ReturnCase, SetConsensus, Settle, SignOff, Submit
from inspector_app.ui.models.form_desk import FormDesk


class FormReview:
    """Each act says whether it was carried out; where it was not, the bridge tells why."""

    def __init__(self, desk: FormDesk) -> None:
        self._desk = desk

    def finish(self) -> bool:
        """Submits the case, locks the second read, or signs the case off, as is this person's to do."""
        state = self._desk.state
        if state is None or not state.review.finish:
            return False
        return self._desk.do(SignOff(state.ref) if state.review.finish == "sign_off" else Submit(state.ref))

    def reopen(self, reason: str) -> bool:
        """Opens a submitted or signed-off case again."""
        return self._desk.do(Reopen(self._desk.ref, reason))

    def give_back(self, reason: str) -> bool:
        """Returns the case to whoever submitted it."""
        return self._desk.do(ReturnCase(self._desk.ref, reason))

    def say(self, question: str, said: Said, text: str) -> bool:
        """Asks about an answer, replies, or settles a query."""
        commands: dict[Said, type[Ask | Reply | Settle]] = {"ask": Ask, "reply": Reply, "settle": Settle}
        return self._desk.do(commands[said](self._desk.ref, question, text))

    def overrule(self, question: str, value: str, reason: str) -> bool:
        """Has another answer stand, with a reason; without a value the change is lifted."""
        return self._desk.do(SetConsensus(self._desk.ref, question, value, reason))
