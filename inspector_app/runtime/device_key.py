"""The key with which this installation signs what is written on it (Ed25519), kept in the account's own folder."""

from __future__ import annotations

import hashlib
import logging
import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.runtime.settings import DEVICE, Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

log = logging.getLogger(__name__)

FILE = "device.key"
KEYED = "device_key"
"""The setting that says that this installation had a key once, so that a missing one is a loss."""
_HEAD = "inspector device key 1"
_SEED_BYTES = 32
_WAIT_SECONDS = 10.0
_AFTERWARDS = (
    "What was signed before stays valid. From now on this installation signs as a new device: tell the lead inspector, "
    "who sees its fingerprint when your file comes back."
)
DAMAGED = "The key with which this installation signs was damaged, so it was set aside and a new one made. "
MISSING = "The key with which this installation signs is no longer there, so a new one was made. "
NOT_KEPT = (
    "The key with which this installation signs cannot be kept ({reason}); it is made anew at each start, and each "
    "start is a new device to the lead inspector. Ask for the right to write in {folder}."
)


class DeviceKey:
    """A private key, and the id of the installation that holds it. It is never printed.

    Attributes:
        device: the id of the installation, as it stands in histories.
        told: what happened to the key before this one, or to this one, as a sentence; empty where all is well.
    """

    def __init__(self, device: str, seed: bytes, told: str = "") -> None:
        self.device, self.told = device, told
        self._seed = seed

    def __repr__(self) -> str:
        return f"DeviceKey({self.device!r})"

    @cached_property
    def public(self) -> str:
        """The public key, as 64 hexadecimal digits."""
        return self._private.public_key().public_bytes_raw().hex()

    def sign(self, messages: Iterable[bytes]) -> list[bytes]:
        """A signature of 64 bytes for each message."""
        sign = self._private.sign
        return [sign(message) for message in messages]

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        # Read where it is first used: most starts sign nothing.
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._seed)


@cache
def passing_key(device: str) -> DeviceKey:
    """A key that lives as long as this process: for an installation that keeps none."""
    return DeviceKey(device, os.urandom(_SEED_BYTES))


def own_key(settings: Settings) -> DeviceKey:
    """The key of this installation; the settings then know its device. What happened to it is told once."""
    key = kept_key(settings.path.parent, settings.device(), bool(settings.get(KEYED)))
    settings.keep(DEVICE, key.device)
    settings.keep(KEYED, True)
    return key


def kept_key(folder: Path, device: str, known: bool) -> DeviceKey:
    """The key of this installation, made at first use and then the same for ever, also for windows that start at once.

    A key that is damaged or gone is replaced, by one for a new device: a device whose key changes would be refused.

    Args:
        folder: where the account's settings lie.
        device: the id by which this installation went until now.
        known: whether it had a key before, so that a missing file is a loss.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        device = device if device.isascii() and device.isprintable() and device else str(uuid.uuid4())
        with FileLock(folder / f"{FILE}.lock", timeout=_WAIT_SECONDS):
            return _read_or_make(folder / FILE, device, known)
    except (OSError, Timeout) as error:
        log.info("the device key could not be kept: %s", error)
        reason = getattr(error, "strerror", None) or "it is in use"
        return _not_kept(NOT_KEPT.format(reason=reason, folder=folder))


def verifies(public: str, signature: bytes, message: bytes) -> bool:
    """Whether the holder of a public key signed a message. What is no key at all has signed nothing."""
    from cryptography.exceptions import InvalidSignature

    key = _public_key(public)
    if key is None:
        return False
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


@cache
def _public_key(public: str) -> Ed25519PublicKey | None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError:
        return None


@cache
def _not_kept(told: str) -> DeviceKey:
    return DeviceKey(str(uuid.uuid4()), os.urandom(_SEED_BYTES), told)


def _read_or_make(path: Path, device: str, known: bool) -> DeviceKey:
    try:
        found = _read(path)
    except FileNotFoundError:
        return _make(path, str(uuid.uuid4()), MISSING + _AFTERWARDS) if known else _make(path, device)
    if found is not None:
        return found
    os.replace(path, path.with_suffix(".unreadable"))
    return _make(path, str(uuid.uuid4()), DAMAGED + _AFTERWARDS)


def _read(path: Path) -> DeviceKey | None:
    """What the file holds; None where that is damaged: a part, a changed sign, or something else altogether."""
    try:
        head, device, seed, check = path.read_text(encoding="ascii").splitlines()
        found = DeviceKey(device, bytes.fromhex(seed))
    except ValueError:
        return None
    with suppress(OSError):  # no system but POSIX knows such rights
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    sound = head == _HEAD and check == _check(device, seed) and len(seed) == 2 * _SEED_BYTES
    return found if sound else None


def _make(path: Path, device: str, told: str = "") -> DeviceKey:
    seed = os.urandom(_SEED_BYTES).hex()
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.unlink(missing_ok=True)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as file:
            file.write("\n".join((_HEAD, device, seed, _check(device, seed), "")))
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return DeviceKey(device, bytes.fromhex(seed), told)


def _check(device: str, seed: str) -> str:
    """Any 32 bytes are a key, so the file says by itself whether it is whole."""
    return hashlib.sha256(f"{_HEAD}\n{device}\n{seed}".encode()).hexdigest()[:16]
