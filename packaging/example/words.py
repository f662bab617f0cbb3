"""What is not a code: ages, dates, evidence notes, free texts, the time of each answer; all drawn from seeds."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from example.people import SEED, CaseSeed
from example.skeleton import Unit
from inspector_app.domain.instrument import Question

FIELDWORK = (date(2013, 6, 10), date(2013, 6, 14))
SUMMER_TIME = timezone(timedelta(hours=1))
NOTES = 0.4
"""The share of judged answers with a note."""


MARK = re.compile(r"\(([a-z_|]+)\) ")
"""Begins a phrase that fits only some: `(w)` a woman's case (*he* and *his* speak of a man), else answer codes."""
SPEAKS_OF: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), name, values)
    for pattern, name, values in (
        (r"\b(he|his|him|himself)\b", "gender", ("male",)),
        (r"\brecall|\brelease|\blicence|\bcustody|\bprison|\bgate\b", "case_type", ("licence",)),
        (r"\bbreach|unpaid work|\bcourt\b|\bbench", "case_type", ("community_order", "suspended_sentence_order")),
        (r"hostel|approved premises", "approved_premises", ("yes",)),
        (r"curfew|\btag\b", "restrictive_requirement", ("yes",)),
        (r"\bzone|exclusion|no-contact|restraining", "restrictive_requirement", ("yes",)),
        (r"mappa|level 2", "mappa_eligible", ("yes",)),
        (r"partner\b|marac|idva|jealous|women's worker", "domestic_violence", ("yes",)),
        (r"\bdrink|\bdrunk|alcohol|sober|detox", "alcohol_linked", ("yes",)),
        (r"weapon", "weapon", ("principal", "alongside")),
        (r"programme|\bbbr\b|\btutor", "accredited_programme", ("yes",)),
        (r"social worker|core group", "child_protection", ("yes",)),
    )
)
"""What a phrase takes for granted: (words, field, values that the field must have)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Notes about one matter: patterns on question ids, and the notes for each side of the line."""

    about: tuple[re.Pattern[str], ...]
    notes: Mapping[str, Sequence[str]]


class Stock:
    """The stock of phrases."""

    def __init__(self) -> None:
        raw = tomllib.loads((Path(__file__).parent / "phrases.toml").read_text(encoding="utf-8"))
        self.topics = [
            Topic(
                tuple(re.compile(p.replace("*", ".*") + "$") for p in t["about"]),
                {side: t.get(side, ()) for side in ("above", "below", "na")},
            )
            for t in raw["topic"]
        ]
        self.tails: Mapping[str, Sequence[str]] = raw["tail"][0]
        self.texts: Mapping[str, list[str]] = {f["question"]: f["texts"] for f in raw["free"]}

    def notes_for(self, question: str, side: str) -> Sequence[str]:
        """The notes for a question, from the first topic that is about it by its exact id, else by pattern."""
        for topic in sorted(self.topics, key=lambda t: not any(p.pattern == question + "$" for p in t.about)):
            if any(p.match(question) for p in topic.about):
                return topic.notes[side]
        return ()


class Notes:
    """Hands notes out so that one and the same phrase comes again as late as possible."""

    def __init__(self, stock: Stock) -> None:
        self.stock = stock
        self._used: dict[str, int] = {}

    def note(self, question: Question, value: str, evidence: str, case: Unit, draw: random.Random) -> str:
        """A note on an answer, or a blank."""
        line = question.line_of(value)
        side = "na" if value == "na" else line
        found = self.stock.notes_for(question.id, side) if side != "none" else ()
        fitting = [p for p in found if fits(p, case) and value in (codes_of_phrase(p) or (value,))]
        # Where something can be said of just this answer, nothing vaguer is.
        fitting = [p for p in fitting if codes_of_phrase(p)] or fitting
        if not fitting or draw.random() >= NOTES:
            return ""
        number = 2 if len(fitting) > 3 and draw.random() < 0.22 else 1
        picked = sorted(fitting, key=lambda p: (self._used.get(p, 0), draw.random()))[:number]
        for phrase in picked:
            self._used[phrase] = self._used.get(phrase, 0) + 1
        phrase = " ".join(MARK.sub("", p, count=1) for p in picked)
        if evidence and number == 1 and draw.random() < (0.45 if evidence in ("on_file", "interview") else 0.8):
            phrase += " " + draw.choice(self.stock.tails[evidence])
        return phrase.replace("{date}", _day(case, draw))


