"""What a sensible sample looks like beyond what the report prints: the mix of cases, and what goes with what."""

from __future__ import annotations

import random
from typing import Any

from example.search import Weigh
from example.skeleton import Skeleton
from inspector_app.domain.instrument import Rule
from inspector_app.instruments.rules import read_rule

OFFENCES = {
    "common_assault": 13,
    "abh": 17,
    "wounding": 9,
    "robbery": 8,
    "weapon_possession": 6,
    "threats": 8,
    "affray": 7,
    "homicide": 1,
    "arson": 1,
    "other_violence": 2,
}
ORDERS = ["community_order", "suspended_sentence_order"]


def f(name: str, *values: str) -> dict[str, Any]:
    """A rule on a field."""
    return {"field": name, "any_of": list(values)}


def q(question: str, *codes: str) -> dict[str, Any]:
    """A rule on a question."""
    return {"question": question, "any_of": list(codes)}


def both(*parts: dict[str, Any]) -> Rule:
    """All of the parts."""
    return read_rule({"all": list(parts)})


def no(part: dict[str, Any]) -> dict[str, Any]:
    """Not the part."""
    return {"not": part}


NEVER: tuple[Rule, ...] = (
    # Sentence and offence
    both(f("case_type", "licence"), f("custody_before_release", "no")),
    both(f("case_type", *ORDERS), f("custody_before_release", "yes")),
    both(f("principal_offence", "homicide"), no(f("case_type", "licence"))),
    both(f("principal_offence", "wounding", "robbery", "arson"), f("case_type", "community_order")),
    both(f("principal_offence", "common_assault"), f("case_type", "licence")),
    both(
        f("domestic_violence", "yes"),
        f("principal_offence", "robbery", "weapon_possession", "affray", "arson", "other_violence", "homicide"),
    ),
    both(q("offence_features", "physical"), f("principal_offence", "weapon_possession", "threats", "arson")),
    both(
        no(q("offence_features", "physical")), f("principal_offence", "common_assault", "abh", "wounding", "homicide")
    ),
    both(f("weapon", "alongside"), f("principal_offence", "common_assault", "arson", "other_violence")),
    # Risk
    both(f("rosh", "high"), f("tier", "1", "2")),
    both(f("rosh", "very_high"), f("tier", "1", "2", "3")),
    both(f("rosh", "low"), f("tier", "4")),
    both(f("rosh", "medium"), f("tier", "1")),
    both(f("principal_offence", "homicide", "wounding"), f("rosh", "low")),
    both(f("principal_offence", "homicide"), f("tier", "1", "2")),
    both(f("child_protection", "yes"), f("rosh", "low")),
    both(q("full_analysis", "na"), no(q("risk_plan", "na"))),
    both(q("rosh_screening", "not_done"), f("rosh", "low")),
    # A class without a screening comes from a full analysis.
    both(q("rosh_screening", "not_done"), f("rosh", "medium", "high", "very_high"), no(q("full_analysis", "done"))),
    both(f("approved_premises", "yes"), no(f("rosh", "high", "very_high"))),
    both(f("approved_premises", "yes"), no(f("case_type", "licence"))),
    # MAPPA and ViSOR: long sentences for grave violence
    both(f("mappa_eligible", "yes"), f("case_type", "community_order")),
    both(f("mappa_eligible", "yes"), f("principal_offence", "common_assault", "weapon_possession")),
    both(f("mappa_level", "2"), no(f("rosh", "high", "very_high"))),
    both(f("mappa_level", "2"), no(f("case_type", "licence"))),
    both(f("mappa_level", "3")),
    both(f("mappa_eligible", "yes"), f("rosh", "low")),
    both(q("visor_required", "yes"), no(f("mappa_eligible", "yes"))),
    both(f("mappa_level", "2"), q("visor_required", "no")),
    # Visits, victims, programmes
    both(f("victim_contact", "yes"), f("principal_offence", "weapon_possession", "affray")),
    both(f("victim_contact", "yes"), q("actual_victim", "no")),
    both(q("programme", "relationships"), f("domestic_violence", "no")),
    both(q("programme", "relationships"), f("gender", "female")),
    both(q("programme", "substance_misuse"), no(q("offending_factors", "alcohol", "drugs"))),
    both(q("restriction_kinds", "curfew"), f("case_type", "licence")),
    both(q("restriction_kinds", "residence"), no(f("case_type", "licence"))),
    both(f("case_type", "licence"), q("restriction_origin", "court")),
    both(f("approved_premises", "yes"), f("restrictive_requirement", "no")),
    both(f("approved_premises", "yes"), no(q("restriction_kinds", "residence"))),
    both(f("domestic_violence", "yes"), no(q("offending_factors", "relationships"))),
    both(f("transfer", "out"), f("approved_premises", "yes")),
    # The course of the sentence
    both(q("initial_plan", "none"), q("plan_involved", "yes")),
    both(q("initial_plan", "none"), q("plan_review", "sufficient", "insufficient")),
    both(q("risk_plan", "sufficient"), q("full_analysis", "not_done")),
    both(q("enforcement_needed", "yes"), q("noncompliance", "no")),
    both(q("progress", "good"), q("further_offending", "charge", "conviction")),
    both(q("noncompliance", "no"), no(q("compliance", "unaided"))),
    both(q("initial_plan", "none"), q("risk_plan_review", "sufficient")),
)

