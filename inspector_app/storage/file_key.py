"""The key of an encrypted inspection file: from a passphrase by Argon2id, or written out as the recovery key.

An encrypted file is a SQLCipher 4 database. Its first 16 bytes, which SQLCipher keeps as its salt, are written by us:

    b"INSC" · format (1) · log2 of Argon2's memory in KiB · passes · lanes · 8 random bytes

All sixteen are Argon2id's salt (RFC 9106 allows eight random bytes where space is short), and the 32 bytes that come
out are the raw key of the database. So a file says what its key was made with, and copies of it open alike.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from inspector_app.domain.errors import KnownError, NeedsPassphrase, WrongPassphrase
from inspector_app.storage.faults import DAMAGED

MAGIC = b"INSC"
HEADER, SECRET = 16, 32
"""Lengths in bytes."""
PAGE, RESERVED = 4096, 80
"""SQLCipher's pages, and what each keeps at its end: 16 bytes of start value, 64 of HMAC-SHA512."""

_FORMAT = 1
_SALT = HEADER - 8
_MOST = {"memory": 18, "passes": 8, "lanes": 8}
"""A header that asks for more (than 256 MiB, say) would stop a laptop, and none of ours does."""
_CHECK, _GROUP = 4, 4
_LOOKED_AT = 64
"""How many pages are tried under a key before it is said not to fit."""
_MISREAD = str.maketrans("018", "OIB")


@dataclass(frozen=True, slots=True)
class Cost:
    """What deriving a key costs whoever guesses: log2 of the memory in KiB, passes, lanes (RFC 9106, section 4)."""

    memory: int = 16
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True, repr=False)
class FileKey:
    """What opens one file. It is never printed by chance: its repr says nothing.

    Attributes:
        header: the first 16 bytes of the file.
        secret: the raw key, 32 bytes.
    """

    header: bytes
    secret: bytes

    def __repr__(self) -> str:
        return "FileKey(…)"

    def written(self) -> str:
        """The recovery key: the secret in groups of four letters and digits, the last of which is a check."""
        text = _letters(self.secret)
        return "-".join(text[at : at + _GROUP] for at in range(0, len(text), _GROUP))

    def same_as(self, other: FileKey) -> bool:
        """Whether both open the same file; takes as long whether they do or not."""
        return hmac.compare_digest(self.header + self.secret, other.header + other.secret)


def is_encrypted(path: Path) -> bool:
    """Whether a file says of itself that it is an encrypted inspection; False where it cannot be read."""
    try:
        if not path.is_file():  # a pipe would keep one waiting
            return False
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def new_key(passphrase: str, cost: Cost = Cost()) -> FileKey:
    """The key of a file that is yet to be made. Takes a tenth of a second or more.

    Raises:
        KnownError: the passphrase is empty or no text.
    """
    drawn = secrets.token_bytes(HEADER - _SALT)
    header = MAGIC + bytes([_FORMAT, cost.memory, cost.passes, cost.lanes]) + drawn
    return FileKey(header, _derive(passphrase, header, cost))


def key_of(path: Path, passphrase: str) -> FileKey:
    """The key of an encrypted file. Takes a tenth of a second or more.

    Raises:
        WrongPassphrase: it does not open the file.
        KnownError: the file cannot be read, is not encrypted, or was made by a newer version.
    """
    header = read_header(path)
    key = FileKey(header, _derive(passphrase, header, _cost(path, header)))
    return _that_fits(path, key, "The passphrase does not open {name}; nothing was changed. Check it and try again.")


def key_from_recovery(path: Path, written: str) -> FileKey:
    """The key of an encrypted file, from its recovery key as a person types it.

    Raises:
        KnownError: it is mistyped, or the file cannot be read.
        WrongPassphrase: it is the recovery key of another file, or of an earlier passphrase.
    """
    secret = _secret_in(written)
    return _that_fits(
        path,
        FileKey(read_header(path), secret),
        "This recovery key does not open {name}: it belongs to another file or to an earlier passphrase; nothing was "
        "changed. Look for the sheet that was made last.",
    )


def made_by(key: FileKey, passphrase: str) -> bool:
    """Whether a key that is at hand came from a passphrase; needs no file. Takes a tenth of a second or more.

    Raises:
        KnownError: the passphrase is empty or no text.
    """
    cost = Cost(*key.header[len(MAGIC) + 1 : _SALT])
    return key.same_as(FileKey(key.header, _derive(passphrase, key.header, cost)))


def is_written(key: FileKey, written: str) -> bool:
    """Whether a recovery key, as a person types it, is that of a key that is at hand; needs no file.

    Raises:
        KnownError: it is mistyped.
    """
    return key.same_as(FileKey(key.header, _secret_in(written)))