def codes_of_phrase(phrase: str) -> tuple[str, ...]:
    """The answers to which a phrase is bound; none for any."""
    mark = MARK.match(phrase)
    return tuple(mark[1].split("|")) if mark and mark[1] != "w" else ()


def fits(phrase: str, case: Unit) -> bool:
    """Whether nothing that a phrase takes for granted is untrue of the case."""
    if phrase.startswith("(w) ") and case.fields.get("gender") != "female":
        return False
    return all(case.fields.get(name) in values for words, name, values in SPEAKS_OF if words.search(phrase))


def evidence(question: Question, value: str, case: Unit, draw: random.Random) -> str:
    """The evidence status of an answer; documents are missing in the cases whose records are not complete."""
    if not question.choices:
        return ""
    incomplete = case.answers.get("records_complete") == "no"
    shares = (0.46, 0.24, 0.18, 0.12) if incomplete else (0.70, 0.26, 0.03, 0.01)
    if question.line_of(value) == "none":
        return "on_file" if draw.random() < 0.3 else ""
    return draw.choices(("on_file", "interview", "not_on_file", "cannot_determine"), shares)[0]


def fill_facts(cases: Sequence[CaseSeed], units: Sequence[Unit]) -> None:
    """Ages and dates."""
    draw = random.Random(SEED + 2)
    for case, unit in zip(cases, units, strict=True):
        unit.fields["age"] = str(_age(unit, draw))
        start = date(2012, 8, 27) + timedelta(days=draw.randrange(60))
        while start.weekday() > 4:
            start += timedelta(days=1)
        months = {
            "community_order": (12, 18, 24),
            "suspended_sentence_order": (12, 18, 24),
            "licence": (12, 15, 20, 30),
        }
        length = draw.choice(months[unit.fields["case_type"]])
        unit.fields["start_date"] = start.isoformat()
        unit.fields["end_date"] = (start + timedelta(days=round(30.44 * length) - 1)).isoformat()
        if unit.answers.get("review_date_recorded") == "yes":
            weeks = 16 if unit.answers["review_interval_set"] == "sixteen_weeks" else draw.choice((8, 12, 13, 20, 26))
            unit.answers["review_date"] = (start + timedelta(days=draw.randrange(7, 24) + 7 * weeks)).isoformat()
        assert case.ref


def _age(unit: Unit, draw: random.Random) -> int:
    young = (
        unit.answers.get("court_information") == "nothing"
        and unit.fields["rosh"] == "high"
        and unit.fields["tier"] == "4"
        and unit.fields["case_type"] == "community_order"
    )
    if young:
        return 19
    age = min(67, max(18, round(draw.lognormvariate(3.4, 0.32))))
    return 20 if age == 19 else age


def fill_texts(
    stock: Stock, questions: Sequence[Question], units: Sequence[Unit], is_open: Sequence[frozenset[str]]
) -> None:
    """Each free text once, in some case where its question is open."""
    draw = random.Random(SEED + 3)
    wanted = {q.id for q in questions if q.kind == "text" and not q.required}
    for question, texts in stock.texts.items():
        if question not in wanted:
            continue
        places = [i for i, found in enumerate(is_open) if question in found]
        # A tale of good practice belongs to a case that went well.
        places.sort(key=lambda i: -units[i].quality + draw.gauss(0, 0.5))
        taken: set[int] = set()
        for text in texts:
            fitting = [i for i in places if i not in taken and (not units[i].fields or fits(text, units[i]))]
            place = draw.choice(fitting[: max(1, len(fitting) // 3)] if "Good" in text[:10] else fitting)
            taken.add(place)
            units[place].answers[question] = MARK.sub("", text, count=1).replace("{date}", _day(units[place], draw))


def clock(day: int, hour: float, draw: random.Random, pause: tuple[int, int]) -> Iterator[datetime]:
    """The times of one sitting's answers, `pause` seconds apart at least and at most; lunch from half past twelve."""
    now = datetime.combine(FIELDWORK[0] + timedelta(days=day), time(), SUMMER_TIME) + timedelta(hours=hour)
    while True:
        now += timedelta(seconds=draw.randint(*pause))
        if now.hour == 12 and now.minute >= 30:
            now += timedelta(minutes=draw.randint(40, 60))
        yield now


def _day(unit: Unit, draw: random.Random) -> str:
    start = date.fromisoformat(unit.fields.get("start_date", "2012-10-01"))
    on = start + timedelta(days=draw.randrange(3, 225))
    return f"{on.day} {on:%b}" if draw.random() < 0.6 else f"{on:%d/%m/%y}"
