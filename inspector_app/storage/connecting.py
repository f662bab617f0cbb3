"""A connection to an inspection file, encrypted or not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from inspector_app.storage.file_key import FileKey
from inspector_app.storage.strangers import ANOTHER_JOURNAL, refuse_endless_schema, strange

_PRAGMAS = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    # What a file defines may call no function of ours, and a cell that reaches out of its page is damage.
    "trusted_schema=OFF",
    "cell_size_check=ON",
    # Sorting and the like may not leave anything on the disk.
    "temp_store=MEMORY",
    # What is deleted (drafts, keys) is overwritten.
    "secure_delete=ON",
)


def connect(path: Path, key: FileKey | None, new: bool) -> Connection:
    """The one connection to a file, for the thread that asks.

    Raises:
        sqlcipher3.dbapi2.Error, sqlalchemy.exc.DBAPIError: see `faults.known_faults`.
    """

    def creator() -> Any:
        connection = open_driver(path, key, new)
        if not new:
            try:
                refuse_endless_schema(path, connection)
                if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
                    raise strange(path, ANOTHER_JOURNAL)
            except BaseException:
                connection.close()
                raise
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    return create_engine("sqlite://", creator=creator, module=dbapi2, poolclass=StaticPool).connect()


def open_driver(path: Path, key: FileKey | None, new: bool) -> Any:
    """The driver's own connection, with the key given and nothing read yet."""
    mode = "rwc" if new else "rw"
    connection = dbapi2.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=5.0)
    if key is not None:
        connection.execute(f"PRAGMA key = {quoted(key)}")
        # A later SQLCipher may write otherwise unless it is told; our files are those of version 4.
        connection.execute("PRAGMA cipher_compatibility = 4")
    connection.execute("PRAGMA cipher_default_compatibility = 4")  # of files that are attached
    # SQLCipher would write to the terminal what is told in a sentence of ours.
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection


def quoted(key: FileKey) -> str:
    """A key as SQLCipher reads a raw one, with the file's first 16 bytes."""
    return f"\"x'{key.secret.hex()}{key.header.hex()}'\""
