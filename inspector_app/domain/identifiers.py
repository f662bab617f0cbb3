"""Identifiers of people by their form alone: where in a text something stands that can only be one.

Every function takes a text in small letters without accents, as `plain_sight` writes it, and gives stretches that may
overlap. Each pattern is bounded, so that no text takes longer than its length.

Sources: Royal Mail's *Programmer's Guide* (postcodes), Ofcom's *National Telephone Numbering Plan*, HMRC's *National
Insurance Manual* NIM39110, the NHS *Data Model and Dictionary* (NHS number, modulus 11), the Police National Computer's
identifier (modulus 23), HMPPS's prison number, and the case reference number of the probation services (CRN).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

Span = tuple[int, int]

OLD_YEARS, OLDEST = 3, 110
"""A full date this many years before the inspection, and not more than a life ago, is taken for a date of birth."""

_AREAS = (
    "ab|al|ba|bb|bd|bf|bh|bl|bn|br|bs|bt|bx|b|ca|cb|cf|ch|cm|co|cr|ct|cv|cw|da|dd|de|dg|dh|dl|dn|dt|dy|ec|eh|en|ex|e|fk|"
    "fy|gl|gu|gy|g|ha|hd|hg|hp|hr|hs|hu|hx|ig|im|ip|iv|je|ka|kt|kw|ky|la|ld|le|ll|ln|ls|lu|l|me|mk|ml|m|ne|ng|nn|np|nr|"
    "nw|n|ol|ox|pa|pe|ph|pl|po|pr|rg|rh|rm|sa|se|sg|sk|sl|sm|sn|so|sp|sr|ss|st|sw|sy|s|ta|td|tf|tn|tq|tr|ts|tw|ub|wa|wc|"
    "wd|wf|wn|wr|ws|wv|w|yo|ze"
)
_POSTCODE = re.compile(
    rf"(?<![a-z0-9])(?=((?:(?:{_AREAS}) ?(?:\d[a-z]|\d{{1,2}})|gir)[ -]{{0,3}}(\d[abd-hjlnp-uw-z]{{2}}))(?![a-z0-9]))"
)
_ORDINAL = re.compile(r"(?:1st|2nd|3rd|[04-9]th)$")

_GAP = r"[ .()\-]{0,3}"
_UK = re.compile(rf"(?<!\d)(?<!\d[.,])(?=((?:\+ ?44|0044){_GAP}(?:0\)?{_GAP})?[1-9](?:{_GAP}\d){{8,9}})(?!\d))")
_AREA_FIRST = re.compile(rf"(?<!\d)(?<!\d[.,])(?=(\(?0[1-9]\d(?:{_GAP}\d){{7,8}})(?!\d))")
_ABROAD = re.compile(rf"(?=(\+ ?[1-9](?:{_GAP}\d){{8,14}})(?!\d))")
_LOCAL = re.compile(
    r"(?<![a-z])(?:tel|telephone|phone|mobile|mob|fax|ext|extension)(?![a-z])[^a-z\d]{0,4}(?:(?:no|number|is|on)"
    r"[^a-z\d]{1,3}){0,2}(?=(\d(?:[ -]?\d){4,7})(?!\d))"
)
_LOOKS_LIKE_DATE = re.compile(r"\d{1,2}[.\-]\d{1,2}[.\-]\d{4}(?!\d)|\d{4}-\d\d-\d\d(?!\d)")

_PNC = re.compile(r"(?<![\d/])(?=((?:19|20)?(\d\d) ?[/-] ?(\d{1,7}) ?([a-z]))(?![a-z0-9]))")
_PNC_WHOLE = re.compile(r"(?<!\d)(?=((?:19|20)\d{9} ?[a-hj-np-rt-z])(?![a-z0-9]))")
_PNC_LETTERS = "zabcdefghjklmnpqrtuvwxy"

_CRN = re.compile(r"(?<![a-z0-9])(?=([a-z][ -]?\d{6})(?!\d|[a-z]))")
_PRISON = re.compile(r"(?<![a-z0-9])(?=([a-z][ -]?\d{4}[ -]?[a-z]{2})(?![a-z0-9]))")
_NHS = re.compile(r"(?<!\d)(?=(\d(?:[ .-]{0,2}\d){9})(?!\d))")
_NI = re.compile(
    r"(?<![a-z0-9])(?=((?!bg|gb|nk|kn|tn|nt|zz)[abceghj-prstw-z][abceghj-nprstw-z][ -]?\d\d[ -]?\d\d[ -]?\d\d"
    r"(?:[ -]?[a-d](?![a-z0-9])|(?![a-z0-9]))))"
)
_DIGIT_GROUPS = re.compile(r"\d+")

_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DATES = (
    re.compile(
        r"(?<![\d/.-])(?=((?P<d>\d{1,2}) ?[/.\- ] ?(?P<m>\d{1,2}) ?[/.\- ] ?(?P<y>\d{4}|\d\d))(?![\d/]|[.-]\d))"
    ),
    re.compile(r"(?<![\d/.-])(?=((?P<y>\d{4}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<d>\d{1,2}))(?![\d/]|[.-]\d))"),
    re.compile(
        rf"(?<!\d)(?=((?P<d>\d{{1,2}})(?: ?(?:st|nd|rd|th))?[ ./-]{{0,3}}(?:of )?(?P<m>{_MONTH})[ .,/-]{{0,3}}"
        r"(?P<y>\d{4}|'?\d\d))(?!\d))"
    ),
    re.compile(
        rf"(?<![a-z])(?=((?P<m>{_MONTH})[ .]{{1,2}}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{1,2}}(?P<y>\d{{4}}))(?!\d))"
    ),
)
_MONTH_OF_YEAR = re.compile(rf"(?<![a-z])(?=((?P<m>{_MONTH})[ .,/-]{{1,3}}(?P<y>\d{{4}}))(?!\d))")
_BIRTH = re.compile(r"(?<![a-z])(?:born|d ?\. ?o ?\. ?b|dob|birth|birthday|birthdate|date-of-birth)(?![a-z])")
_NEAR, _NEAR_AFTER = 40, 25


def postcodes(text: str) -> Iterator[Span]:
    """UK postcodes of an area that exists. *B1 3rd* is a level and its ordinal, no postcode."""
    for found in _POSTCODE.finditer(text):
        if not _ORDINAL.match(found.group(2)):
            yield found.span(1)


def phones(text: str) -> Iterator[Span]:
    """UK numbers of nine or ten digits after the nought, however spaced; other countries; shorter ones after *tel*."""
    for pattern in (_UK, _AREA_FIRST, _ABROAD, _LOCAL):
        for found in pattern.finditer(text):
            if not _LOOKS_LIKE_DATE.match(text, found.start(1)):
                yield found.span(1)


def police_ids(text: str) -> Iterator[Span]:
    """Identifiers of the Police National Computer: year, serial number, letter.

    Where something else could have that form (*05/2012 a*, *12/3b*), only with the letter that belongs to the number.
    """
    for found in _PNC.finditer(text):
        whole, year, serial, letter = found.groups()
        right = _PNC_LETTERS[int(year + serial.zfill(7)) % 23] == letter
        plain = len(serial) >= 4 and letter not in "ios" and whole[-2].isdigit()
        if len(serial) == 7 or plain or (right and (whole[-2].isdigit() or len(serial) >= 4)):
            yield found.span(1)
    for found in _PNC_WHOLE.finditer(text):
        yield found.span(1)


def case_numbers(text: str) -> Iterator[Span]:
    """Case reference numbers of the probation services: a letter and six digits."""
    yield from (found.span(1) for found in _CRN.finditer(text))


def prison_numbers(text: str) -> Iterator[Span]:
    """Numbers of the prison service, such as A1234BC."""
    yield from (found.span(1) for found in _PRISON.finditer(text))


def nhs_numbers(text: str) -> Iterator[Span]:
    """Ten digits whose last is right (modulus 11); in groups of three or more unless *NHS* stands before them."""
    for found in _NHS.finditer(text):
        groups = _DIGIT_GROUPS.findall(found.group(1))
        said = "nhs" in text[max(0, found.start() - 25) : found.start()]
        if nhs_valid("".join(groups)) and (said or min(map(len, groups)) >= 3):
            yield found.span(1)


def nhs_valid(digits: str) -> bool:
    """Whether ten digits are an NHS number: the weighted sum of nine leaves the tenth, and never ten, modulus 11."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return len(digits) == 10 and left % 11 == int(digits[9]) and left != 10


