"""Opening, reading and appending to one inspection file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select, text

from inspector_app.domain.answers import About, Anchor, Revision
from inspector_app.domain.chain_ends import UNSAID, Ends
from inspector_app.domain.errors import FileFault
from inspector_app.domain.instrument import QuestionSet
from inspector_app.domain.signing import Signature
from inspector_app.storage.chain_ends import move_ends, read_ends, write_anchors
from inspector_app.storage.drafts import Draft, Place, drop_draft, read_drafts, read_local, write_draft, write_local
from inspector_app.storage.inspection_file import InspectionFile
from inspector_app.storage.question_sets import read_sets, write_sets
from inspector_app.storage.rows import INSERT, SELECT, as_written, read_revisions, row_of
from inspector_app.storage.signatures import read_signatures, write_signatures
from inspector_app.storage.tables import (
    AnchorRow,
    LocalRow,
    QuestionSetRow,
    RevisionRow,
    SignatureRow,
    SupersedesRow,
    TipRow,
)

__all__ = ["Draft", "Place", "Store"]


_ANSWERS = """
    SELECT count(*) FROM (
        SELECT DISTINCT about, ref, name, assessor FROM revision
        WHERE facet = 'answer' AND value != '' AND id NOT IN (SELECT superseded FROM supersedes)
    )