COUNTS: tuple[tuple[Rule, int, int], ...] = (
    (both(f("case_type", "licence")), 28, 30),
    (both(f("case_type", "community_order")), 22, 25),
    (both(f("rosh", "low")), 6, 8),
    (both(f("rosh", "high")), 18, 22),
    (both(f("rosh", "very_high")), 1, 2),
    (both(f("tier", "4")), 10, 14),
    (both(f("tier", "1")), 1, 2),
    (both(f("tier", "2")), 12, 18),
    (both(f("child_protection", "yes")), 10, 15),
    (both(f("visor", "yes")), 7, 7),
    (both(q("report_prepared", "yes"), f("case_type", "licence")), 8, 12),
    (both(q("risk_plan", "insufficient"), q("full_analysis", "not_done")), 0, 6),
    (both(q("offending_factors", "employability")), 24, 30),
    (both(q("offending_factors", "finance")), 8, 13),
    (both(q("offending_factors", "health")), 9, 14),
    (both(q("programme", "other")), 2, 3),
    (both(q("restriction_kinds", "no_contact")), 18, 24),
    (both(q("restriction_kinds", "exclusion")), 10, 15),
    (both(q("restriction_kinds", "activity_ban")), 2, 4),
    (both(q("restriction_kinds", "other")), 1, 3),
    (both(q("rosh_screening_reasons", "other")), 0, 1),
    # The four sentenced on nothing; one of them a young man who made threats, at Tier 4 and high risk.
    (
        both(
            q("court_information", "nothing"),
            f("tier", "4"),
            f("rosh", "high"),
            f("principal_offence", "threats"),
            f("gender", "male"),
        ),
        1,
        1,
    ),
    (both(q("court_information", "earlier_report")), 5, 9),
    (both(q("court_followed_proposal", "na")), 0, 2),
    (both(q("induction", "not_done")), 0, 3),
    (both(q("induction", "na")), 0, 1),
    (both(q("resources_reoffending_level", "na")), 0, 2),
    (both(q("resources_harm_level", "na")), 0, 1),
    (both(q("resources_purpose_level", "na")), 0, 0),
    (both(q("resources_diversity_level", "na")), 10, 18),
    (both(q("other_workers_involved", "yes")), 50, 60),
    (both(q("multi_agency_work", "yes")), 44, 54),
    (both(q("officer_changed", "yes")), 17, 24),
    (both(q("change_called_for", "none")), 23, 30),
    (both(q("change_called_for", "plan")), 20, 30),
    (both(q("actual_victim", "yes")), 44, 54),
    (both(q("child_contact", "yes")), 28, 36),
    (both(q("childrens_services_check", "na")), 26, 40),
    (both(q("potential_victim", "yes")), 38, 52),
    (both(q("harm_changed", "rose")), 22, 28),
    (both(q("harm_changed", "otherwise")), 4, 10),
    (both(q("initial_plan", "late")), 1, 4),
    (both(q("custody_contact", "na")), 0, 4),
    (both(q("plan_review", "na")), 0, 3),
    (both(q("needs_accommodation_assessed", "na")), 2, 6),
    (both(q("needs_employability_assessed", "na")), 2, 6),
    (both(q("needs_primary_health_assessed", "na")), 2, 6),
    (both(q("needs_support_network_assessed", "na")), 2, 6),
    (both(q("needs_skills_for_life_assessed", "na")), 2, 8),
    (both(q("further_offending", "caution")), 2, 5),
    (both(q("visor_entries", "none")), 0, 0),
    (both(q("risk_information_shared", "na")), 6, 14),
    (both(q("restriction_kinds", "residence")), 6, 9),
)


