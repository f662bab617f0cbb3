"""Whether a file is sound, judged with none of the product's code: plain SQL, SQLite's own check, digests by hand."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PARTS = (
    "id, about, ref, facet, name, assessor, value, note, evidence, kind, batch, undoes, author, at, device, instrument"
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds.

    Attributes:
        digests: id -> digest of each change.
        acts: act -> ids of its changes.
        texts: (about, ref, name, part) -> each value or note that was ever written there.
        drafts: the same place -> the draft that is kept.
        wrong: what does not hold, as sentences.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    acts: Mapping[str, Collection[str]] = field(default_factory=dict)
    texts: Mapping[tuple[str, str, str, str], Collection[str]] = field(default_factory=dict)
    drafts: Mapping[tuple[str, str, str, str], str] = field(default_factory=dict)
    wrong: tuple[str, ...] = ()


def look_into(path: Path, raw_key: str = "") -> Found:
    """Reads a file; `raw_key` is what stands between the quotes of SQLCipher's raw key, empty for a plain file."""
    try:
        connection = _connect(path, raw_key)
    except Exception as error:
        return Found(wrong=(f"it does not open: {error}",))
    try:
        return _read(connection)
    except Exception as error:
        return Found(wrong=(f"it cannot be read: {error}",))
    finally:
        connection.close()


def _connect(path: Path, raw_key: str) -> Any:
    if not raw_key:
        return sqlite3.connect(path)
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path))
    connection.execute(f"PRAGMA key = \"x'{raw_key}'\"")
    connection.execute("PRAGMA cipher_log_level = NONE")
    return connection


def _read(connection: Any) -> Found:
    wrong = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    wrong += [f"a link leads nowhere: {row}" for row in connection.execute("PRAGMA foreign_key_check")]
    links: dict[str, list[str]] = defaultdict(list)
    for revision, superseded in connection.execute("SELECT revision, superseded FROM supersedes"):
        links[revision].append(superseded)
    digests: dict[str, str] = {}
    acts: dict[str, set[str]] = defaultdict(set)
    texts: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    places: dict[tuple[str, int], set[str]] = defaultdict(set)
    followed = []
    rows = connection.execute(f"SELECT {PARTS}, sequence, previous, digest FROM revision")
    for *parts, sequence, previous, digest in rows:
        sealed = [*parts, str(sequence), previous, *sorted(links[parts[0]])]
        text = "".join(f"{len(part)}:{part}" for part in sealed)
        if hashlib.sha256(text.encode()).hexdigest() != digest:
            wrong.append(f"change {parts[0]} is not what was sealed")
        digests[parts[0]] = digest
        acts[parts[10]].add(parts[0])
        for part, said in (("value", parts[6]), ("note", parts[7])):
            texts[parts[1], parts[2], parts[4], part].add(said)
        places[parts[14], sequence].add(digest)
        if previous:
            followed.append((parts[14], sequence - 1, previous))
    anchors = set(connection.execute("SELECT device, sequence, digest FROM anchor")) if _has(connection) else set()
    for device, sequence, digest in followed:
        if digest not in places[device, sequence] and (device, sequence, digest) not in anchors:
            wrong.append(f"change {sequence} of device {device} is missing, and others follow on it")
    drafts = {
        tuple(row[:4]): row[4] for row in connection.execute("SELECT about, ref, question, part, text FROM draft")
    }
    return Found(digests, dict(acts), dict(texts), drafts, tuple(wrong))


def _has(connection: Any) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'anchor'").fetchone()[0])
