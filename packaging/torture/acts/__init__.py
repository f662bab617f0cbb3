"""The acts: what the app is doing when it is stopped, and what must be there afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torture.acts.act import Act
from torture.acts.answering import Answering
from torture.acts.backing_up import BackingUp
from torture.acts.exporting import Exporting
from torture.acts.faulty_disk import FaultyDisk
from torture.acts.migrating import Migrating
from torture.acts.noting import Typing
from torture.acts.rekeying import Rekeying
from torture.acts.restoring import Restoring
from torture.acts.slow_disk import SlowDisk
from torture.acts.taking_back import TakingBack
from torture.cutting import PowerCut
from torture.damaging import Damage
from torture.stock import Stock
from torture.trial import Place, kill
from torture.verdict import Verdict


class Torture(Protocol):
    """One row of the table.

    Attributes:
        words: what happens, as the table says it.
        share: of the time of a run, against the other rows.
    """

    words: str
    share: float

    def hold(self, stock: Stock, place: Place, seed: int) -> Verdict:
        """One trial, or a set of trials that belong together."""


@dataclass(frozen=True, slots=True)
class Kill:
    """The app is killed in the middle of an act."""

    act: Act
    words: str

    @property
    def share(self) -> float:
        """Of the time of a run."""
        return self.act.share

    def hold(self, stock: Stock, place: Place, seed: int) -> Verdict:
        """One kill."""
        return kill(self.act, stock, place, seed)


ACTS: dict[str, Torture] = {
    "kill-answering": Kill(Answering("answering", span=0.5, share=4), "killed while answering questions"),
    "kill-typing": Kill(Typing("typing", span=1.6, pace=0.012, share=4), "killed while typing notes"),
    "kill-taking-back": Kill(TakingBack("taking back", span=0.4, share=2), "killed while taking back copies"),
    "kill-migrating": Kill(Migrating("migrating", span=0.4), "killed while migrating an old file"),
    "kill-exporting": Kill(
        Exporting("exporting", span=1.5, share=2, choices=("pdf", "docx", "tables", "hand-outs")),
        "killed while exporting",
    ),
    "kill-rekeying": Kill(Rekeying("rekeying", span=1.2), "killed while changing the passphrase"),
    "kill-backing-up": Kill(BackingUp("backing up", span=0.6), "killed while making backups"),
    "kill-restoring": Kill(Restoring("restoring", span=0.3), "killed while restoring a backup"),
    "cut-answering": PowerCut(Answering("answering", span=0.4), "power cut while answering"),
    "cut-typing": PowerCut(Typing("typing", span=1.2, pace=0.012), "power cut while typing notes"),
    "cut-taking-back": PowerCut(
        TakingBack("taking back", span=60, until_done=True), "power cut while taking back copies"
    ),
    "cut-migrating": PowerCut(Migrating("migrating", span=0.8), "power cut while migrating an old file"),
    "cut-exporting": PowerCut(
        Exporting("exporting", span=60, until_done=True, choices=("pdf", "docx", "tables", "hand-outs")),
        "power cut while exporting",
    ),
    "cut-rekeying": PowerCut(Rekeying("rekeying", span=60, until_done=True), "power cut while changing the passphrase"),
    "cut-backing-up": PowerCut(BackingUp("backing up", span=0.8), "power cut while making backups"),
    "cut-restoring": PowerCut(Restoring("restoring", span=60, until_done=True), "power cut while restoring a backup"),
    "fault-full": Kill(FaultyDisk("full disk", span=150, choices=("full",)), "disk full at each call, then free"),
    "fault-other": Kill(
        FaultyDisk("faulty disk", span=150, choices=("silent", "read-only")), "disk silent or read-only, then well"
    ),
    "slow": Kill(
        SlowDisk("slow disk", span=25, pace=0.02, choices=("answers", "notes")), "killed on a disk of 2 s a sync"
    ),
    "damage": Damage("bytes flipped, told and rescued"),
}
"""By the name under which they are asked for."""

NEED_SHIM = tuple(name for name in ACTS if name.startswith(("cut-", "fault-", "slow")))
"""What cannot be tried without a shim before the disk."""
