"""The words in which proposals are drafted, as data, and the language that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.unbound import TypedWords
from inspector_app.domain.unbound_en import ENGLISH_TYPED


@dataclass(frozen=True, slots=True)
class ProposalWords:
    """One language.

    Attributes:
        found: what is said of a question that has no finding of its own: ``{short}``, and ``{share}`` once.
        fell_short, not_done: how many did it, and not well enough, or did it not at all, with ``{n}``.
        others: what the other answers were, with ``{answers}``.
        reason, reasons: the most frequent reason, or reasons, with ``{answers}``.
        divided, asked: how the answers to a fact, or of officers, divide: ``{short}`` and ``{answers}``.
        answer: one answer with its figure: ``{label}`` and ``{n}``.
        factor, factor_work: a factor linked to offending, ``{label}`` and ``{n}``; what was done, ``{share}``.
        factor_progress: and the progress on it, ``{share}``.
        row: a row of a grid with its columns: ``{label}`` and ``{answers}``.
        should, should_short: a recommendation, from ``{recommendation}`` or ``{short}``; ``{behind}`` may be empty.
        behind_one, behind_many: the paragraphs behind it, with ``{links}``.
        last: joins the last of several.
        typed: by what numbers in a label are known.
    """

    found: str
    fell_short: str
    not_done: str
    others: str
    reason: str
    reasons: str
    divided: str
    asked: str
    answer: str
    factor: str
    factor_work: str
    factor_progress: str
    row: str
    should: str
    should_short: str
    behind_one: str
    behind_many: str
    last: str
    typed: TypedWords

    def listed(self, items: Sequence[str]) -> str:
        """Several things: *a, b and c*."""
        return self.last.format(first=", ".join(items[:-1]), last=items[-1]) if len(items) > 1 else "".join(items)


ENGLISH = ProposalWords(
    found="Our assessors found *{short}* in {share} of the cases.",
    fell_short="In {n} it was done, but not well enough.",
    not_done="In {n} it was not done at all.",
    others="Otherwise the answer was {answers}.",
    reason="The most frequent shortcoming was {answers}.",
    reasons="The most frequent shortcomings were {answers}.",
    divided="As to *{short}*, the answer was {answers}.",
    asked="Asked about *{short}*, officers answered {answers}.",
    answer="*{label}* ({n})",
    factor="In {n} cases the offending was linked to *{label}*.",
    factor_work="Enough was done about it in {share} of them",
    factor_progress="{work}, and there was enough progress in {share}.",
    row="*{label}*: {answers}.",
    should="The Trust should make sure that {recommendation}{behind}.",
    should_short="The Trust should improve what is measured here as *{short}*{behind}.",
    behind_one=" (paragraph {links})",
    behind_many=" (paragraphs {links})",
    last="{first} and {last}",
    typed=ENGLISH_TYPED,
)


def words_of(_language: str) -> ProposalWords:
    """The words of a question set's language; proposals are drafted in English so far."""
    return ENGLISH
