"""What was saved of a damaged file and what is missing, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.missing import Gap, Missing, Place

_DEVICE = 8
"""Signs of an installation's name that are shown: enough to tell a handful apart."""
_WHAT = {
    "answer": "answers", "field": "facts", "status": "status", "flag": "marks to come back to", "reason": "reasons",
    "query": "messages about", "second": "second reads", "tag": "tags", "detail": "details", "member": "members",
    "key": "device keys",
}  # fmt: skip
"""What a place of each facet is called; before the names of all that are lost."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What was lost beside changes: question sets, text being typed, what is said of this copy, the details."""

    sets: int = 0
    drafts: bool = False
    local: bool = False
    details: bool = False


def missing_lines(
    name: str, saved: int, missing: Missing, lost: Lost, asked: Instrument | None = None
) -> Iterator[str]:
    """What is to be told, line by line.

    Args:
        name: what the damaged file is called.
        asked: the question set, where it is known, for the words of questions and facts.
    """
    yield f"Saved from {name}: {saved} {'change' if saved == 1 else 'changes'}, each proven by its digest."
    if not missing.count and lost == Lost():
        yield "Nothing is known to be missing."
        return
    if missing.count:
        yield f"{_changes(missing.count)} known to be missing:"
    for gap in missing.gaps:
        yield f"  {gap_words(gap)}"
    if missing.count > missing.in_gaps:
        yield f"  {missing.count - missing.in_gaps} of which nothing else is known"
    yield from _place_lines(missing, asked)
    yield from _lost_lines(lost)
    yield "Take in a backup or a copy of this inspection: it fills the gaps, and nothing is counted twice."


def gap_words(gap: Gap) -> str:
    """One gap: whose changes, their numbers and between which times."""
    numbers = f"change {gap.first}" if gap.count == 1 else f"changes {gap.first} to {gap.last}"
    after, before = (_when(at) if at else "" for at in (gap.after, gap.before))
    if after and before:
        made = f", made on {after}" if after == before else f", made between {after} and {before}"
    else:
        made = f", made after {after}" if after else f", made before {before}" if before else ""
    return f"{numbers} of the installation {gap.device[:_DEVICE]}{made}"


def _place_lines(missing: Missing, asked: Instrument | None) -> Iterator[str]:
    by_owner: dict[str, list[Place]] = defaultdict(list)
    for place in missing.places:
        by_owner[f"{place.about} {place.ref}".strip()].append(place)
    for owner, places in by_owner.items():
        yield f"{owner[:1].upper()}{owner[1:]} lost something: {_named(places, asked)}."
    earlier = dict.fromkeys(f"{p.about} {p.ref}".strip() for p in missing.places if p.stands)
    if earlier:
        yield f"What stands there may be what was said before; look at it again: {', '.join(earlier)}."
    if missing.perhaps:
        yield f"Perhaps also affected, by what was done just before and after: {', '.join(missing.perhaps)}."


def _named(places: Iterable[Place], asked: Instrument | None) -> str:
    names: dict[str, dict[str, None]] = defaultdict(dict)
    for place in places:
        names[_WHAT.get(place.facet, place.facet)][_called(place, asked)] = None
    said = ((what, ", ".join(filter(None, named))) for what, named in names.items())
    return "; ".join(f"{what} ({named})" if named else what for what, named in said)


def _called(place: Place, asked: Instrument | None) -> str:
    if asked is not None and place.facet == "field" and place.name in asked.fields_by_name:
        return asked.fields_by_name[place.name].label
    if asked is not None and place.about in ("case", "officer") and place.name in asked.questions_by_id:
        question = asked.questions_by_id[place.name]
        return f"{question.number} {question.short}"
    return place.name


def _lost_lines(lost: Lost) -> Iterator[str]:
    if lost.details:
        yield "The details of the inspection are lost; it joins a backup all the same, by the changes that both hold."
    if lost.sets:
        yield "A question set that the file carried is lost; a copy of Inspector that has it opens the file."
    if lost.drafts:
        yield "Text that was being typed and not yet saved may be lost."
    if lost.local:
        yield "What was said of this one copy may be lost, such as when it was handed out to whom."


def _changes(count: int) -> str:
    return "1 change is" if count == 1 else f"{count} changes are"


def _when(at: datetime) -> str:
    return f"{at.day} {at:%B %Y, %H:%M}"
