"""Flipped bytes: a file in which a few are other ones is told as damaged, and what can be read of it is saved."""

from __future__ import annotations

import random
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.services import checking
from inspector_app.services.passphrases import FileKey
from inspector_app.services.salvaging import rescue
from inspector_app.storage.store import Store
from torture.sound import look_into
from torture.stock import Stock
from torture.trial import Place, in_child, put_away
from torture.verdict import Verdict, together

_FLIPS = (1, 1, 1, 2, 8, 64)
_RUN = 512


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of a file are flipped, at places drawn by lot.

    Attributes:
        files: how many damaged files are looked at in one go.
    """

    words: str
    share: float = 1.0
    files: int = 20

    def hold(self, stock: Stock, place: Place, seed: int) -> Verdict:
        """Damages, opens, checks, rescues."""
        folder = place.folder / f"damage-{seed}"
        (folder / "home").mkdir(parents=True)
        verdict = in_child(folder, lambda: together(self._one(stock, folder, seed, n) for n in range(self.files)))
        return put_away(verdict, folder, place)

    def _one(self, stock: Stock, folder: Path, seed: int, number: int) -> Verdict:
        chance = random.Random(f"{seed}/{number}")
        kept = stock.kept(sealed=number % 2 == 1)
        damaged = folder / f"{number}.inspection"
        damaged.write_bytes(_spoilt(kept.path.read_bytes(), chance))
        verdict = Verdict(promises=1)
        try:
            self._look(verdict, stock, damaged, kept.key, kept.path)
        except Exception:
            verdict.broken.append(f"{damaged.name}: {traceback.format_exc()}")
        if not verdict.bad:
            damaged.unlink()
        return verdict

    def _look(self, verdict: Verdict, stock: Stock, damaged: Path, key: FileKey | None, sound: Path) -> None:
        raw = "" if key is None else key.secret.hex() + key.header.hex()
        whole = look_into(sound, raw).digests
        told = _what_is_told(damaged, stock, key)
        if not told:
            if _read(damaged, key) != _read(sound, key):
                verdict.damaged.append(f"{damaged.name} says something else than it did, and nobody is told")
            return
        new = damaged.with_name(f"{damaged.stem}-rescued.inspection")
        try:
            result = rescue(damaged, new, datetime.now(UTC), key)
        except KnownError:
            return  # it says so: nothing could be read, or the header is another
        assert result is not None
        found = look_into(new, raw)
        verdict.damaged += [f"{new.name}: {wrong}" for wrong in found.wrong if "missing, and others" not in wrong]
        invented = [id_ for id_ in found.digests if id_ not in whole]
        if invented:
            verdict.damaged.append(f"{new.name} holds {len(invented)} changes that nobody made")
        if len(found.digests) < len(whole) and result.whole:
            verdict.lost.append(f"{new.name} lacks {len(whole) - len(found.digests)} changes, and nobody is told")
        new.unlink()


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """With a few bytes flipped, a stretch of noughts, or the end cut off."""
    spoilt, kind = bytearray(content), chance.random()
    if kind < 0.8:
        for _ in range(chance.choice(_FLIPS)):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    elif kind < 0.95:
        at = chance.randrange(len(spoilt))
        spoilt[at : at + _RUN] = bytes(len(spoilt[at : at + _RUN]))
    else:
        del spoilt[chance.randrange(1, len(spoilt)) :]
    return bytes(spoilt)


def _what_is_told(path: Path, stock: Stock, key: FileKey | None) -> list[str]:
    try:
        found = checking.check(path, stock.inspections.instruments, key)
        return [problem for part in found for problem in part.problems]
    except KnownError as error:
        return [str(error)]


def _read(path: Path, key: FileKey | None) -> object:
    store = Store.open(path, key)
    try:
        return store.load(), store.anchors(), store.local(), store.drafts(), store.question_sets()
    finally:
        store.close()
