"""What a passphrase should be, and one to propose."""

from __future__ import annotations

from collections.abc import Callable

SHORTEST = 12
_FEWEST_SIGNS = 6
_CONSONANTS, _VOWELS = "bdfghjklmnprstvz", "aeiou"
_GROUPS, _SYLLABLES = 5, 2


def judge(passphrase: str) -> str:
    """Why a passphrase will not do, as a sentence; empty where it will.

    What counts is length: no rule asks for signs that are hard to type on a borrowed laptop.
    """
    said = "".join(passphrase.split())
    if len(said) < SHORTEST:
        return f"The passphrase needs at least {SHORTEST} letters or signs, spaces not counted; four words will do."
    if len(set(said.casefold())) < _FEWEST_SIGNS:
        return "The passphrase repeats the same few letters; use words that do not belong together."
    return ""


def suggestion(below: Callable[[int], int]) -> str:
    """A passphrase that can be said over the telephone: five groups of two syllables, 63 bits of chance.

    Args:
        below: draws a number from 0 to below what it is given, each as likely.
    """
    return "-".join(
        "".join(letters[below(len(letters))] for _ in range(_SYLLABLES) for letters in (_CONSONANTS, _VOWELS))
        for _ in range(_GROUPS)
    )
