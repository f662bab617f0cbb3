"""What makes a recovery copy readable to those with the passphrase or the recovery key, and to nobody else.

The format, named ``inspector-recovery-1``, uses only what every browser has (Web Crypto) and is told in the README:

- The content is encrypted with AES-256-GCM under a key drawn for this one copy, the *content key*.
- The content key is encrypted with AES-256-GCM under a key made from the passphrase (PBKDF2-HMAC-SHA256, with the salt
  and number of rounds beside it), and once more under a key made from the recovery key's 32 bytes (HKDF-SHA256, no
  salt, `LABEL` as its purpose).
- `LABEL` is the additional data of each of the three; each has a nonce of its own of 12 bytes, drawn at random.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

FORMAT = "inspector-recovery-1"
LABEL = b"inspector-recovery-1"
ROUNDS = 1_000_000
_KEY, _NONCE, _SALT = 32, 12, 16


@dataclass(frozen=True, slots=True, repr=False)
class PassphraseLock:
    """A key made from a passphrase, to lock recovery copies with while an inspection is open. Its repr says nothing."""

    salt: bytes
    rounds: int
    key: bytes

    def __repr__(self) -> str:
        return "PassphraseLock(…)"


def lock_of(passphrase: str, rounds: int = ROUNDS) -> PassphraseLock:
    """The key of a passphrase, under a new salt. Takes half a second or more."""
    salt = secrets.token_bytes(_SALT)
    typed = unicodedata.normalize("NFC", passphrase).encode()
    return PassphraseLock(salt, rounds, hashlib.pbkdf2_hmac("sha256", typed, salt, rounds, _KEY))


def seal(content: bytes, secret: bytes, lock: PassphraseLock | None) -> dict[str, object]:
    """The content, encrypted, as the JSON of the page has it.

    Args:
        secret: the 32 bytes of the recovery key.
        lock: the passphrase's; where it is None only the recovery key opens the copy.
    """
    content_key = secrets.token_bytes(_KEY)
    sealed: dict[str, object] = {"format": FORMAT, **_encrypted(content_key, content)}
    sealed["recovery"] = _encrypted(_from_recovery_key(secret), content_key)
    if lock is not None:
        made = {"salt": _text(lock.salt), "rounds": lock.rounds}
        sealed["passphrase"] = {**made, **_encrypted(lock.key, content_key)}
    return sealed


def _encrypted(key: bytes, content: bytes) -> dict[str, str]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    return {"nonce": _text(nonce), "data": _text(AESGCM(key).encrypt(nonce, content, LABEL))}


def _from_recovery_key(secret: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), _KEY, None, LABEL).derive(secret)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
