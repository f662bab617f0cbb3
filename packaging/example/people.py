"""Who is in the example before anything is solved: cases with their places, officers and assessors, all made up.

Everything is drawn with seeded generators, so that the example comes out the same each time.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

SEED = 20130610
OFFICES = {
    "Plymouth": ("Plymouth North", "Plymouth South"),
    "Cornwall": ("Camborne", "Truro", "Bodmin", "Penzance"),
    "Devon & Torbay": ("Exeter", "Torquay", "Barnstaple", "Newton Abbot"),
}
SHORT = {"Plymouth": "PL", "Cornwall": "CO", "Devon & Torbay": "DT"}
CASES_PER_LDU = {"Plymouth": 22, "Cornwall": 23, "Devon & Torbay": 27}
OFFICERS_PER_LDU = {"Plymouth": (9, 6), "Cornwall": (9, 7), "Devon & Torbay": (12, 7)}
"""Probation officers and probation services officers; 30 and 20 in all."""
INSPECTORS = tuple(f"HMI-0{n}" for n in range(1, 9))
LOCAL = tuple(f"LA-0{n}" for n in range(1, 4))
ROLES = {"HMI-01": "lead", "HMI-02": "deputy"}
RESERVE = "LA-04"
ETHNICITY = {"white_british": 66, "white_irish": 1, "white_other": 2, "mixed": 1, "black": 1, "not_recorded": 1}
DISABILITY = {"yes": 13, "no": 53, "not_recorded": 6}
LDU_BONUS = {"Plymouth": 0.7, "Cornwall": -0.3, "Devon & Torbay": -0.1}


@dataclass(frozen=True, slots=True)
class OfficerSeed:
    """An officer: code, grade, place and how well they work (a standard score)."""

    code: str
    grade: str
    ldu: str
    office: str
    quality: float


@dataclass(slots=True)
class CaseSeed:
    """A case before solving. `quality` is how well it was worked on (a standard score); fields grow while solving."""

    ref: str
    officer: OfficerSeed
    assessor: str
    quality: float
    fields: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


def team() -> dict[str, str]:
    """The inspection team: code -> role."""
    roles = {code: "inspector" for code in INSPECTORS} | {code: "local_assessor" for code in (*LOCAL, RESERVE)}
    return roles | ROLES


def officers() -> list[OfficerSeed]:
    """The fifty officers."""
    draw = random.Random(SEED)
    found = []
    for ldu, (pos, psos) in OFFICERS_PER_LDU.items():
        grades = ["po"] * pos + ["pso"] * psos
        draw.shuffle(grades)
        for number, grade in enumerate(grades, 1):
            code = f"O-{SHORT[ldu]}-{number:02d}"
            found.append(OfficerSeed(code, grade, ldu, draw.choice(OFFICES[ldu]), draw.gauss(0, 1)))
    return found


def cases(staff: list[OfficerSeed]) -> list[CaseSeed]:
    """The 72 cases, each with its officer and assessor; every officer has at least one case."""
    draw = random.Random(SEED + 1)
    found: list[CaseSeed] = []
    for ldu, count in CASES_PER_LDU.items():
        local = [o for o in staff if o.ldu == ldu]
        # Probation officers carry the second and third cases more often, as they do.
        extra = [o for o in local if o.grade == "po"] * 2 + [o for o in local if o.grade == "pso"]
        draw.shuffle(extra)
        holders = local + extra[: count - len(local)]
        found += [_case(o, ldu, draw) for o in holders]
    draw.shuffle(found)
    numbers = sorted(draw.sample(range(4021, 4990), len(found)))
    women = set(draw.sample(range(len(found)), 9))
    assessors = [(INSPECTORS + LOCAL)[n % 11] for n in range(len(found))]
    for place, case in enumerate(found):
        case.ref, case.assessor = f"DC-{numbers[place]}", assessors[place]
        female = place in women
        case.fields["gender"] = "female" if female else "male"
        case.quality += 0.55 if female else 0.0
    ethnicity, disability = _dealt(ETHNICITY, draw), _dealt(DISABILITY, draw)
    for case, first, second in zip(found, ethnicity, disability, strict=True):
        case.fields |= {"ethnicity": first, "disability": second}
    return found


def _dealt(counts: dict[str, int], draw: random.Random) -> list[str]:
    values = [value for value, count in counts.items() for _ in range(count)]
    draw.shuffle(values)
    return values


def _case(officer: OfficerSeed, ldu: str, draw: random.Random) -> CaseSeed:
    quality = 0.6 * officer.quality + draw.gauss(0, 0.8) + LDU_BONUS[ldu]
    fields = {"ldu": ldu, "office": officer.office, "officer": officer.code, "officer_grade": officer.grade}
    return CaseSeed("", officer, "", quality, fields)
