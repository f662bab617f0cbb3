"""Problems that are nobody's bug: they are told in one sentence, where the person is."""

from __future__ import annotations

import re
from typing import Literal

_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST, _END = 2_000, 500
"""How long a complaint may be, and how much of its end is kept where it is longer."""
_QUOTED = 100
"""How much a complaint quotes of what somebody wrote."""


class KnownError(Exception):
    """A problem with the outside world or with what was given to us.

    The message is one sentence for the person at the screen: what happened, what is safe, what to do. What it quotes
    may be anything, so half characters are replaced, and the middle of what nobody reads is left out.
    """

    def __init__(self, message: str = "") -> None:
        said = whole(message)
        super().__init__(said if len(said) <= _LONGEST else f"{said[: _LONGEST - _END]} … {said[-_END:]}")


class BadRows(KnownError):
    """Several rows of an import are wrong; nothing of it was taken. `rows` holds one sentence for each."""

    def __init__(self, summary: str, rows: tuple[str, ...]) -> None:
        super().__init__(summary)
        self.rows = rows


class CorruptHistory(KnownError):
    """The history of answers contradicts itself: same id with other content, or a broken chain."""


class NeedsPassphrase(KnownError):
    """The file is encrypted, and no key was given that is its own."""


class WrongPassphrase(KnownError):
    """The passphrase or the recovery key does not open the file."""


Fault = Literal[
    "full", "locked", "read_only", "gone", "replaced", "away", "beside", "silent", "elsewhere", "unreachable", "other",
    "damaged", "unknown",
]  # fmt: skip
"""What is wrong with a file or its drive: *away* is a folder that is gone, *beside* a folder that takes no new file,
*replaced* another file in its place, *elsewhere* one that another window or program has changed."""


class FileFault(KnownError):
    """The file of an inspection could not be read or written."""

    def __init__(self, sentence: str, fault: Fault) -> None:
        super().__init__(sentence)
        self.fault: Fault = fault


class DamagedFile(FileFault):
    """A file is not as it was written, or it is none of ours; what can be read of it may be saved (`salvaging`)."""

    def __init__(self, sentence: str, fault: Fault = "damaged") -> None:
        super().__init__(sentence, fault)


def shown(text: str) -> str:
    """What somebody wrote, as a complaint quotes it: its beginning, in one line, without what steers a screen."""
    begun = text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"
    return _UNSHOWN.sub("\ufffd", begun)


def whole(text: str) -> str:
    """The text with a sign for each half of a character, which no file can hold; a clipboard may bring one."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
