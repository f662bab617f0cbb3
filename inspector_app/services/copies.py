"""Reading another inspection file without so much as touching it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from inspector_app.domain.answers import Anchor, Revision
from inspector_app.domain.chain_ends import UNSAID, Ends, history_flaws
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.proof import Granted
from inspector_app.domain.signing import Signature
from inspector_app.runtime.files import known_faults, refuse_unless_ordinary
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.services.signing import granted_in
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Store
from inspector_app.storage.strangers import refuse_strange_beginning

LARGEST = 8 << 30
"""Bytes of an inspection file: ten national archives. What is larger would fill the disk with its copy."""


@dataclass(frozen=True, slots=True)
class Copy:
    """What another file holds.

    Attributes:
        revisions, sets, anchors, signatures: its changes, the question sets it carries, its anchors and signatures.
        handed_to, granted: for whom it was made, and what it grants, as it says itself.
        encrypted: whether it was.
        ends: what it says of how far its chains went.
    """

    revisions: list[Revision] = field(default_factory=list)
    sets: tuple[QuestionSet, ...] = ()
    anchors: list[Anchor] = field(default_factory=list)
    handed_to: str = ""
    signatures: list[Signature] = field(default_factory=list)
    granted: Granted | None = None
    encrypted: bool = False
    ends: Ends = UNSAID


def read_copy(path: Path, undone: str, key: FileKey | None = None) -> Copy:
    """Reads a copy of the file, so that the other file itself is not even opened for writing.

    Args:
        undone: what therefore was not done where the file is damaged, such as *nothing was merged*.
        key: what opens it, where it is encrypted.

    Raises:
        NeedsPassphrase, WrongPassphrase: it is encrypted, and `key` does not open it.
        KnownError: it is not there, not ours, newer than this program, or damaged.
    """
    with tempfile.TemporaryDirectory(prefix="inspector-") as folder:
        # Its own name may say more than a temporary folder should.
        copy = Path(folder) / "copy.inspection"
        with known_faults(path, "read"):
            refuse_unless_ordinary(path)
            if path.stat().st_size > LARGEST:
                raise KnownError(f"{path.name} is larger than any inspection, so {undone}. Check the file.")
            refuse_strange_beginning(path)
            shutil.copyfile(path, copy)
            journal = path.with_name(path.name + "-journal")
            if journal.is_file():
                shutil.copyfile(journal, copy.with_name(copy.name + "-journal"))
        try:
            faults, found = _read(copy, key)
        except KnownError as error:
            error.args = (str(error).replace(copy.name, path.name),)
            raise
    problems = faults or history_flaws(found.revisions, found.anchors, found.ends)
    if problems:
        raise KnownError(f"{path.name} is damaged, so {undone}: {problems[0]} Use another copy of it.")
    return found


def _read(path: Path, key: FileKey | None) -> tuple[Sequence[str], Copy]:
    store = Store.open(path, key)
    try:
        faults = store.faults()
        return faults, Copy() if faults else _contents(store)
    finally:
        store.close()


def _contents(store: Store) -> Copy:
    local, encrypted = store.local(), store.key is not None
    signatures = store.signatures() if encrypted else []
    handed_to, granted = local.get(HANDED_TO, ""), granted_in(local)
    sets, anchors = store.question_sets(), store.anchors()
    return Copy(store.load(), sets, anchors, handed_to, signatures, granted, encrypted, store.ends())
