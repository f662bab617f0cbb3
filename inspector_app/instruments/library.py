"""Reads question sets: those that ship, any other folder or archive of one, and what an inspection file carries."""

from __future__ import annotations

import errno
import hashlib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import msgspec

from inspector_app.domain.errors import BadRows, shown
from inspector_app.domain.instrument import Instrument
from inspector_app.instruments.build import Source, build
from inspector_app.instruments.limits import LARGEST, deep_key, outgrown
from inspector_app.instruments.shapes import (
    ChecksShape,
    FieldsShape,
    GlossaryShape,
    InstrumentShape,
    PageShape,
    Shape,
)
from inspector_app.instruments.sizes import size_mistakes
from inspector_app.instruments.validate import Mistake, mistakes

S = TypeVar("S", bound=Shape)


def load_all(folder: Path) -> dict[str, Instrument]:
    """Every question set in a folder, by id.

    Raises:
        BadRows: a set has mistakes; each row names file, question and reason.
    """
    heads = sorted(folder.glob("*/instrument.toml"))
    return {i.id: i for i in (load(head.parent) for head in heads)}


def load(folder: Path) -> Instrument:
    """One question set.

    Raises:
        BadRows: it has mistakes; each row names file, question and reason.
    """
    found: list[Mistake] = []
    files = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            files[path.name] = ordinary(path, LARGEST)
        except OSError as error:
            found.append(Mistake(path.name, "", f"cannot be read ({error.strerror})"))
    if found:
        raise refusal(folder.name, found)
    return load_files(folder.name, files)


def ordinary(path: Path, largest: int) -> bytes:
    """What a file holds.

    Raises:
        OSError: it cannot be read, is no ordinary file (a pipe would keep one waiting), or holds more than `largest`.
    """
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no ordinary file", os.fspath(path))
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise OSError(errno.EFBIG, f"it is larger than {largest >> 20} MB", os.fspath(path))
    return content


def load_files(name: str, files: Mapping[str, bytes]) -> Instrument:
    """The question set that some files make; `name` is what messages call it, `files` their content by file name.

    Raises:
        BadRows: it has mistakes; each row names file, question and reason.
    """
    found: list[Mistake] = []
    if sum(map(len, files.values())) > LARGEST:
        raise refusal(name, [Mistake("", "", f"its files are larger than {LARGEST >> 20} MB")])
    texts = _texts(files, found)
    head = _read(texts, "instrument.toml", InstrumentShape, found)
    if head is None:
        raise refusal(name, found)
    pages = {f"{page}.toml": _read(texts, f"{page}.toml", PageShape, found) for page in head.pages}
    fields = _read(texts, "fields.toml", FieldsShape, found)
    checks = _read(texts, "checks.toml", ChecksShape, found, optional=True)
    glossary = _read(texts, "glossary.toml", GlossaryShape, found, optional=True)
    if found or fields is None:
        raise refusal(name, found)
    source = Source(
        head,
        {file: page for file, page in pages.items() if page is not None},
        fields,
        checks or ChecksShape(),
        glossary or GlossaryShape(),
        texts,
        content_hash(texts),
    )
    found += size_mistakes(head, source.pages, fields)
    if found:
        raise refusal(name, found)
    instrument = build(source, found)
    found += mistakes(instrument, {page.page.id: file for file, page in source.pages.items()})
    if found:
        raise refusal(name, found)
    return instrument


def content_hash(texts: Mapping[str, str]) -> str:
    """SHA-256 over the names and texts of a set's files; the kind of line end makes no difference."""
    digest = hashlib.sha256()
    for name in sorted(texts):
        content = texts[name].encode()
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def refusal(name: str, found: list[Mistake]) -> BadRows:
    """The error that tells every mistake of a set."""
    rows = tuple(str(mistake) for mistake in found)
    count = "1 mistake" if len(rows) == 1 else f"{len(rows)} mistakes"
    return BadRows(f"The question set in {name} has {count} and was not used; mend these first.", rows)


def _texts(files: Mapping[str, bytes], found: list[Mistake]) -> dict[str, str]:
    texts = {}
    for name, content in files.items():
        try:
            texts[name] = content.replace(b"\r\n", b"\n").decode()
        except UnicodeDecodeError:
            found.append(Mistake(name, "", "is not written in UTF-8"))
            texts[name] = ""
    return texts


def _read(
    texts: Mapping[str, str], name: str, shape: type[S], found: list[Mistake], optional: bool = False
) -> S | None:
    text = texts.get(name)
    if text is None:
        if not optional:
            found.append(Mistake(name, "", "cannot be read (No such file or directory)"))
        return None
    if any(mistake.file == name for mistake in found):
        return None
    if deep_key(text):
        found.append(Mistake(name, "", "a key in it has more parts than can be read"))
        return None
    try:
        raw = tomllib.loads(text)
    except ValueError as error:  # also a number of too many figures
        found.append(Mistake(name, "", f"is not valid TOML: {shown(str(error))}"))
        return None
    except RecursionError:
        found.append(Mistake(name, "", "its parts stand too deep in one another"))
        return None
    if why := outgrown(raw):
        found.append(Mistake(name, "", why))
        return None
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        found.append(_misshapen(name, raw, str(error)))
    return None


def _misshapen(file: str, raw: dict[str, object], complaint: str) -> Mistake:
    """Names the question where msgspec gives only a place such as ``$.question[3].kind``."""
    reason, _, place = complaint.partition(" - at `")
    for table in ("question", "field", "check", "section"):
        mark = f"$.{table}["
        if place.startswith(mark):
            number = int(place.removeprefix(mark).split("]")[0])
            entries = raw.get(table)
            entry = entries[number] if isinstance(entries, list) else {}
            named = (entry.get("id") or entry.get("name")) if isinstance(entry, dict) else None
            name = str(named or f"{table} {number + 1}")
            rest = place.removeprefix(f"{mark}{number}]").strip("`.")
            return Mistake(file, name, f"{reason} ({rest})" if rest else reason)
    return Mistake(file, "", f"{reason} ({place.strip('`')})" if place else reason)