def add_sense(skeleton: Skeleton) -> None:
    """Adds all this to a model of the cases."""
    for rule in NEVER:
        skeleton.forbid(rule)
    for rule, low, high in COUNTS:
        skeleton.bound(rule, low, high)
    for offence, count in OFFENCES.items():
        skeleton.bound(both(f("principal_offence", offence)), count, count)


def officer_sense(skeleton: Skeleton) -> None:
    """The same for a model of the officers."""
    for question, alone in (
        ("supervision_topics", "none"),
        ("violence_programme_experience", "none"),
        ("diversity_least_confident", "none"),
        ("officer_pso_award", "none"),
    ):
        others = [c.code for c in skeleton.questions[question].choices if c.code != alone]
        skeleton.forbid(both(q(question, alone), q(question, *others)))
    skeleton.forbid(both(q("supervision_topics", "none"), q("supervision_frequency", "six_weekly", "quarterly")))


def officer_weighing(skeleton: Skeleton, seed: int) -> Weigh:
    """Most officers have a view, and more have a kind one; what the statements ask comes first."""
    draw = random.Random(seed)
    likely = {
        ("violence_programme_experience", "none"): 1.2,
        ("diversity_least_confident", "none"): 0.4,
        ("officer_pso_award", "none"): 0.4,
        ("workload_fair", "no"): 0.6,
        ("files_thinned", "na"): -0.5,
        ("countersigning_active", "sometimes"): 0.5,
        ("practice_observed_by", "line_manager"): 0.3,
    }

    def weigh(i: int, name: str, code: str) -> float:
        question = skeleton.questions[name]
        noise = draw.gauss(0, 0.35)
        if question.kind == "multiple":
            return noise - 0.35 + likely.get((name, code), 0.0)
        first = 0.5 * (code == question.choices[0].code) + 0.25 * skeleton.units[i].quality * (code == "yes")
        vague = -0.7 * (code in ("unsure", "na", "other"))
        return first + vague + noise + likely.get((name, code), 0.0)

    return weigh


def weighing(skeleton: Skeleton, seed: int) -> Weigh:
    """Good answers go to cases that were worked on well; the rest of the mix is left to chance."""
    draw = random.Random(seed)
    graver = {"very_high": 2, "high": 1}

    def weigh(i: int, name: str, code: str) -> float:
        quality = skeleton.units[i].quality
        if name in skeleton.fields:
            return 0.3 * draw.random() + (0.0 if name != "rosh" else 0.05 * graver.get(code, 0))
        question = skeleton.questions[name]
        if question.kind == "multiple":
            return 0.4 * draw.random() - 0.3
        if not question.scored:
            return 0.3 * draw.random()
        side = {"above": 1.0, "below": -1.0, "none": 0.0}[question.line_of(code)]
        return side * (0.9 + quality + draw.gauss(0, 0.7))

    return weigh
