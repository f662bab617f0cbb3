"""The pages of an inspection file without SQLite: what is left to read where SQLite refuses.

A plain file is pages of 4096 bytes as SQLite's file format describes them. In an encrypted one each page is, after
SQLCipher 4: AES-256-CBC over all but the last 80 bytes (and but the first 16 of the file), then 16 bytes of start value
and HMAC-SHA512 over both and the page's number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector_app.storage.file_key import HEADER, PAGE, RESERVED, FileKey, page_fits

BEGIN = b"SQLite format 3\0"
_JOURNAL = bytes.fromhex("d9d505f920a163d7")
_IV = 16


@dataclass(frozen=True, slots=True)
class Page:
    """One page as far as it can be had.

    Attributes:
        number: from 1.
        content: without what is kept at its end, decrypted.
        intact: False where it is cut off, or its HMAC says that it is not as it was written. A plain page always is.
    """

    number: int
    content: bytes
    intact: bool = True

    @property
    def at(self) -> int:
        """Where its tree begins: the first page has the header of the file before it."""
        return 100 if self.number == 1 else 0


class RawPages:
    """The pages of one file, read on demand. Nothing is written.

    Raises:
        OSError: the file cannot be read.
    """

    def __init__(self, path: Path, key: FileKey | None) -> None:
        self._file: BinaryIO = path.open("rb")
        self._key = key
        self.count = -(-os.fstat(self._file.fileno()).st_size // PAGE)
        self.usable = PAGE - (RESERVED if key else 0)

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def page(self, number: int) -> Page | None:
        """A page; None where the file has none of that number, or the drive does not give it."""
        if not 1 <= number <= self.count:
            return None
        try:
            self._file.seek((number - 1) * PAGE)
            found = self._file.read(PAGE)
        except OSError:  # a bad place of the drive
            return None
        return self._opened(number, found)

    def journal(self, path: Path) -> Iterator[Page]:
        """The pages that a journal beside the file kept: as they were before a change that was cut off."""
        try:
            content = path.read_bytes()
        except OSError:
            return
        place = 0
        while (place := content.find(_JOURNAL, place)) >= 0:
            sector = int.from_bytes(content[place + 20 : place + 24], "big")
            at = place + (sector if sector in (512, 1024, 2048, 4096, 8192) else 512)
            while at + 4 + PAGE <= len(content) and content[at : at + 8] != _JOURNAL:
                number = int.from_bytes(content[at : at + 4], "big")
                if 0 < number <= self.count + 1024:
                    yield self._opened(number, content[at + 4 : at + 4 + PAGE])
                at += 4 + PAGE + 4
            place += len(_JOURNAL)

    def _opened(self, number: int, found: bytes) -> Page:
        whole = len(found) == PAGE
        found = found.ljust(PAGE, b"\0")
        if self._key is None:
            return Page(number, found, whole)
        return Page(number, _decrypted(found, number, self._key), whole and page_fits(found, number, self._key))


def _decrypted(page: bytes, number: int, key: FileKey) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.algorithms import AES
    from cryptography.hazmat.primitives.ciphers.modes import CBC

    begin = HEADER if number == 1 else 0
    end = PAGE - RESERVED
    start_value = page[end : end + _IV]
    opener = Cipher(AES(key.secret), CBC(start_value)).decryptor()
    plain = opener.update(page[begin:end]) + opener.finalize()
    return (BEGIN + plain) if number == 1 else plain
