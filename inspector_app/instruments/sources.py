"""Reads a question set from wherever a person has it: a folder, one of its files, or a .zip archive."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.instruments.library import load, load_files, ordinary
from inspector_app.instruments.limits import LARGEST

HEAD = "instrument.toml"
LARGEST_ARCHIVE = 64 << 20
"""Bytes of an archive as it is; a set may lie in it beside much else."""
_USUAL = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Ways of packing; others may ask for gigabytes before a byte is unpacked."""


def read_source(path: Path) -> Instrument:
    """The question set in a folder or an archive; for a .toml file, the one in the folder around it.

    Raises:
        KnownError: there is none, or the place cannot be read.
        BadRows: it has mistakes; each row names file, question and reason.
    """
    if path.is_dir() or path.suffix.lower() == ".toml":
        folder = path if path.is_dir() else path.parent
        if not (folder / HEAD).is_file():
            raise _none_in(folder.name)
        return load(folder)
    try:
        content = ordinary(path, LARGEST_ARCHIVE)
    except OSError as error:
        raise KnownError(
            f"{path.name} cannot be read ({error.strerror}); nothing was changed. Check the place and choose it again."
        ) from error
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _files(path.name, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error) as error:
        raise KnownError(
            f"{path.name} is no folder and no .zip archive that can be read; nothing was changed. Choose the folder "
            f"with {HEAD} in it, or a .zip of it."
        ) from error
    return load_files(path.name, files)


def _files(name: str, archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [info for info in archive.infolist() if info.filename.endswith(".toml")]
    heads = [PurePosixPath(info.filename) for info in entries if PurePosixPath(info.filename).name == HEAD]
    if not heads:
        raise _none_in(name)
    if len(heads) > 1:
        raise KnownError(
            f"{name} holds {len(heads)} question sets; nothing was changed. Choose an archive with one of them."
        )
    own = [info for info in entries if PurePosixPath(info.filename).parent == heads[0].parent]
    if sum(info.file_size for info in own) > LARGEST:
        raise KnownError(f"{name} is far too large for a question set; nothing was changed. Choose another archive.")
    if any(info.compress_type not in _USUAL for info in own):
        raise zipfile.BadZipFile("another way of packing")
    return {PurePosixPath(info.filename).name: archive.read(info) for info in own}


def _none_in(name: str) -> KnownError:
    return KnownError(
        f"There is no question set in {name} (it would have a file {HEAD}); nothing was changed. Choose the folder or "
        "archive that has one."
    )
