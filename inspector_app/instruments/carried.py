"""Question sets as an inspection file carries them: packed, unpacked, and held against their hash."""

from __future__ import annotations

import json
import zlib

from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.instruments.library import content_hash, load_files
from inspector_app.instruments.limits import LARGEST


class DamagedSet(KnownError):
    """A carried question set is not the one it says it is."""


def pack(instrument: Instrument) -> QuestionSet | None:
    """A question set as a file carries it; None for one that was not read from files."""
    if not instrument.files:
        return None
    texts = json.dumps(dict(sorted(instrument.files.items())), ensure_ascii=False)
    packed = zlib.compress(texts.encode(), 9)
    return QuestionSet(instrument.id, instrument.version, instrument.content_hash, packed)


def unpack(carried: QuestionSet) -> Instrument:
    """The question set behind what a file carries.

    Raises:
        DamagedSet: its texts cannot be read, are not those that the hash was made of, or make another set.
    """
    texts = _texts(carried)
    if texts is None or content_hash(texts) != carried.content_hash:
        raise DamagedSet(_sentence(carried, "is damaged"))
    try:
        instrument = load_files(f"version {carried.version}", {name: text.encode() for name, text in texts.items()})
    except BadRows as error:
        raise DamagedSet(_sentence(carried, f"cannot be used ({error.rows[0]})")) from error
    if (instrument.id, instrument.version) != (carried.instrument, carried.version):
        raise DamagedSet(_sentence(carried, f"is another one ({instrument.id} {instrument.version})"))
    return instrument


def _texts(carried: QuestionSet) -> dict[str, str] | None:
    try:
        unpacker = zlib.decompressobj()
        plain = unpacker.decompress(carried.packed, LARGEST)
        if unpacker.unconsumed_tail:
            return None
        texts = json.loads(plain)
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            return None
        for part in (*texts, *texts.values()):
            part.encode()
    except (zlib.error, ValueError, RecursionError):
        return None
    return texts


def _sentence(carried: QuestionSet, what: str) -> str:
    return (
        f"The question set {carried.instrument} {carried.version} that the file carries {what}; nothing was changed. "
        "Go back to a copy of the file that opens, and keep this one for help."
    )
