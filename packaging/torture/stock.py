"""What every trial begins with: inspections, plain and encrypted, what came back from assessors, and old files."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.domain.instrument import Instrument, Question
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services import handing_out
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, new_key
from inspector_app.services.session import Session
from inspector_app.storage.file_key import Cost
from small import small  # the set of the old files in tests/files
from torture.stage import who

ROOT = Path(__file__).resolve().parents[2]
QUICK = Path("/dev/shm")
"""A place in memory, where the system has one: for what is only read, and what is read once."""
OLD_FILES = ROOT / "tests" / "files"
LEAD, TEAM = "LEAD", {"LEAD": "lead", "A1": "inspector", "A2": "inspector"}
CASES = {"C-1": "LEAD", "C-2": "LEAD", "C-3": "A1", "C-4": "A1", "C-5": "A2", "C-6": "A2"}
FACTS = {"ldu": "Plymouth", "officer": "O-1", "case_type": "licence", "rosh": "high"}
PASSPHRASE = "under torture"
CHEAP = Cost(memory=10, passes=1, lanes=1)
"""What deriving a key costs is not what is tried here."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One inspection in stock.

    Attributes:
        key: what opens it; None for a plain one.
        home: the settings of the installation that made it, and the key with which that signs.
        back: copies that assessors worked in.
    """

    path: Path
    key: FileKey | None
    home: Path
    back: tuple[Path, ...]


class Stock:
    """Inspections to copy from, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inspections = Inspections({**load_all(paths.resources() / "instruments"), "small": small()})
        self._keys: Mapping[str, list[str]] = {}

    def make(self) -> None:
        """Writes everything."""
        self.folder.mkdir(parents=True)
        self._keys = {}
        for name, key in (("plain", None), ("sealed", new_key(PASSPHRASE, CHEAP))):
            if key is not None:
                self._keys = {name: [key.header.hex(), key.secret.hex()]}
            self._make_inspection(self.folder / name, key)
        (self.folder / "keys.json").write_text(json.dumps(self._keys), encoding="utf-8")

    def read(self) -> Stock:
        """Takes what `make` wrote, perhaps in another process."""
        self._keys = json.loads((self.folder / "keys.json").read_text(encoding="utf-8"))
        return self

    def kept(self, sealed: bool) -> Kept:
        """The encrypted inspection, or the plain one."""
        name = "sealed" if sealed else "plain"
        folder, key = self.folder / name, self._keys.get(name)
        back = tuple(sorted((folder / "back").glob("*.inspection")))
        found = None if key is None else FileKey(bytes.fromhex(key[0]), bytes.fromhex(key[1]))
        return Kept(folder / "torture.inspection", found, folder / "home", back)

    def copied(self, kept: Kept, folder: Path) -> Path:
        """A copy of an inspection in another folder, on the computer where it was made."""
        shutil.copytree(kept.home, folder / "home", dirs_exist_ok=True)
        return Path(shutil.copyfile(kept.path, folder / kept.path.name))

    def _make_inspection(self, folder: Path, key: FileKey | None) -> None:
        folder.mkdir()
        lead, details = who(folder / "home", LEAD), {"trust": "Torture Trust", "interviews": "no"}
        path = folder / "torture.inspection"
        session = self.inspections.create(path, "violence-2013", lead, details, TEAM, key=key)
        for ref, assessor in CASES.items():
            session.do(AddCase(ref, assessor, FACTS))
        answer(session, "C-2", 30)
        self._hand_out_and_answer(session, folder)
        session.close()

    def _hand_out_and_answer(self, session: Session, folder: Path) -> None:
        (folder / "back").mkdir()
        prepared, at = handing_out.prepare(session, ["A1", "A2"]), datetime.now(UTC)
        written = handing_out.write(prepared, folder / "back", "torture", at) or ()
        handing_out.remember(session, written, at)
        for one in written:
            assessor = who(folder / one.assessor, one.assessor)
            theirs = self.inspections.open(one.path, assessor, key=one.key)
            for ref in theirs.refs():
                answer(theirs, ref, 20)
            theirs.close()


def answer(session: Session, ref: str, most: int) -> None:
    """Answers the first questions of a case that have choices."""
    for question in with_choices(session.instrument)[:most]:
        session.do(SetAnswer("case", ref, question.id, question.choices[0].code, note=f"Seen for {question.number}."))


def with_choices(instrument: Instrument) -> tuple[Question, ...]:
    """The questions of a case of which one choice is taken."""
    return tuple(q for q in instrument.case_questions if q.kind == "single")


if __name__ == "__main__":
    Stock(Path(sys.argv[1])).make()
