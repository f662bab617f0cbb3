"""Problems that are nobody's bug: they are told in one sentence, where the person is."""

from __future__ import annotations

from typing import Literal


class KnownError(Exception):
    """A problem with the outside world or with what was given to us.

    The message is one sentence for the person at the screen: what happened, what is safe, what to do.
    """


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
