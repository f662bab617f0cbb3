"""Backups, and what restoring one would change, in words and rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.answers import Revision, Slot
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.keeping import Backup, Why
from inspector_app.domain.restoring import Compared, Difference, Way
from inspector_app.services.backup_folder import Kept
from inspector_app.services.backups import State
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.models.slot_words import owner_words, place_words, value_words
from inspector_app.ui.phrases import clock, counted, day_and_clock

_NOTE = 80
"""So much of a note is shown; the whole one stands in the tip."""
_ABOUT = ("inspection", "case", "officer", "report")


def why_words(why: Why) -> str:
    """What a backup was made for."""
    say = QCoreApplication.translate
    words: dict[Why, str] = {
        "interval": say("backups", "While working"),
        "closing": say("backups", "At closing"),
        "merge": say("backups", "Before other copies were taken in"),
        "import": say("backups", "Before an import"),
        "upgrade": say("backups", "Before another question set"),
        "migration": say("backups", "Before the file got a newer format"),
        "restore": say("backups", "Before a restore"),
        "asked": say("backups", "By hand"),
    }
    return words[why]


def size_words(size: int) -> str:
    """A size such as 10.5 MB."""
    if size < 1_000_000:
        return QCoreApplication.translate("backups", "%1 kB").replace("%1", f"{max(1, round(size / 1000)):,}")
    return QCoreApplication.translate("backups", "%1 MB").replace("%1", f"{size / 1_000_000:,.1f}")


def where_words(folder: Path) -> str:
    """A folder on another drive as people call it: the letter of the drive, else its own name."""
    return folder.drive or folder.name or str(folder)


def state_words(state: State) -> str:
    """How backups stand, in a sentence or two: “Last backup 14:03, on this computer and on D:.”"""
    say = QCoreApplication.translate
    last, second = state.last, state.second
    if last is None:
        text = say("backups", "No backup yet; the first is made soon after the first change.")
    elif second is not None and state.second_has == last:
        text = say("backups", "Last backup %1, on this computer and on %2.").replace("%2", where_words(second))
    else:
        text = say("backups", "Last backup %1, on this computer.")
    if last is not None:
        text = text.replace("%1", moment(last))
    return " ".join(part for part in (text, second_words(state), plain_words(state)) if part)


def plain_words(state: State) -> str:
    """What is to be said of files among the backups that anybody could have put there; empty where are none."""
    say, told = QCoreApplication.translate, []
    if state.plain:
        one = say("backups", "On this computer lies %1 file with the name of a backup that is not encrypted")
        many = say("backups", "On this computer lie %1 files with the name of a backup that are not encrypted")
        told.append(counted(state.plain, one, many))
    if state.second_plain and state.second is not None:
        one = say("backups", "On %2 lies %1 file with the name of a backup that is not encrypted")
        many = say("backups", "On %2 lie %1 files with the name of a backup that are not encrypted")
        told.append(counted(state.second_plain, one, many).replace("%2", where_words(state.second)))
    end = say("backups", ": not used. Delete what you do not know.")
    return " ".join(text + end for text in told)


def second_words(state: State) -> str:
    """What is to be said of the second place where it has not the last backup; empty where all is well."""
    say = QCoreApplication.translate
    if state.second is None or not state.second_problem:
        return ""
    if state.second_problem != "missing":
        return state.second_problem
    has = state.second_has
    text = say("backups", "%2 is not there; what it lacks is copied when it is back.")
    if has is not None:
        text = say("backups", "%2 is not there; it has the one of %1, and gets the rest when it is back.")
        text = text.replace("%1", moment(has))
    return text.replace("%2", where_words(state.second))


def moment(backup: Backup) -> str:
    """When a backup was made: today the time alone."""
    at = backup.at.astimezone()
    today = at.date() == type(at).now().astimezone().date()
    return clock(at) if today else day_and_clock(at)


def backup_rows(kept: Sequence[Kept], origin: str = "") -> list[Row]:
    """One row for each backup, keyed by the name of its file; of those of other places than `origin` that is said."""
    return [_row(one, origin) for one in kept]


def _row(one: Kept, origin: str) -> Row:
    backup, why = one.backup, why_words(one.backup.why)
    if origin and backup.origin != origin:
        said = QCoreApplication.translate("backups", "%1 (of a copy at another place)")
        why = said.replace("%1", why)
    cells = (
        Cell(day_and_clock(backup.at), sort=float(backup.number)),
        Cell(why),
        Cell(f"{backup.answers:,}", sort=float(backup.answers), value=backup.answers),
        Cell(f"{backup.changes:,}", sort=float(backup.changes), value=backup.changes),
        Cell(size_words(one.size), sort=float(one.size)),
    )
    return Row(one.path.name, cells)


def way_words(way: Way) -> str:
    """What restoring does to a place."""
    say = QCoreApplication.translate
    words: dict[Way, str] = {
        "gone": say("backups", "Taken away"),
        "back": say("backups", "Brought back"),
        "other": say("backups", "Changed"),
    }
    return words[way]


def compared_words(compared: Compared) -> str:
    """What restoring would do, counted."""
    say = QCoreApplication.translate
    parts = (
        ("gone", say("backups", "%1 thing that was said since is taken away"),
         say("backups", "%1 things that were said since are taken away")),
        ("other", say("backups", "%1 is changed to what it was"), say("backups", "%1 are changed to what they were")),
        ("back", say("backups", "%1 that is missing now comes back"),
         say("backups", "%1 that are missing now come back")),
    )  # fmt: skip
    ways: tuple[tuple[Way, str, str], ...] = parts  # type: ignore[assignment]  # literals above
    told = [counted(number, one, many) for way, one, many in ways if (number := compared.count(way))]
    if told:
        return say("backups", "If this backup is restored: %1.").replace("%1", ", ".join(told))
    if compared.advice == "same":
        return say("backups", "This backup holds just what the file holds now.")
    return say("backups", "All that stands is the same; only the history in between differs.")


def advice_words(compared: Compared) -> str:
    """What helps most, as a sentence."""
    say = QCoreApplication.translate
    words = {
        "same": say("backups", "There is nothing to restore."),
        "only_back_in_time": say(
            "backups",
            "All that is in this backup is in the file, too. Restore it only to go back to how things were then.",
        ),
        "take_in": say(
            "backups",
            "Taking them in is usually better than restoring: nothing is lost, and where both say different things, "
            "both stay until somebody picks.",
        ),
    }
    if not compared.only_there:
        return words[compared.advice]
    more = counted(
        compared.only_there,
        say("backups", "The backup holds %1 change that this file does not have, by %2."),
        say("backups", "The backup holds %1 changes that this file does not have, by %2."),
    )
    return f"{more.replace('%2', ', '.join(compared.by))} {words[compared.advice]}"


def difference_rows(instrument: Instrument, compared: Compared) -> list[Row]:
    """One row for each place that differs: the case, where, what happens, what stands here and in the backup."""
    asked = {question.id: place for place, question in enumerate(instrument.questions)}

    def order(one: Difference) -> tuple[object, ...]:
        slot = one.slot
        # Case by case as people count them, and a case in the order of the form.
        return _ABOUT.index(slot.about), natural(slot.ref), slot.facet != "status", asked.get(slot.name, -1), slot.name

    ordered = sorted(compared.differences, key=order)
    return [_difference(instrument, str(place), one) for place, one in enumerate(ordered)]


def _difference(instrument: Instrument, key: str, one: Difference) -> Row:
    here, there = (_said(instrument, one.slot, heads) for heads in (one.here, one.there))
    place = place_words(instrument, one.slot)
    cells = (
        Cell(owner_words(one.slot)),
        Cell(f"{place} ({one.slot.assessor})" if one.slot.assessor else place),
        Cell(way_words(one.way)),
        here,
        there,
    )
    return Row(key, cells)


def _said(instrument: Instrument, slot: Slot, heads: Sequence[Revision]) -> Cell:
    nothing = QCoreApplication.translate("backups", "nothing")
    shown, whole = [], []
    for head in heads:
        value = value_words(instrument, slot, head.value) if head.value or not head.note else ""
        note = " ".join(head.note.split())
        short = note if len(note) <= _NOTE else f"{note[:_NOTE].rstrip()}…"
        shown.append(" – ".join(part for part in (value, f"“{short}”" if short else "") if part))
        by = f"{head.author}, {day_and_clock(head.at)}"
        whole.append("\n".join(part for part in (value, head.note, by) if part))
    return Cell(" / ".join(shown) or nothing, tip="\n\n".join(whole) or nothing)
