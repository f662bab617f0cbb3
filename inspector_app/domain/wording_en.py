"""The words for numbers in British English."""

from __future__ import annotations

from fractions import Fraction

from inspector_app.domain.wording import NumberWords

_UNITS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

ENGLISH = NumberWords(
    fractions={
        Fraction(1, 5): "one-fifth",
        Fraction(1, 4): "one-quarter",
        Fraction(1, 3): "one-third",
        Fraction(2, 5): "two-fifths",
        Fraction(1, 2): "half",
        Fraction(3, 5): "three-fifths",
        Fraction(2, 3): "two-thirds",
        Fraction(3, 4): "three-quarters",
        Fraction(4, 5): "four-fifths",
    },
    phrases={
        "none": "none",
        "count": "(the count)",
        "bare": "{fraction}",
        "just_over": "just over {fraction}",
        "over": "over {fraction}",
        "under": "under {fraction}",
        "almost": "almost {fraction}",
        "nearly_all": "nearly all",
        "all": "all",
    },
    numbers=(*_UNITS, *(f"{ten}-{unit}" if unit != "none" else ten for ten in _TENS for unit in _UNITS[:10])),
    all_but="all but {n}",
    of="{count} of {base}",
    with_base="{count} (of {base})",
    percent="{n}%",
    over_percent="over {n}%",
    under_percent="under {n}%",
    fewer_than="fewer than {n}",
    suppressed="some",
    meant={
        "slightly more than {fraction}": "just_over",
        "slightly higher than {fraction}": "just_over",
        "more than {fraction}": "over",
        "over {fraction}": "over",
        "slightly less than {fraction}": "almost",
        "just under {fraction}": "almost",
        "less than {fraction}": "under",
        "under {fraction}": "under",
        "less than one-{fraction}": "under",
        "about {fraction}": "bare",
        "around {fraction}": "bare",
        "approximately {fraction}": "bare",
        "a further {fraction}": "bare",
        "nearly always": "nearly_all",
        "always": "all",
    },
    vague={
        "most": (Fraction(2, 3), Fraction(1)),
        "a high percentage": (Fraction(2, 3), Fraction(1)),
        "a majority": (Fraction(1, 2), Fraction(1)),
        "many": (Fraction(1, 4), Fraction(1)),
        "too many": (Fraction(1, 4), Fraction(1)),
        "a sizable minority": (Fraction(1, 5), Fraction(1, 2)),
        "a minority": (Fraction(0), Fraction(1, 2)),
        "some": (Fraction(0), Fraction(1, 2)),
        "a number": (Fraction(0), Fraction(1, 2)),
        "a sizable number": (Fraction(1, 5), Fraction(1, 2)),
        "a small number": (Fraction(0), Fraction(1, 10)),
    },
)
