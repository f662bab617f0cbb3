"""Finds and reads the question sets that ship, or any other folder of one."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import TypeVar

import msgspec

from inspector_app.domain.errors import BadRows
from inspector_app.domain.instrument import Instrument
from inspector_app.instruments.build import Source, build
from inspector_app.instruments.shapes import (
    ChecksShape,
    FieldsShape,
    GlossaryShape,
    InstrumentShape,
    PageShape,
    Shape,
)
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
    head = _read(folder / "instrument.toml", InstrumentShape, found)
    if head is None:
        raise _refusal(folder, found)
    pages = {f"{name}.toml": _read(folder / f"{name}.toml", PageShape, found) for name in head.pages}
    fields = _read(folder / "fields.toml", FieldsShape, found)
    checks = _read(folder / "checks.toml", ChecksShape, found, optional=True)
    glossary = _read(folder / "glossary.toml", GlossaryShape, found, optional=True)
    if found or fields is None:
        raise _refusal(folder, found)
    source = Source(
        head,
        {name: page for name, page in pages.items() if page is not None},
        fields,
        checks or ChecksShape(),
        glossary or GlossaryShape(),
        _content_hash(folder),
    )
    instrument = build(source, found)
    found += mistakes(instrument, {page.page.id: file for file, page in source.pages.items()})
    if found:
        raise _refusal(folder, found)
    return instrument


def _read(path: Path, shape: type[S], found: list[Mistake], optional: bool = False) -> S | None:
    if optional and not path.is_file():
        return None
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(raw, shape)
    except OSError as error:
        found.append(Mistake(path.name, "", f"cannot be read ({error.strerror})"))
    except UnicodeDecodeError:
        found.append(Mistake(path.name, "", "is not written in UTF-8"))
    except tomllib.TOMLDecodeError as error:
        found.append(Mistake(path.name, "", f"is not valid TOML: {error}"))
    except msgspec.ValidationError as error:
        found.append(_misshapen(path.name, raw, str(error)))
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
            name = str(entry.get("id") or entry.get("name") or f"{table} {number + 1}")
            rest = place.removeprefix(f"{mark}{number}]").strip("`.")
            return Mistake(file, name, f"{reason} ({rest})" if rest else reason)
    return Mistake(file, "", f"{reason} ({place.strip('`')})" if place else reason)


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def _refusal(folder: Path, found: list[Mistake]) -> BadRows:
    rows = tuple(str(mistake) for mistake in found)
    count = "1 mistake" if len(rows) == 1 else f"{len(rows)} mistakes"
    return BadRows(f"The question set in {folder.name} has {count} and was not used; mend these first.", rows)
