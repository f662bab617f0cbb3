"""Deals the answers to leaf questions out to cases: the better the work on a case, the likelier the better answer."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from example.counts import Split
from example.skeleton import Unit
from inspector_app.domain.instrument import Instrument, Question
from inspector_app.domain.routing import Sheet, open_questions

NOISE = 0.8
KIN = 0.7
"""How much the answer to the question above it tells of a follow-up."""


def deal(
    instrument: Instrument, questions: Sequence[Question], units: Sequence[Unit], chosen: Mapping[str, Split], seed: int
) -> None:
    """Answers every open question that has choices and is required and that no earlier step answered."""
    for question in questions:
        if not question.choices or not question.required:
            continue
        asked = [i for i, u in enumerate(units) if _is_open(questions, question, u) and question.id not in u.answers]
        if not asked:
            continue
        draw = random.Random(f"{seed} {question.id}")
        if question.kind == "multiple":
            for i in asked:
                units[i].answers[question.id] = _several(question, draw)
            continue
        ranks = {i: _rank(instrument, question, units[i], draw) for i in asked}
        ranked = sorted(asked, key=lambda i: -ranks[i])
        counts = dict(chosen[question.id].counts) if question.id in chosen else _even(question, len(asked), draw)
        if counts.get("na"):
            for i in draw.sample(ranked, counts["na"]):
                units[i].answers[question.id] = "na"
                ranked.remove(i)
        order = sorted((c for c in question.choices if c.code != "na"), key=lambda c: "above none below".index(c.line))
        if not question.scored:
            draw.shuffle(ranked)
        for choice in order:
            for _ in range(counts.get(choice.code, 0)):
                units[ranked.pop(0)].answers[question.id] = choice.code
        assert not ranked, question.id


def _is_open(questions: Sequence[Question], question: Question, unit: Unit) -> bool:
    return question.id in open_questions(questions, Sheet(unit.fields, unit.answers))


def _rank(instrument: Instrument, question: Question, unit: Unit, draw: random.Random) -> float:
    rank = unit.quality + draw.gauss(0, NOISE)
    parent = instrument.questions_by_id.get(question.under or "")
    if parent is not None and parent.scored:
        line = parent.line_of(unit.answers.get(parent.id, ""))
        rank += {"above": KIN, "below": -KIN, "none": 0.0}[line]
    return rank


def _several(question: Question, draw: random.Random) -> str:
    codes = [c.code for c in question.choices if c.code not in ("none", "na")]
    weights = [1.0 / (n + 1.5) for n in range(len(codes))]
    number = draw.choices((1, 2, 3), (0.55, 0.35, 0.1))[0]
    picked: set[str] = set()
    while len(picked) < min(number, len(codes)):
        picked.add(draw.choices(codes, weights)[0])
    return ";".join(c for c in codes if c in picked)


def _even(question: Question, size: int, draw: random.Random) -> dict[str, int]:
    """Shares of a fact that nothing is said about: falling from the first choice on."""
    codes = [c.code for c in question.choices if c.code != "na"]
    weights = [1.0 / (n + 1) for n in range(len(codes))]
    counts = dict.fromkeys(codes, 0)
    for _ in range(size):
        counts[draw.choices(codes, weights)[0]] += 1
    return counts
