"""Question sets: from folders and archives, as an inspection carries them, and their rules."""

from __future__ import annotations

import io
import json
import tomllib
import zipfile
import zlib
from contextlib import suppress

from fuzz.ground import desk, folder, question_set, set_texts
from fuzz.target import Target, refused
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.domain.routing import Sheet, depends_on, fields_of, holds, open_questions
from inspector_app.domain.upgrading import earlier
from inspector_app.instruments.carried import pack, unpack
from inspector_app.instruments.library import content_hash, load_files
from inspector_app.instruments.rules import BadRule, leaves, read_rule, write_rule
from inspector_app.instruments.sources import read_source

PARTED = b"\x00---\x00"


def _use(instrument: Instrument) -> None:
    """A set that was taken is sound: it can be asked, packed and compared."""
    open_questions(instrument.questions, Sheet({}, {}))
    packed = pack(instrument)
    assert packed is not None and unpack(packed) == instrument
    earlier(instrument, (question_set(),))


def _files(data: bytes) -> None:
    """A file of the set is another one: the name before the first line end, the content behind it."""
    files = {name: text.encode() for name, text in set_texts().items()}
    for part in data.split(PARTED):
        name, _, content = part.partition(b"\n")
        files[name.decode("utf-8", "replace")] = content
    with refused():
        _use(load_files("x", files))


def _carried(data: bytes) -> None:
    """Packed texts, as they are and under a hash that fits."""
    with refused():
        unpack(QuestionSet("small", "1.0.0", question_set().content_hash, data))
    packed = zlib.compress(data)
    hashed = ""
    with suppress(ValueError, TypeError, AttributeError, RecursionError):
        texts = json.loads(data)
        hashed = content_hash(texts) if isinstance(texts, dict) else ""
    with refused():
        _use(unpack(QuestionSet("small", "1.0.0", hashed, packed)))


def _archive(data: bytes) -> None:
    path = folder() / "set.zip"
    path.write_bytes(data)
    with refused():
        _use(read_source(path))


def _rules(data: bytes) -> None:
    raws: list[object] = []
    with suppress(ValueError, RecursionError):
        raws.append(json.loads(data))
    with suppress(ValueError, RecursionError):
        raws.append(tomllib.loads(data.decode()).get("open_when"))
    for raw in raws:
        if not isinstance(raw, dict):
            continue
        try:
            rule = read_rule(raw)
        except BadRule as error:
            assert len(str(error)) < 4000
            continue
        assert read_rule(write_rule(rule) or {}) == rule
        list(leaves(rule))
        depends_on(rule), fields_of(rule)
        ids = {q.id for q in desk().instrument.questions}
        holds(rule, Sheet({"type": "licence", "age": "1e400"}, {"plan": "na", "visits": "NaN"}), ids)


def archive(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of some files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def _file_seeds() -> list[bytes]:
    return [f"{name}\n{text}".encode() for name, text in set_texts().items()] + [
        b'glossary.toml\n[[term]]\nterm = "LoR"\nmeaning = "likelihood"\n',
        b"page-a.toml\nx = [[[[[[[[1]]]]]]]]\n",
    ]


def _carried_seeds() -> list[bytes]:
    packed = pack(question_set())
    assert packed is not None
    return [packed.packed, json.dumps(set_texts()).encode(), b'{"instrument.toml": "\\ud800"}']


def _archive_seeds() -> list[bytes]:
    files = {f"small/{name}": text.encode() for name, text in set_texts().items()}
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    return [archive(files, method) for method in methods]


RULES = (
    b'{"all": [{"question": "plan", "any_of": ["na"]}, {"not": {"field": "type", "any_of": ["licence"]}}]}',
    b'{"compare": "field:age", "op": "<", "with": "18"}',
    b'open_when = { any = [{ question = "plan", any_of = ["na"] }] }',
    b"[open_when.not.not.not]\nquestion = 'plan'\nany_of = ['na']",
)

__all__ = ["TARGETS", "KnownError", "archive"]

TARGETS = (
    Target("set_files", _files, _file_seeds, 8192),
    Target("set_carried", _carried, _carried_seeds, 8192),
    Target("set_archive", _archive, _archive_seeds, 16384),
    Target("rules", _rules, lambda: RULES, 2048),
)
