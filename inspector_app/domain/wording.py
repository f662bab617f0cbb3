"""The words for numbers: from a ratio to a phrase, and from a phrase back to the ratios for which it stands.

The rule is drawn from the pairs of words and ratio in the published report of 2013. It looks at the ratio alone:

- *all* is all and *none* is none; from nine-tenths to less than all it is *nearly all*.
- Less than one-fifth is worded as a count.
- All else goes by the nearest of eight fractions: *almost* it when 1 to 3 points are missing, the bare fraction from 1
  point below to half a point above, *just over* it up to 3 points above, then *over* it until the next fraction is
  near; *under half* between two-fifths and half. Where two fractions are close, they part in the middle.

Each ratio has one phrase, a greater ratio never a lesser one, and nothing lies between two phrases. Nothing is rounded.
The words themselves are data: see `wording_en`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from inspector_app.domain.scoring import percent

Nearness = Literal["none", "count", "bare", "just_over", "over", "under", "almost", "nearly_all", "all"]

FIFTH, HALF, FOUR_FIFTHS = Fraction(1, 5), Fraction(1, 2), Fraction(4, 5)
FRACTIONS = (
    FIFTH, Fraction(1, 4), Fraction(1, 3), Fraction(2, 5), HALF, Fraction(3, 5), Fraction(2, 3), Fraction(3, 4),
    FOUR_FIFTHS,
)  # fmt: skip
"""The fractions that are named. There is none below one-fifth, and none between four-fifths and all."""
NEARLY_ALL = Fraction(9, 10)
FEW_MISSES, MOST_OF = 8, FOUR_FIFTHS
"""*All but four* is said where no more than so many are missing, and no less than this share is there."""
SPELLED_TO = 10
"""Numbers up to this are words, greater ones digits; at the beginning of a sentence both are words."""

_POINT = Fraction(1, 100)
_BARE_BELOW, _BARE_ABOVE, _NEAR = 1 * _POINT, _POINT / 2, 3 * _POINT
NONE = "–"
"""What stands where there is nothing to count."""


@dataclass(frozen=True, slots=True)
class Band:
    """The ratios from `low` to `high` that one phrase stands for; whether it holds its ends is said beside each.

    Attributes:
        nearness, fraction: which phrase it is; `fraction` is 0 where the phrase names none.
    """

    nearness: Nearness
    fraction: Fraction
    low: Fraction
    high: Fraction
    holds_low: bool = True
    holds_high: bool = False

    def __contains__(self, ratio: Fraction) -> bool:
        above = ratio >= self.low if self.holds_low else ratio > self.low
        return above and (ratio <= self.high if self.holds_high else ratio < self.high)


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of one language.

    Attributes:
        fractions: the name of each of `FRACTIONS`.
        phrases: nearness -> phrase, with ``{fraction}`` where it names one; for *count* what the table says of it.
        numbers: the words for 0, 1, 2 and so on, as far as they go at the beginning of a sentence.
        all_but: a share by what it misses, with ``{n}``.
        of, with_base: a count of a base, with ``{count}`` and ``{base}``; the second stands before *of the cases*.
        percent, over_percent, under_percent: a whole percent, with ``{n}``; more than it; less than it.
        fewer_than: a count too small to be printed, with ``{n}``.
        suppressed: what stands for a figure that would give a small count away.
        meant: other words for a phrase: ``{fraction}`` and nearness, so that they can be read, though none is printed.
        vague: words that are read as a wide range and never printed -> its lowest and highest ratio.
    """

    fractions: Mapping[Fraction, str]
    phrases: Mapping[Nearness, str]
    numbers: tuple[str, ...]
    all_but: str
    of: str
    with_base: str
    percent: str
    over_percent: str
    under_percent: str
    fewer_than: str
    suppressed: str
    meant: Mapping[str, Nearness]
    vague: Mapping[str, tuple[Fraction, Fraction]]


@lru_cache(maxsize=1)
def bands() -> tuple[Band, ...]:
    """All bands in order, from none to all: they leave nothing out and do not overlap."""
    return tuple(_bands())