def read_header(path: Path) -> bytes:
    """The first 16 bytes of an encrypted file.

    Raises:
        KnownError: the file cannot be read, is cut off, or is not encrypted.
    """
    if path.exists() and not path.is_file():
        raise KnownError(f"{path.name or path} is no ordinary file; nothing was changed. Choose another.")
    try:
        with path.open("rb") as file:
            header = file.read(HEADER)
    except OSError as error:
        raise KnownError(f"{path.name} could not be read ({error.strerror}); nothing was changed.") from error
    if not header.startswith(MAGIC):
        raise KnownError(f"{path.name} is not encrypted, so no passphrase is needed; open it without one.")
    if len(header) < HEADER:
        raise KnownError(DAMAGED.format(name=path.name))
    return header


def fits(path: Path, key: FileKey) -> bool:
    """Whether some page of a file was written under a key: then the key is right, whatever else is damaged.

    Pages at even distances are tried, the first among them.
    """
    try:
        with path.open("rb") as file:
            count = os.fstat(file.fileno()).st_size // PAGE
            step = max(1, count // _LOOKED_AT)
            return any(page_fits(_page(file, number), number, key) for number in range(1, count + 1, step))
    except OSError:
        return False


def page_fits(page: bytes, number: int, key: FileKey) -> bool:
    """Whether a page (4096 bytes, numbered from 1) was written under a key and is as it was written."""
    if len(page) != PAGE:
        return False
    body = page[HEADER:] if number == 1 else page
    mask = bytes(byte ^ 0x3A for byte in key.header)
    mac_key = hashlib.pbkdf2_hmac("sha512", key.secret, mask, 2, SECRET)
    made = hmac.new(mac_key, body[:-64] + number.to_bytes(4, "little"), "sha512").digest()
    return hmac.compare_digest(made, body[-64:])


def refuse_without(path: Path, key: FileKey | None) -> None:
    """Refuses to open an encrypted file without its key.

    Raises:
        NeedsPassphrase: there is none, or it is the key of another file.
    """
    if is_encrypted(path) and (key is None or key.header != read_header(path)):
        raise NeedsPassphrase(f"{path.name} is encrypted; nothing was changed. Give its passphrase to open it.")


def _page(file: BinaryIO, number: int) -> bytes:
    file.seek((number - 1) * PAGE)
    return file.read(PAGE)


def _that_fits(path: Path, key: FileKey, otherwise: str) -> FileKey:
    if not fits(path, key):
        said = otherwise.format(name=path.name)
        raise WrongPassphrase(f"{said} If it is right, the file is damaged: go back to a copy.")
    return key


def _secret_in(written: str) -> bytes:
    """The key that a recovery key, as a person types it, stands for."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", written).upper() if c.isalnum()).translate(_MISREAD)
    body = letters[:-_CHECK]
    try:
        secret = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != SECRET or letters != _letters(secret):
        raise KnownError("The recovery key is mistyped; nothing was changed. Compare it group by group.")
    return secret


def _letters(secret: bytes) -> str:
    """A key and its check, in letters and digits."""
    check = base64.b32encode(hashlib.sha256(b"recovery" + secret).digest()).decode()[:_CHECK]
    return base64.b32encode(secret).decode().rstrip("=") + check


def _cost(path: Path, header: bytes) -> Cost:
    version, memory, passes, lanes = header[len(MAGIC) : _SALT]
    if version > _FORMAT:
        raise KnownError(
            f"{path.name} was encrypted by a newer version of Inspector; nothing was changed. "
            "Update this copy to open it."
        )
    cost = Cost(memory, passes, lanes)
    within = all(1 <= getattr(cost, name) <= most for name, most in _MOST.items())
    if version != _FORMAT or not within or 1 << memory < 8 * lanes:
        raise KnownError(DAMAGED.format(name=path.name))
    return cost


def _derive(passphrase: str, header: bytes, cost: Cost) -> bytes:
    from argon2.exceptions import HashingError  # only where a file is encrypted
    from argon2.low_level import Type, hash_secret_raw

    try:
        # The same letters come in other codes from other keyboards.
        told = unicodedata.normalize("NFC", passphrase).encode()
    except UnicodeEncodeError as error:
        raise KnownError("The passphrase holds what is no text; nothing was changed. Type it again.") from error
    if not told:
        raise KnownError("The passphrase is empty; nothing was changed. Type one.")
    try:
        return hash_secret_raw(told, header, cost.passes, 1 << cost.memory, cost.lanes, SECRET, Type.ID)
    except HashingError as error:  # a header that somebody made may ask for a gigabyte
        raise KnownError("There is not enough memory to open the file; close other programs and try again.") from error
