"""What becomes of an inspection file that was damaged: told, or harmless, and never silently another one.

    python tests/damage_trials.py [--every N] [--encrypted]

flips each N-th byte of a small inspection in turn and prints what came of it; without `--every` all of them.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.instruments.carried import DamagedSet, unpack
from inspector_app.services.checking import check
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
from old_files import make, sets

LOOKER = Person("LEAD", "laptop-9")


@dataclass(frozen=True)
class Look:
    """What a person hears and sees of a file.

    Attributes:
        told: what opening it said; empty where it opened without a word.
        found: what `check` said.
        content: all that it says; None where it does not open.
    """

    told: tuple[str, ...]
    found: tuple[str, ...]
    content: tuple[Any, ...] | None


@dataclass
class Tally:
    """Trials by what came of them."""

    counts: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)

    def add(self, trial: str, outcome: str) -> None:
        self.counts[outcome] += 1
        if outcome == "SILENT":
            self.silent.append(trial)


def look(path: Path, instruments: Mapping[str, Instrument], **key: Any) -> Look:
    """Opens a file, reads all of it and has it checked. What is no known problem passes through: that is a fault."""
    told: tuple[str, ...] = ()
    content = None
    try:
        session = Inspections(instruments).open(path, LOOKER, **key)
        try:
            told = tuple(session.flaws)
            drafts = tuple(session.left_by_a_crash())
            copy = session.copy
            carried = tuple((one.content_hash, _texts(one)) for one in session.shelf.carried)
            content = (session.revisions(), copy.anchors, dict(copy.local), drafts, carried)
        finally:
            session.close()
    except KnownError as error:
        told = (str(error),)
    found: tuple[str, ...] = ()
    try:
        found = tuple(problem for one in check(path, instruments, **key) for problem in one.problems)
    except KnownError as error:
        found = (str(error),)
    return Look(told, found, content)


def _texts(carried: QuestionSet) -> object:
    """What a carried set says: packed otherwise it may still say the same."""
    try:
        return dict(unpack(carried).files)
    except DamagedSet:
        return carried


def outcome(before: Look, after: Look) -> str:
    """``told at opening``, ``told by check``, ``harmless``, or ``SILENT`` where it is another inspection unsaid."""
    if after.told:
        return "told at opening"
    if after.found:
        return "told by check"
    return "harmless" if after.content == before.content else "SILENT"


def flipped(content: bytes, place: int, by: int) -> bytes:
    """The same with one byte changed."""
    return content[:place] + bytes([content[place] ^ by]) + content[place + 1 :]


def trials(
    subject: Path, spoilt: Iterable[tuple[str, bytes]], instruments: Mapping[str, Instrument], **key: Any
) -> Iterator[tuple[str, str, Look]]:
    """Each damaged content in turn: what was done, what came of it, and what was said."""
    before = look(subject, instruments, **key)
    assert before.told == before.found == (), "the file is sound before it is damaged"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / subject.name
        for trial, content in spoilt:
            path.write_bytes(content)
            after = look(path, instruments, **key)
            for left in Path(folder).iterdir():
                left.unlink()
            # Each opening keeps what it read out of the search for garbage, which thousands of them would feel.
            gc.unfreeze()
            yield trial, outcome(before, after), after


def flips(content: bytes, places: Iterable[int], by: Iterable[int] = (1,)) -> Iterator[tuple[str, bytes]]:
    """One byte changed, at each of some places in each of some ways."""
    for place in places:
        for mask in by:
            yield f"byte {place} xor {mask:#04x}", flipped(content, place, mask)


def main() -> int:
    """Runs the trials and prints the tally; 1 where damage went unsaid."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--mask", type=lambda text: int(text, 0), default=1)
    parser.add_argument("--encrypted", action="store_true")
    args = parser.parse_args()
    more: dict[str, Any] = {}
    if args.encrypted:
        from inspector_app.services.passphrases import new_key

        more = {"key": new_key("a passphrase of the trials")}
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        subject = Path(folder) / "small.inspection"
        make(subject, **more)
        content = subject.read_bytes()
        places = range(args.start, len(content), args.every)
        for trial, came, _ in trials(subject, flips(content, places, (args.mask,)), sets("now"), **more):
            tally.add(trial, came)
            if came == "SILENT":
                print(trial, came, flush=True)
    print(f"{tally.counts.total()} of {len(content)} bytes: {dict(tally.counts)}")
    return 1 if tally.silent else 0


if __name__ == "__main__":
    sys.exit(main())
