"""How a file of an earlier minor format gets what it lacks: named steps, all in one transaction.

A step is never changed once a version with it went out; each has an old file in the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

from inspector_app.storage.chain_ends import begin_ends
from inspector_app.storage.tables import FORMAT_MAJOR, FORMAT_MINOR, SEALED, TRIGGERS, Base


@dataclass(frozen=True, slots=True)
class Step:
    """What leads to a minor format from the one before. `carry_out` is called within a transaction."""

    minor: int
    what: str
    carry_out: Callable[[Connection], None]


def _tables(*names: str) -> Callable[[Connection], None]:
    def carry_out(connection: Connection) -> None:
        Base.metadata.create_all(connection, [Base.metadata.tables[name] for name in names])

    return carry_out


def _proof(connection: Connection) -> None:
    _tables("signature", "tip")(connection)
    for table in SEALED:
        if "digest" not in {column["name"] for column in inspect(connection).get_columns(table)}:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN digest VARCHAR(64) DEFAULT '' NOT NULL")
    begin_ends(connection)


STEPS = (
    Step(1, "question sets, anchors and what is said of one copy", _tables("question_set", "anchor", "local")),
    Step(2, "changes about the report", _tables()),
    Step(3, "signatures, the ends of chains, digests of what is not chained", _proof),
)


def outstanding(user_version: int) -> tuple[Step, ...]:
    """The steps that a file of this format lacks; none for one of a later minor format."""
    return tuple(step for step in STEPS if step.minor > user_version & 0xFFFF)


def bring_up_to_date(connection: Connection, user_version: int) -> None:
    """Carries out what a file lacks. To be called within a transaction, which it leaves open."""
    for step in outstanding(user_version):
        step.carry_out(connection)
    write_format(connection)


def write_format(connection: Connection) -> None:
    """Refuses UPDATE and DELETE where rows are only added, and says which format the file has."""
    for trigger in TRIGGERS:
        connection.execute(text(trigger))
    connection.exec_driver_sql(f"PRAGMA user_version = {(FORMAT_MAJOR << 16) + FORMAT_MINOR}")
