"""Where one is on the way from a score down to the answer of a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from inspector_app.domain.scoring import Standing
from inspector_app.domain.targets import Target

Level = Literal["all", "outcome", "criterion", "question", "case"]


@dataclass(frozen=True, slots=True)
class Place:
    """A step on the way; what is empty was not chosen.

    Attributes:
        standing: which cases behind the figure of a question are kept; empty for all.
        ref: the case whose answer is shown.
    """

    outcome: str = ""
    criterion: str = ""
    question: str = ""
    standing: Standing | Literal[""] = ""
    ref: str = ""

    @property
    def level(self) -> Level:
        """How far down it is."""
        if self.ref:
            return "case"
        if self.question:
            return "question"
        return "criterion" if self.criterion else "outcome" if self.outcome else "all"

    @property
    def target(self) -> Target | None:
        """What is explained here; None where nothing is chosen."""
        if self.question:
            return Target("question", self.question)
        if self.criterion:
            return Target("criterion", self.criterion)
        return Target("outcome", self.outcome) if self.outcome else None

    @property
    def up(self) -> Place:
        """One step back; at the top the same."""
        if self.ref:
            return replace(self, ref="")
        if self.question:
            return Place(self.outcome, self.criterion)
        return Place(self.outcome) if self.criterion else Place()

    @property
    def way(self) -> tuple[Place, ...]:
        """Every step from the top to here."""
        return (self,) if self.level == "all" else (*self.up.way, self)