def band_of(ratio: Fraction) -> Band:
    """The band in which a ratio from 0 to 1 lies.

    Raises:
        ValueError: it is no share.
    """
    found = next((band for band in bands() if ratio in band), None)
    if found is None:
        raise ValueError(f"{ratio} is no share of anything")
    return found


def in_words(count: int, base: int, words: NumberWords, begins: bool = False) -> str:
    """So many of so many as a phrase: *just over three-quarters*; below one-fifth the count, *seven*."""
    if not base:
        return NONE
    band = band_of(Fraction(count, base))
    return number(count, words, begins) if band.nearness == "count" else _phrase(band, words)


def share_in_words(ratio: Fraction | None, words: NumberWords) -> str:
    """A share that is no count, such as a score; below one-fifth as percent."""
    if ratio is None:
        return NONE
    band = band_of(ratio)
    return in_percent(ratio, words) if band.nearness == "count" else _phrase(band, words)


def in_percent(ratio: Fraction | None, words: NumberWords) -> str:
    """Whole percent, half up; but never 100% for less than all, nor 0% for more than none: *over 99%*, *under 1%*."""
    whole = percent(ratio)
    if ratio is None or whole is None:
        return NONE
    if ratio < 1 and whole == 100:
        return words.over_percent.format(n=99)
    if ratio > 0 and whole == 0:
        return words.under_percent.format(n=1)
    return words.percent.format(n=whole)


def in_counts(count: int, base: int, words: NumberWords, before_of: bool = False) -> str:
    """*54 of 72*; where both are small, *four of six*; before words such as *of the cases*, *54 (of 72)*."""
    if not base:
        return NONE
    form = words.with_base if before_of else words.of
    if base <= SPELLED_TO:
        return form.format(count=number(count, words), base=number(base, words))
    return form.format(count=count, base=base)


def in_misses(count: int, base: int, words: NumberWords) -> str:
    """*All but four* where few are missing; otherwise as `in_words`."""
    missing = base - count
    if base and 0 < missing <= FEW_MISSES and Fraction(count, base) >= MOST_OF:
        return words.all_but.format(n=number(missing, words))
    return in_words(count, base, words)


def number(n: int, words: NumberWords, begins: bool = False) -> str:
    """A number of things: words up to ten, digits from 11; words at the beginning of a sentence as far as they go."""
    if n < 0 or n >= len(words.numbers) or (n > SPELLED_TO and not begins):
        return str(n)
    return words.numbers[n]


def range_of(phrase: str, words: NumberWords, base: int | None = None) -> Band | None:
    """The ratios for which a phrase stands; None where it is no phrase for a ratio.

    A phrase that is printed stands for its band, other words for the same thing, too. Counts and *all but* stand for
    one ratio where the base is known, and for a wide range where it is not.
    """
    said = " ".join(phrase.casefold().split())
    return _printed(words).get(said) or _meant(said, words) or _counted(said, words, base)


def table(words: NumberWords, base: int = 72) -> str:
    """The rule as a Markdown table: each phrase, from and to how many per cent, and the counts of a base it is for."""
    lines = [f"| words | from | to | of {base} |", "|---|---|---|---|"]
    for band in bands():
        counts = [n for n in range(base + 1) if Fraction(n, base) in band]
        of_base = f"{counts[0]}–{counts[-1]}" if len(counts) > 1 else "".join(map(str, counts)) or NONE
        low = _edge(band.low, "" if band.holds_low else "more than ")
        high = _edge(band.high, "" if band.holds_high else "less than ")
        lines.append(f"| {_phrase(band, words)} | {low} | {high} | {of_base} |")
    return "\n".join(lines)