def insurance_numbers(text: str) -> Iterator[Span]:
    """National Insurance numbers: two letters of those given out, six digits, a last letter that may be missing."""
    yield from (found.span(1) for found in _NI.finditer(text))


def emails(text: str) -> Iterator[Span]:
    """Addresses of electronic mail, also with a space on a side of the sign."""
    at = text.find("@")
    while at >= 0:
        before = re.search(r"[\w.+%'-]{1,64} ?$", text[max(0, at - 65) : at])
        after = re.match(r" ?[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.[a-z]{2,24}", text[at + 1 : at + 260])
        if before and after:
            yield at - len(before.group()), at + 1 + after.end()
        at = text.find("@", at + 1)


def birth_dates(text: str, as_at: date | None = None) -> Iterator[Span]:
    """Dates of birth: any date near *born*, *birth* or *DOB*, and any full date of years before the inspection.

    A report tells of the last months; a full date of long ago in it is hardly ever anything else. What could also be a
    paragraph (*4.1.10*) or a count (*12 March 10 officers*) is a date of birth only near one of these words.

    Args:
        as_at: the day of the inspection; without it only dates near one of these words are found.
    """
    told = [found.span() for found in _BIRTH.finditer(text)]
    for pattern in _DATES:
        for found in pattern.finditer(text):
            day = _date_of(found, as_at)
            if day is None:
                continue
            if (_is_plain(found) and _is_old(day, as_at)) or _is_near(found.span(1), told):
                yield found.span(1)
    for found in _MONTH_OF_YEAR.finditer(text) if told else ():
        if _month_of(found["m"]) and _is_near(found.span(1), told):
            yield found.span(1)


