"""What came of a trial, and of many."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(slots=True)
class Verdict:
    """What came of one trial, or of several of one kind.

    Attributes:
        lost: what was acknowledged and is not there, as sentences.
        damaged: what is not as it was written, as sentences.
        broken: what kept the trial from being one, such as an app that did not start.
        worst: the longest that a key press waited, in seconds.
        trials: how many it is of.
        promises: how many acknowledged changes and kept texts were looked for.
        kept: where the files of failures lie.
    """

    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    worst: float = 0.0
    trials: int = 1
    promises: int = 0
    kept: list[str] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.lost or self.damaged or self.broken)

    def plain(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """One verdict of all."""
    whole = Verdict(trials=0)
    for one in verdicts:
        whole.lost += one.lost
        whole.damaged += one.damaged
        whole.broken += one.broken
        whole.kept += one.kept
        whole.worst = max(whole.worst, one.worst)
        whole.trials += one.trials
        whole.promises += one.promises
    return whole