def _bands() -> Iterator[Band]:
    zero, one = Fraction(0), Fraction(1)
    yield Band("none", zero, zero, zero, holds_high=True)
    yield Band("count", zero, zero, FIFTH, holds_low=False)
    for at, f in enumerate(FRACTIONS):
        following = FRACTIONS[at + 1] if at + 1 < len(FRACTIONS) else None
        bare_to = f + _BARE_ABOVE
        yield Band("bare", f, f if f == FIFTH else f - _BARE_BELOW, bare_to)
        if following is None:
            yield Band("just_over", f, bare_to, f + _NEAR)
            yield Band("over", f, f + _NEAR, NEARLY_ALL)
        elif following - f <= 2 * _NEAR:
            middle = (f + following) / 2
            yield Band("just_over", f, bare_to, middle)
            yield Band("almost", following, middle, following - _BARE_BELOW)
        else:
            near = following - _NEAR
            yield Band("just_over", f, bare_to, f + _NEAR)
            nearness: Nearness = "under" if following == HALF else "over"
            yield Band(nearness, HALF if nearness == "under" else f, f + _NEAR, near, holds_high=True)
            yield Band("almost", following, near, following - _BARE_BELOW, holds_low=False)
    yield Band("nearly_all", zero, NEARLY_ALL, one)
    yield Band("all", zero, one, one, holds_high=True)


def _phrase(band: Band, words: NumberWords) -> str:
    return words.phrases[band.nearness].format(fraction=words.fractions.get(band.fraction, ""))


def _printed(words: NumberWords) -> dict[str, Band]:
    return {_phrase(band, words): band for band in bands() if band.nearness != "count"}


def _meant(said: str, words: NumberWords) -> Band | None:
    """Other words for a phrase. Without a band, *over* reaches to the next fraction and *under* to the one before."""
    if said in words.vague:
        low, high = words.vague[said]
        return Band("count", Fraction(0), low, high, holds_low=low > 0)
    by_name = {name: fraction for fraction, name in words.fractions.items()}
    for form, nearness in words.meant.items():
        before, _, after = form.partition("{fraction}")
        if "{fraction}" not in form and said == form:
            return next(band for band in bands() if band.nearness == nearness)
        named = said.removeprefix(before).removesuffix(after) if said.startswith(before) else ""
        if "{fraction}" in form and named in by_name:
            return _near(by_name[named], nearness)
    return None


def _near(fraction: Fraction, nearness: Nearness) -> Band:
    own = next((b for b in bands() if (b.nearness, b.fraction) == (nearness, fraction)), None)
    if own is not None and nearness != "bare":
        return own
    at = FRACTIONS.index(fraction)
    if nearness == "bare":
        return Band("bare", fraction, fraction - 2 * _POINT, fraction + 2 * _POINT, holds_high=True)
    if nearness == "under":
        below = FRACTIONS[at - 1] if at else Fraction(0)
        return Band("under", fraction, below, fraction, holds_low=False)
    above = FRACTIONS[at + 1] if at + 1 < len(FRACTIONS) else Fraction(1)
    return Band(nearness, fraction, fraction, above, holds_low=False)


def _counted(said: str, words: NumberWords, base: int | None) -> Band | None:
    before, _, after = words.all_but.partition("{n}")
    if said.startswith(before) and (missing := _read(said.removeprefix(before).removesuffix(after), words)):
        if base is not None:
            return _only(Fraction(base - missing, base)) if missing <= base and base else None
        return Band("count", Fraction(0), MOST_OF, Fraction(1))
    count = _read(said, words)
    if count is None or (base is not None and (not base or count > base)):
        return None
    return _only(Fraction(count, base)) if base is not None else Band("count", Fraction(0), Fraction(0), Fraction(1))


def _only(ratio: Fraction) -> Band:
    return Band("count", Fraction(0), ratio, ratio, holds_high=True)


def _read(said: str, words: NumberWords) -> int | None:
    if said.isascii() and said.isdigit():
        return int(said)
    return words.numbers.index(said) if said in words.numbers else None


def _edge(edge: Fraction, before: str) -> str:
    points = edge * 100
    whole, rest = divmod(points, 1)
    parts = {Fraction(0): "", Fraction(1, 2): "½", Fraction(1, 3): "⅓", Fraction(2, 3): "⅔", Fraction(5, 6): "⅚",
             Fraction(1, 6): "⅙"}  # fmt: skip
    return f"{before}{whole}{parts[rest]}%"
