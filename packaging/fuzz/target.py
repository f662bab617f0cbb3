"""What a target is: a door, what is put through it, and what may come of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from inspector_app.domain.errors import BadRows, KnownError

LONGEST_SENTENCE = 4_000
"""A complaint of more signs than this is not read by anybody."""


@dataclass(frozen=True)
class Target:
    """One door.

    Attributes:
        run: puts bytes through it; raises where something else happens than taking in or refusing in a sentence.
        seeds: what ordinarily comes in, to begin from.
        longest: bytes of one input.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Sequence[bytes]] = field(default=lambda: [b""])
    longest: int = 4096


@contextmanager
def refused() -> Iterator[None]:
    """What is refused in a sentence is well; the sentence is looked at."""
    try:
        yield
    except KnownError as error:
        look_at(error)


def look_at(error: KnownError) -> None:
    """A complaint has words, ends, and can be shown anywhere.

    Raises:
        AssertionError: it does not.
    """
    lines = (str(error), *(error.rows[:50] if isinstance(error, BadRows) else ()))
    for line in lines:
        assert line.strip(), "a complaint without words"
        assert len(line) <= LONGEST_SENTENCE, f"a complaint of {len(line)} signs: {line[:200]}"
        assert "Traceback" not in line, line
        assert not any(unicodedata.category(sign) == "Cs" for sign in line), ascii(line)
