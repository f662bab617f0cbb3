"""Times, dates, counts and the words for stored values, as the screen writes them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QLocale

from inspector_app.domain.case_access import Finish
from inspector_app.domain.instrument import Question
from inspector_app.domain.progress import Remaining

_LOCALE = QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
_ENDLESS = re.compile(r"\S{32}(?=\S)")
_TYPED = ("d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "d MMMM yyyy", "d MMM yyyy")


def clock(at: datetime, seconds: bool = False) -> str:
    """A time of day here, such as 14:03 or 14:03:22."""
    return at.astimezone().strftime("%H:%M:%S" if seconds else "%H:%M")


def day_and_clock(at: datetime) -> str:
    """A moment here, such as 2013-11-22 14:03, which sorts as it reads."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def day(at: date) -> str:
    """A date such as 22 November 2013."""
    return _LOCALE.toString(QDate(at.year, at.month, at.day), "d MMMM yyyy")


def how_long(taken: timedelta) -> str:
    """A duration in its two largest units, such as 2 days 3 h, 1 h 35 min or 12 min."""
    minutes = round(taken.total_seconds() / 60)
    if minutes < 60:
        return QCoreApplication.translate("time", "%1 min").replace("%1", str(minutes))
    if minutes < 24 * 60:
        text = QCoreApplication.translate("time", "%1 h %2 min" if minutes % 60 else "%1 h")
        return text.replace("%1", str(minutes // 60)).replace("%2", str(minutes % 60))
    days, hours = divmod(round(minutes / 60), 24)
    one, many = QCoreApplication.translate("time", "%1 day"), QCoreApplication.translate("time", "%1 days")
    rest = QCoreApplication.translate("time", "%1 h").replace("%1", str(hours))
    return f"{counted(days, one, many)} {rest}" if hours else counted(days, one, many)


def file_name(text: str) -> str:
    """A text as part of the name of a file that every system takes; empty where nothing of it can stand."""
    kept = "".join(" " if sign in '<>:"/\\|?*' or not sign.isprintable() else sign for sign in text)
    return " ".join(kept.split())[:80].strip(" .")


def day_of(iso: str) -> str:
    """A stored date in words; what is none comes back as it is."""
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return iso


def typed_day(text: str) -> str:
    """A date as people here type it, as it is stored (ISO); what cannot be read comes back as it is."""
    text = " ".join(text.split())
    for shape in _TYPED:
        found = _LOCALE.toDate(text, shape)
        if found.isValid():
            return date(found.year(), found.month(), found.day()).isoformat()
    return text


def counted(number: int, one: str, many: str) -> str:
    """A count with its noun; both texts come translated, and ``%1`` in them is the number."""
    return (one if number == 1 else many).replace("%1", str(number))


def breakable(text: str) -> str:
    """A text that a narrow label can show: what is longer than any word may go on in the next line."""
    return _ENDLESS.sub(lambda found: found.group() + "\u200b", text)


def in_a_sentence(named: str) -> str:
    """A label as it stands within a sentence; an abbreviation stays as it is."""
    return named if named[1:2].isupper() else named[:1].lower() + named[1:]


def status_words(status: str, signed: bool = False) -> str:
    """The status of a case in words; `signed` puts a sign before those that wait for somebody."""
    words = {
        "allocated": QCoreApplication.translate("status", "Not begun"),
        "in_progress": QCoreApplication.translate("status", "In progress"),
        "submitted": QCoreApplication.translate("status", "Submitted"),
        "returned": QCoreApplication.translate("status", "Returned"),
        "signed_off": QCoreApplication.translate("status", "Signed off"),
    }
    sign = _SIGNS.get(status, "") if signed else ""
    return sign + words.get(status, status)


_SIGNS = {"submitted": "→ ", "returned": "← "}


def finish_words(finish: Finish) -> str:
    """How a case is finished, as a button says it."""
    words: dict[Finish, str] = {
        "submit": QCoreApplication.translate("finish", "Submit case"),
        "lock": QCoreApplication.translate("finish", "Lock second read"),
    }
    return words.get(finish, QCoreApplication.translate("finish", "Sign off case"))


def second_words(state: str) -> str:
    """How far a second read is, in words."""
    words = {
        "allocated": QCoreApplication.translate("second", "Not begun"),
        "in_progress": QCoreApplication.translate("second", "In progress"),
        "locked": QCoreApplication.translate("second", "Locked"),
    }
    return words.get(state, state)


def evidence_words(status: str) -> str:
    """Where an answer rests, in words; empty where nothing is said of it."""
    words = {
        "on_file": QCoreApplication.translate("evidence", "On file"),
        "interview": QCoreApplication.translate("evidence", "Told in interview"),
        "not_on_file": QCoreApplication.translate("evidence", "Not on file"),
        "cannot_determine": QCoreApplication.translate("evidence", "Cannot be determined"),
    }
    return words.get(status, status)


def answer_words(question: Question, value: str) -> str:
    """An answer as it reads on the form."""
    if not value:
        return QCoreApplication.translate("answer", "no answer")
    if question.kind in ("single", "multiple"):
        return ", ".join(question.label_of(code) for code in value.split(";"))
    return day_of(value) if question.kind == "date" else value


def role_words(role: str) -> str:
    """The role of a member of the team in words."""
    words = {
        "lead": QCoreApplication.translate("role", "Lead inspector"),
        "deputy": QCoreApplication.translate("role", "Deputy"),
        "inspector": QCoreApplication.translate("role", "Inspector"),
        "local_assessor": QCoreApplication.translate("role", "Local assessor"),
        "handed": QCoreApplication.translate("role", "Works on a hand-out"),
    }
    return words.get(role, role)


def tag_words(tag: str) -> str:
    """A tag of a note as it is shown."""
    words = {
        "illustration": QCoreApplication.translate("tag", "Illustration"),
        "quotation": QCoreApplication.translate("tag", "Quotation"),
    }
    return words.get(tag, tag)


_REMAINS = (
    (
        QT_TRANSLATE_NOOP("remains", "%1 query to reply to"),
        QT_TRANSLATE_NOOP("remains", "%1 queries to reply to"),
    ),
    (QT_TRANSLATE_NOOP("remains", "%1 question unanswered"), QT_TRANSLATE_NOOP("remains", "%1 questions unanswered")),
    (QT_TRANSLATE_NOOP("remains", "%1 fact missing"), QT_TRANSLATE_NOOP("remains", "%1 facts missing")),
    (QT_TRANSLATE_NOOP("remains", "%1 cross-check error"), QT_TRANSLATE_NOOP("remains", "%1 cross-check errors")),
    (
        QT_TRANSLATE_NOOP("remains", "%1 warning without a reason"),
        QT_TRANSLATE_NOOP("remains", "%1 warnings without a reason"),
    ),
    (QT_TRANSLATE_NOOP("remains", "%1 answer to confirm"), QT_TRANSLATE_NOOP("remains", "%1 answers to confirm")),
    (
        QT_TRANSLATE_NOOP("remains", "%1 question to come back to"),
        QT_TRANSLATE_NOOP("remains", "%1 questions to come back to"),
    ),
)


def remains_words(left: Remaining) -> str:
    """What remains on a case, in a line."""
    parts = (
        left.asked, left.unanswered, left.missing_fields, left.errors, left.warnings, left.confirm, left.flagged,
    )  # fmt: skip
    numbers = [len(part) for part in parts]
    say = QCoreApplication.translate
    found = [
        counted(number, say("remains", str(one)), say("remains", str(many)))
        for number, (one, many) in zip(numbers, _REMAINS, strict=True)
        if number
    ]
    if left.interview:
        found.append(say("remains", "the officer’s interview"))
    return ", ".join(found) if found else say("remains", "nothing")
