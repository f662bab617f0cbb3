"""What an act is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from inspector_app.services.passphrases import FileKey
from torture.hands import Step
from torture.stage import Stage
from torture.stock import Stock
from torture.told import Heard
from torture.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Job:
    """What one trial works on.

    Attributes:
        folder: of the trial; everything that the app writes to is below it.
        path: the inspection.
        key: what opens it.
        me: who works.
        seed: all that is left to chance in this trial follows from it.
        choice: which of several things is done.
        typed_age: typed text of this age, in seconds, is there at the next start.
        windows: whether the app may be started again with its window to look at what is left.
    """

    folder: Path
    path: Path
    key: FileKey | None
    me: str
    seed: int
    choice: str = ""
    typed_age: float = 0.5
    windows: bool = True

    @property
    def raw_key(self) -> str:
        """The key as SQLCipher reads a raw one; empty for a plain file."""
        return "" if self.key is None else self.key.secret.hex() + self.key.header.hex()


class Act(Protocol):
    """One kind of work.

    Attributes:
        name: as in the table.
        span: the kill falls within so many seconds after the act began.
        pace: seconds between two key presses, on average.
        share: of the time of a whole run, against the other acts.
        until_done: whether it is over soon after it told that something is done, not at the end of its span.
    """

    name: str
    span: float
    pace: float
    share: float
    until_done: bool

    def lay_out(self, stock: Stock, folder: Path, seed: int) -> Job:
        """Puts what is needed into the folder of a trial."""

    def live(self, stage: Stage, job: Job) -> Iterator[Step]:
        """The key presses, in the app that is to be killed; tells ``begun`` where a kill begins to count."""

    def judge(self, stock: Stock, job: Job, heard: Heard) -> Verdict:
        """What is there afterwards, in another process."""


@dataclass(slots=True)
class Usual:
    """What most acts have in common: an inspection of the stock, every second one encrypted."""

    name: str
    span: float
    pace: float = 0.004
    share: float = 1.0
    until_done: bool = False
    choices: tuple[str, ...] = field(default=("",))

    def lay_out(self, stock: Stock, folder: Path, seed: int) -> Job:
        """A copy of the inspection."""
        kept = stock.kept(sealed=seed % 2 == 1)
        chosen = random.Random(seed).choice(self.choices)
        return Job(folder, stock.copied(kept, folder), kept.key, "LEAD", seed, chosen)
