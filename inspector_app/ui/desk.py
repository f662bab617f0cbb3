"""What the window needs from the rest of the program. `bootstrap` provides it; nothing here knows Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from inspector_app.domain.instrument import Instrument
from inspector_app.services.backups import Keeping
from inspector_app.services.handing_out import HandedOut
from inspector_app.services.merging import Union
from inspector_app.services.passphrases import FileKey
from inspector_app.services.session import Pending, Session

Progress = Callable[[float, str], None]
"""Called from long work: how much of it is done (0 to 1), and in a few words what it is doing."""

Cancelled = Callable[[], bool]
"""Asked by long work between its steps: whether the person pressed *Stop*."""

Work = Callable[[Progress, Cancelled], bool]
"""Long work for a background thread: True when it is done, False when it was stopped and left nothing behind.

Raises `KnownError` where the person can do something about it.
"""

HandingOut = Callable[[Progress, Cancelled], Sequence[HandedOut] | None]
Reading = Callable[[Progress, Cancelled], Union | None]
"""Long work that gives something; None where it was stopped."""


@dataclass(frozen=True, slots=True)
class Recent:
    """An inspection that was open before. `missing` where there is no file at that place now; `backups` where there
    are backups of a missing one."""

    path: Path
    name: str
    opened: datetime
    missing: bool = False
    backups: bool = False


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What an import of cases would do, or did.

    Attributes:
        rows: how many rows the file has, its header left out.
        new: references of cases that are added.
        changed: references of cases of which facts, allocation or status change.
        same: how many rows say what stands already.
        members: assessor codes that join the team.
        gaps: a sentence for each signed-off case with gaps; these are taken all the same.
        bad_rows: a sentence for each row that cannot be taken, with its line number; then nothing is taken.
        pending: the act on its way to the disk; None in a dry run, or where nothing changes.
    """

    rows: int
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    same: int = 0
    members: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    bad_rows: tuple[str, ...] = ()
    pending: Pending | None = None


class Desk(Protocol):
    """Everything the window asks for.

    Where nothing else is said a method is called on the main thread, is quick, and raises `KnownError` where the person
    can do something about it.
    """

    @property
    def version(self) -> str:
        """The version of this copy of the program."""
        ...

    @property
    def instruments(self) -> Mapping[str, Instrument]:
        """The question sets at hand, by id."""
        ...

    @property
    def fonts(self) -> Sequence[Path]:
        """The font files of the one type family."""
        ...

    @property
    def keeping(self) -> Keeping:
        """Where backups go, and how often they are made."""
        ...

    @property
    def documents(self) -> Path:
        """The folder in which file dialogues begin and the example is put."""
        ...

    @property
    def me(self) -> str:
        """The assessor code that was used last on this machine; empty before the first."""
        ...

    def set_me(self, code: str) -> None:
        """Remembers who works here. An open session is told by the window."""
        ...

    def open(self, path: Path, key: FileKey | None = None) -> Session:
        """An existing inspection, opened by `me`, with its key where it is encrypted. Called on a background thread."""
        ...

    def place_warning(self, path: Path) -> str:
        """A sentence where an open file lies in a synchronised or network folder; else empty. Called on a background
        thread."""
        ...

    def create(
        self,
        path: Path,
        instrument_id: str,
        details: Mapping[str, str],
        team: Mapping[str, str],
        me: str,
        key: FileKey | None = None,
    ) -> Session:
        """A new inspection file, opened by `me`; encrypted where there is a key. Called on a background thread."""
        ...

    def make_example(self, path: Path) -> Work:
        """The work that writes the example inspection to `path`; refused where something is there already."""
        ...

    def restore(self, path: Path, backup: Path, key: FileKey | None, old_key: FileKey | None) -> Path | None:
        """Puts a backup in the place of a file, as `services.restoring.restore` does, unless another window or command
        works on it. Called on a background thread."""
        ...

    def change_key(self, path: Path, old: FileKey | None, new: FileKey | None) -> None:
        """Gives a file another key, as `services.passphrases.change_key` does, unless another window or command works
        on it. Called on a background thread."""
        ...

    def import_cases(self, session: Session, path: Path, dry_run: bool) -> ImportSummary:
        """Reads a table of cases; takes it in unless it is a dry run or a row is bad."""
        ...

    def export_report(self, session: Session, path: Path) -> Work:
        """Freezes what stands and returns the work that writes the draft report to `path`."""
        ...

    def export_tables(self, session: Session, folder: Path) -> Work:
        """Freezes what stands and returns the work that writes the tables into `folder`."""
        ...

    def hand_out(self, session: Session, assessors: Sequence[str], folder: Path, name: str) -> HandingOut:
        """Freezes what each assessor is to have; the work writes a file for each, called `name` and the code."""
        ...

    def read_others(self, session: Session, paths: Sequence[Path], passphrases: Mapping[Path, str] = {}) -> Reading:
        """Freezes what stands; the work reads other copies and compares. Nothing is written.

        `passphrases` were typed for those that are encrypted and whose keys the open inspection does not keep.
        """
        ...

    def settings_problem(self) -> str:
        """Why a setting could not be kept, as a sentence, once; empty where all were."""
        ...

    def recent(self) -> Sequence[Recent]:
        """Inspections opened before, the latest first."""
        ...

    def remember(self, path: Path, name: str) -> None:
        """Puts an inspection first among the recent ones."""
        ...

    def forget(self, path: Path) -> None:
        """Takes an inspection off the list of recent ones; its file is left alone."""
        ...

    def state(self) -> Mapping[str, str]:
        """What `keep_state` kept last; empty at first, or where it cannot be read."""
        ...

    def keep_state(self, state: Mapping[str, str]) -> None:
        """Keeps positions of the window, last page and case. A failure is logged, never raised."""
        ...

    def left_by_a_crash(self) -> str:
        """What the crash log of the last run holds, once; empty after a clean end."""
        ...