"""


class Store(InspectionFile):
    """What one open inspection file holds. It belongs to the thread that opened it."""

    _doubtful = False
    """Whether the last append may have reached the disk although it failed."""

    def load(self) -> list[Revision]:
        """Every revision of the file, in the order in which they were written.

        Raises:
            KnownError: the file is damaged.
        """
        with self._damage_told(), self._connection.begin():
            links: dict[str, list[str]] = defaultdict(list)
            for revision, superseded in self._connection.execute(
                select(SupersedesRow.revision, SupersedesRow.superseded)
            ):
                links[revision].append(superseded)
            # From the driver itself: its tuples are all that is needed of a row.
            rows = self._driver.execute(SELECT)
            revisions = read_revisions(rows, links)
            self._rows = self._last_row()
        return revisions

    def append(
        self,
        revisions: Sequence[Revision],
        sets: Sequence[QuestionSet] = (),
        anchors: Sequence[Anchor] = (),
        settled: Iterable[Place] = (),
        signatures: Iterable[Signature] = (),
    ) -> None:
        """Writes revisions in one transaction, all or none, with what the file is to carry besides.

        It may be called again with the same revisions after it failed: what a broken commit put on the disk all the
        same is not written twice.

        `sets` are question sets; `anchors` changes kept elsewhere that the revisions follow on; `settled` the places
        of drafts whose text has become one of the revisions; `signatures` those under the revisions.

        Raises:
            KnownError: the disk is full, the file locked, read-only or changed by another window.
        """
        if not revisions:
            return
        self._bring_up_to_date()
        if self._arrived(revisions):
            self._count_in(revisions)
            return
        self._doubtful = True
        links = [{"revision": r.id, "superseded": s} for r in revisions for s in r.supersedes]
        with self._faults_told(), self._connection.begin():
            self._connection.exec_driver_sql(INSERT, [row_of(r) for r in revisions])
            move_ends(self._connection, revisions)
            if links:
                self._connection.execute(insert(SupersedesRow), links)
            write_signatures(self._connection, signatures)
            write_sets(self._connection, sets)
            write_anchors(self._connection, anchors)
            for place in settled:
                drop_draft(self._connection, place)
            self._refuse_if_changed_elsewhere(len(revisions))
        self._count_in(revisions)

    def changes(self) -> int:
        """How many changes the history holds.

        Raises:
            KnownError: the file is damaged.
        """
        with self._faults_told(), self._connection.begin():
            return int(self._connection.execute(text("SELECT count(*) FROM revision")).scalar_one())

    def answers(self) -> int:
        """In how many places an answer stands, whoever gave it.

        Raises:
            KnownError: the file is damaged.
        """
        with self._faults_told(), self._connection.begin():
            return int(self._connection.execute(text(_ANSWERS)).scalar_one())

    def signatures(self) -> list[Signature]:
        """Every signature in the file.

        Raises:
            KnownError: the file is damaged.
        """
        if not self._has(SignatureRow):
            return []
        with self._damage_told(), self._connection.begin():
            return read_signatures(self._connection)

    def sign(self, signatures: Iterable[Signature]) -> None:
        """Adds signatures under revisions that are in the file.

        Raises:
            KnownError: as for `append`.
        """
        self._bring_up_to_date()
        with self._faults_told(), self._connection.begin():
            write_signatures(self._connection, signatures)

    def question_sets(self) -> tuple[QuestionSet, ...]:
        """The question sets that the file carries, in the order in which they came in.

        Raises:
            KnownError: the file is damaged.
        """
        if not self._has(QuestionSetRow):
            return ()
        with self._damage_told(), self._connection.begin():
            return read_sets(self._connection)

    def add_question_set(self, one: QuestionSet) -> None:
        """Has the file carry a question set; one that it carries already stays as it is.

        Raises:
            KnownError: as for `append`.
        """
        self._bring_up_to_date()
        with self._faults_told(), self._connection.begin():
            write_sets(self._connection, (one,))

    def anchors(self) -> list[Anchor]:
        """The changes kept elsewhere on which those in this file follow; none but in a hand-out."""
        if not self._has(AnchorRow):
            return []
        with self._damage_told(), self._connection.begin():
            rows = self._connection.execute(select(AnchorRow.device, AnchorRow.sequence, AnchorRow.digest))
            return [Anchor(*as_written(row, (str, int, str))) for row in rows]

    def ends(self) -> Ends:
        """What the file says of the ends of its chains."""
        if not self._has(TipRow):
            return UNSAID
        with self._damage_told(), self._connection.begin():
            return read_ends(self._connection)

    def local(self) -> dict[str, str]:
        """What is said of this one copy.

        Raises:
            DamagedFile: something of it is not as it was written.
        """
        if not self._has(LocalRow):
            return {}
        with self._damage_told(), self._connection.begin():
            return read_local(self._connection)

    def set_local(self, said: Mapping[str, str]) -> None:
        """Says something of this one copy.

        Raises:
            KnownError: as for `append`.
        """
        self._bring_up_to_date()
        with self._faults_told(), self._connection.begin():
            write_local(self._connection, said)

    def forget_local(self, beginning: str) -> None:
        """Says no more what is said of this one copy under names that begin so.

        Raises:
            KnownError: as for `append`.
        """
        self._bring_up_to_date()
        with self._faults_told(), self._connection.begin():
            self._connection.execute(delete(LocalRow).where(LocalRow.name.startswith(beginning, autoescape=True)))

    def save_draft(self, draft: Draft) -> None:
        """Keeps text that is still being typed.

        Raises:
            KnownError: as for `append`.
        """
        with self._faults_told(), self._connection.begin():
            write_draft(self._connection, draft)

    def drop_draft(self, about: About, ref: str, question: str, part: str) -> None:
        """Forgets a draft.

        Raises:
            KnownError: as for `append`.
        """
        with self._faults_told(), self._connection.begin():
            drop_draft(self._connection, (about, ref, question, part))

    def drafts(self) -> list[Draft]:
        """What a crash left behind, oldest first.

        Raises:
            KnownError: the file is damaged.
        """
        with self._damage_told(), self._connection.begin():
            return read_drafts(self._connection)

    def _refuse_if_changed_elsewhere(self, added: int) -> None:
        """To be called with the write lock held. Rows are never deleted, so the last row's number counts them."""
        if self._rows is not None and self._last_row() != self._rows + added:
            raise FileFault(
                f"Another window or program has changed {self.path.name} meanwhile, so the last change is not saved; "
                "what was saved is safe. Save a copy elsewhere, open the file again and bring the copy in.",
                "elsewhere",
            )

    def _arrived(self, revisions: Sequence[Revision]) -> bool:
        """Whether a commit that was told as failed has put these revisions, and nothing else, on the disk."""
        if not self._doubtful or self._rows is None:
            return False
        with self._faults_told(), self._connection.begin():
            held = self._connection.execute(
                select(RevisionRow.id, RevisionRow.digest).where(text("rowid > :rows")).order_by(text("rowid")),
                {"rows": self._rows},
            ).all()
        return [tuple(row) for row in held] == [(r.id, r.digest) for r in revisions]

    def _count_in(self, revisions: Sequence[Revision]) -> None:
        self._doubtful = False
        self._rows = None if self._rows is None else self._rows + len(revisions)

    def _last_row(self) -> int:
        return int(self._connection.execute(text("SELECT coalesce(max(rowid), 0) FROM revision")).scalar_one())
