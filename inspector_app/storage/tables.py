"""The tables of an inspection file, format 1.3."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

APPLICATION_ID = 0x494E5350
"""“INSP”: in the header of each inspection file."""

FORMAT_MAJOR = 1
FORMAT_MINOR = 3
"""Kept together in `user_version` as major * 65536 + minor. A newer major version is refused, a newer minor one read.

History:
    1.0: the first.
    1.1: `question_set`; `local` and `anchor`, for hand-outs. A file of 1.0 gets what it lacks when something is first
        written there.
    1.2: the report: changes about ``report``, in the same tables.
    1.3: `signature`; files may be encrypted (`file_key`). `tip`, and `digest` in `draft` and `local`, so that a lost
        end and a byte that rots in what is not chained are noticed.
"""


class Base(DeclarativeBase):
    """The declarative base of all tables."""


class RevisionRow(Base):
    """One change, for ever; triggers refuse UPDATE and DELETE."""

    __tablename__ = "revision"
    __table_args__ = (
        Index("revision_slot", "about", "ref", "facet", "name"),
        # Not unique: two copies of a file that went on separately at one device share numbers, and must merge.
        Index("revision_chain", "device", "sequence"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    about: Mapped[str] = mapped_column(String(16))
    ref: Mapped[str] = mapped_column(String(200))
    facet: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    assessor: Mapped[str] = mapped_column(String(200))
    value: Mapped[str]
    note: Mapped[str]
    evidence: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    batch: Mapped[str] = mapped_column(String(36))
    undoes: Mapped[str] = mapped_column(String(36))
    author: Mapped[str] = mapped_column(String(200))
    at: Mapped[str] = mapped_column(String(40))
    device: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int] = mapped_column(Integer)
    instrument: Mapped[str] = mapped_column(String(40))
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class SupersedesRow(Base):
    """Which revision replaces which; the replaced one may be in another, not yet merged file."""

    __tablename__ = "supersedes"

    revision: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    superseded: Mapped[str] = mapped_column(String(36), primary_key=True)


class DraftRow(Base):
    """Text being typed that is no revision yet; a crash leaves it here."""

    __tablename__ = "draft"

    about: Mapped[str] = mapped_column(String(16), primary_key=True)
    ref: Mapped[str] = mapped_column(String(200), primary_key=True)
    question: Mapped[str] = mapped_column(String(200), primary_key=True)
    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    author: Mapped[str] = mapped_column(String(200))
    text: Mapped[str]
    at: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64), server_default="")
    """`seals.seal_of` all before it; empty where an earlier version wrote the row."""


class QuestionSetRow(Base):
    """A version of the question set that is or was in force; triggers refuse UPDATE and DELETE."""

    __tablename__ = "question_set"

    place: Mapped[int] = mapped_column(Integer, primary_key=True)
    instrument: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(40))
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class AnchorRow(Base):
    """A change that is kept in another file, on which one in this file follows (`answers.Anchor`)."""

    __tablename__ = "anchor"

    device: Mapped[str] = mapped_column(String(36), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class TipRow(Base):
    """A change after which none was written in its chain (`chain_ends.Ends`).

    The row without a device counts all changes of the file, and its digest is the hash of their order.
    """

    __tablename__ = "tip"
    __table_args__ = ({"sqlite_with_rowid": False},)

    device: Mapped[str] = mapped_column(String(36), primary_key=True)
    sequence: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)


class LocalRow(Base):
    """What is said of this one copy, and is never merged: for whom a hand-out is."""

    __tablename__ = "local"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64), server_default="")
    """As of `DraftRow`."""


class SignatureRow(Base):
    """That the holder of a key stands for a revision: its author's device, or whoever took it in.

    `key` is the public key in hexadecimal digits; `signature` is made over the revision's digest.
    """

    __tablename__ = "signature"

    revision: Mapped[str] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


PROTECTED = ("revision", "supersedes", "question_set", "signature")
"""Tables in which rows are only added."""

SEALED = {"draft": ("author", "text", "at"), "local": ("value",)}
"""Tables whose rows change and have a digest each, and the columns that change."""

TRIGGERS = (
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'a change once written stays as it is'); END"
        for table in PROTECTED
        for verb in ("UPDATE", "DELETE")
    ),
    # An earlier version of the program changes a row and knows nothing of its digest.
    *(
        f"CREATE TRIGGER IF NOT EXISTS {table}_unsealed AFTER UPDATE ON {table} "
        f"WHEN new.digest = old.digest AND ({' OR '.join(f'new.{said} <> old.{said}' for said in columns)}) "
        f"BEGIN UPDATE {table} SET digest = '' WHERE rowid = new.rowid; END"
        for table, columns in SEALED.items()
    ),
)