def _is_plain(found: re.Match[str]) -> bool:
    """Whether a date can be nothing else."""
    whole, year = found.group(1), found["y"]
    numbers = found["m"].isdigit()
    return (len(year) == 4 and (not numbers or " " not in whole.strip())) or (numbers and "/" in whole)


def _date_of(found: re.Match[str], as_at: date | None) -> date | None:
    year, month = found["y"].lstrip("'"), _month_of(found["m"])
    whole = int(year) if len(year) == 4 else 1900 + int(year)
    if len(year) == 2 and whole + 100 <= (as_at.year if as_at else 2030):
        whole += 100
    day = int(found["d"])
    # Americans write the month first.
    for d, m in ((day, month), (month, day)) if found["m"].isdigit() else ((day, month),):
        try:
            return date(whole, m, d)
        except ValueError:
            continue
    return None


def _month_of(word: str) -> int:
    if word.isdigit():
        return int(word)
    names = _MONTHS.split("|")
    return next((place for place, name in enumerate(names, 1) if name.startswith(word) or word == "sept"), 0)


def _is_old(day: date, as_at: date | None) -> bool:
    return as_at is not None and OLD_YEARS <= as_at.year - day.year <= OLDEST


def _is_near(span: Span, told: Sequence[Span]) -> bool:
    """Whether a word of birth stands shortly before or after; `told` are their places in order."""
    start, end = span
    after = bisect_left(told, (end, 0))
    behind = told[after][0] - end <= _NEAR_AFTER if after < len(told) else False
    return behind or (after > 0 and start - told[after - 1][1] <= _NEAR)


FORMS: Mapping[str, Callable[[str], Iterator[Span]]] = {
    "postcode": postcodes,
    "phone": phones,
    "pnc": police_ids,
    "crn": case_numbers,
    "prison_number": prison_numbers,
    "nhs": nhs_numbers,
    "ni": insurance_numbers,
    "email": emails,
}
"""The forms that need nothing but the text, by kind."""
