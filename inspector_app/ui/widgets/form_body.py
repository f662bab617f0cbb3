"""One question with its follow-ups on one screen."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.instrument import Question
from inspector_app.domain.navigation import Screen, kept_in, next_on_screen
from inspector_app.ui.models.form_state import FormState
from inspector_app.ui.parts import label
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.form_card import QuestionCard
from inspector_app.ui.widgets.form_evidence import EvidenceBox
from inspector_app.ui.widgets.form_hand import FormHand
from inspector_app.ui.widgets.form_overrule import OverruleBox

_INDENT = 24


class QuestionBody(QWidget):
    """A question, its choices, what unfolds beneath it, and its evidence. Cards are made when they first open."""

    def __init__(self, screen: Screen, heading: str, hand: FormHand, with_status: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.screen_shown = screen
        self._heading = heading
        self._hand = hand
        self._with_status = with_status
        self._state: FormState | None = None
        self.current = screen.first.id
        self.cards: dict[str, QuestionCard] = {}
        self.grown = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        first = self._make(screen.first)
        layout.addWidget(first)
        self._under = QVBoxLayout()
        self._under.setSpacing(8)
        layout.addLayout(self._under)
        self.kept = label("", "quiet", wrap=True)
        self.kept.setContentsMargins(_INDENT + 12, 0, 0, 8)
        self.kept.hide()
        layout.addWidget(self.kept)
        first.evidence.setContentsMargins(16, 8, 0, 0)
        layout.addWidget(first.evidence)

    def show_state(self, state: FormState) -> None:
        """Shows what stands; follow-ups unfold and fold away."""
        self._state = state
        open_ids = state.remaining.open_ids
        for place, question in enumerate(self.screen_shown.questions):
            card = self.cards.get(question.id)
            if question.id in open_ids or place == 0:
                card = card or self._unfold(question)
                card.show_state(state)
                card.setVisible(True)
            elif card is not None:
                card.hide()
        self._show_kept(kept_in(self.screen_shown, open_ids, state.filled))
        if self.current not in open_ids:
            self.current = self.screen_shown.first.id
        self._mark_current()

    def activate(self, question: str) -> None:
        """Gives the keys to a question."""
        card = self.cards.get(question)
        if card is not None and not card.isHidden():
            self.current = question
            self._mark_current()

    def take_focus(self) -> None:
        """Puts the focus on the question that has the keys."""
        self.cards[self.current].take_focus()

    def press(self, key: int) -> bool:
        """A number key."""
        choices = self.cards[self.current].choices
        return choices.press(key) if choices is not None else False

    def arrow(self, rows: int, columns: int) -> bool:
        """Moves along the choices."""
        choices = self.cards[self.current].choices
        return choices.step_focus(rows or columns) if choices is not None else False

    def take_choice(self) -> None:
        """Chooses what the arrow keys have reached."""
        choices = self.cards[self.current].choices
        if choices is not None:
            choices.take_focused()

    def following(self) -> Question | None:
        """The next follow-up that wants an answer."""
        if self._state is None:
            return None
        return next_on_screen(self.screen_shown, self.current, self._state.remaining.open_ids, self._state.answered_ids)

    @property
    def evidence(self) -> EvidenceBox:
        """The evidence of the question that has the keys."""
        return self.cards[self.current].evidence

    @property
    def overrule(self) -> OverruleBox | None:
        """How the answer that has the keys was changed with a reason, or may be."""
        return self.cards[self.current].overrule

    def flush(self) -> None:
        """Commits what was typed."""
        for card in self.cards.values():
            card.flush()

    def wrong_field(self) -> QWidget | None:
        """The first field whose text cannot be taken; None where there is none."""
        fields = (card.wrong_field() for card in self.cards.values() if not card.isHidden())
        return next((field for field in fields if field is not None), None)

    def chain(self) -> list[QWidget]:
        """What the Tab key walks through, in the order in which it is read."""
        first = self.cards[self.screen_shown.first.id]
        under = [self.cards[q.id] for q in self.screen_shown.questions[1:] if q.id in self.cards]
        inner = [widget for card in under for widget in (*card.chain(), *card.evidence.chain(), card.flag)]
        return [*first.chain(), *inner, *first.evidence.chain(), first.flag]

    def box_of(self, question: str) -> QWidget:
        """The widget that shows a question."""
        return self.cards.get(question) or self.cards[self.screen_shown.first.id]

    def _make(self, question: Question) -> QuestionCard:
        depth = self.screen_shown.depths[question.id]
        card = self.cards[question.id] = QuestionCard(
            question, depth, self._heading, self._hand, self._with_status, self
        )
        return card

    def _unfold(self, question: Question) -> QuestionCard:
        """Puts a new card where it stands among those that are there."""
        order = [q.id for q in self.screen_shown.questions]
        card = self._make(question)
        before = [q for q in order[1 : order.index(question.id)] if q in self.cards]
        row = QVBoxLayout()
        row.setContentsMargins(_INDENT * min(self.screen_shown.depths[question.id], 3), 0, 0, 0)
        row.addWidget(card)
        self._under.insertLayout(len(before), row)
        self.grown = True
        return card

    def _show_kept(self, number: int) -> None:
        self.kept.setVisible(number > 0)
        if number:
            self.kept.setText(
                counted(
                    number,
                    self.tr("%1 answer is folded away here. It is kept, and comes back when its question opens."),
                    self.tr("%1 answers are folded away here. They are kept, and come back when their questions open."),
                )
            )

    def _mark_current(self) -> None:
        for question, card in self.cards.items():
            card.set_active(question == self.current)
