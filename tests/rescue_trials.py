"""How much of a damaged inspection is saved, for kinds of damage that happen.

    python tests/rescue_trials.py FILE.inspection [--passphrase WORDS] [--trials N]

damages copies of a sound file at random places (seeded) and prints the share of its changes that is saved, and whether
each missing one is counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from inspector_app.domain.missing import what_is_missing
from inspector_app.services.passphrases import FileKey, key_of
from inspector_app.storage.salvage import salvage
from inspector_app.storage.store import Store

PAGE, HEADER = 4096, 16
Damage = Callable[[bytearray, random.Random], None]


def over(content: bytearray, begin: int, by: bytes) -> None:
    content[begin : begin + len(by)] = by[: len(content) - begin]


def pages_of(content: bytearray) -> range:
    return range(PAGE, len(content), PAGE)


def one_byte(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(HEADER, len(content))] ^= chance.randrange(1, 256)


def many_bytes(content: bytearray, chance: random.Random) -> None:
    for _ in range(100):
        one_byte(content, chance)


def first_page(content: bytearray, chance: random.Random) -> None:
    over(content, HEADER, bytes(PAGE - HEADER))


def one_sector(content: bytearray, chance: random.Random) -> None:
    over(content, chance.choice(pages_of(content)), chance.randbytes(PAGE))


def a_stretch(content: bytearray, chance: random.Random) -> None:
    over(content, chance.choice(pages_of(content)), bytes(16 * PAGE))


def each_fiftieth(content: bytearray, chance: random.Random) -> None:
    for begin in pages_of(content)[chance.randrange(50) :: 50]:
        over(content, begin, bytes(PAGE))


def end_cut_off(content: bytearray, chance: random.Random) -> None:
    del content[len(content) * 9 // 10 :]


def half(content: bytearray, chance: random.Random) -> None:
    del content[len(content) // 2 :]


KINDS: dict[str, Damage] = {
    "one byte changed": one_byte,
    "a hundred bytes changed": many_bytes,
    "the first page wiped": first_page,
    "one 4 KiB sector of foreign content": one_sector,
    "64 KiB in a row wiped": a_stretch,
    "each fiftieth page wiped": each_fiftieth,
    "the last tenth cut off": end_cut_off,
    "the second half cut off": half,
}


def main() -> int:
    """Prints a row for each kind of damage."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path)
    parser.add_argument("--passphrase")
    parser.add_argument("--trials", type=int, default=3)
    args = parser.parse_args()
    key: FileKey | None = key_of(args.file, args.passphrase) if args.passphrase else None
    store = Store.open(args.file, key)
    wanted = {r.digest for r in store.load()}
    store.close()
    sound, chance = args.file.read_bytes(), random.Random(20130902)
    print(f"{len(wanted)} changes, {len(sound) // PAGE} pages{', encrypted' if key else ''}")
    for name, damage in KINDS.items():
        shares, lost, counted, begun = [], 0, 0, time.monotonic()
        for _ in range(args.trials):
            content = bytearray(sound)
            damage(content, chance)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "damaged.inspection"
                path.write_bytes(content)
                found = salvage(path, key, lambda *_: None, lambda: False)
            assert found is not None and {r.digest for r in found.revisions} <= wanted
            shares.append(len(found.revisions) / len(wanted))
            lost += len(wanted) - len(found.revisions)
            counted += what_is_missing(found.revisions, found.tips, found.anchors, found.traces, found.written).count
        mean, least = sum(shares) / len(shares), min(shares)
        took = (time.monotonic() - begun) / args.trials
        print(
            f"{name:38} saved {mean:8.3%} (least {least:8.3%}), lost {lost}, named {counted}, {took:.1f} s", flush=True
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
