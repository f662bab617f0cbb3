"""Bound figures: read with a sentence for each mistake, counted as the tables count, printed in each style."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.answers import Revision
from inspector_app.domain.bound_charts import BoundChart, read_chart
from inspector_app.domain.bound_figures import BoundFigure
from inspector_app.domain.bound_figures_count import Counted, Ground, count
from inspector_app.domain.bound_figures_print import HouseStyle, print_figure
from inspector_app.domain.bound_figures_read import read_figure
from inspector_app.domain.bound_figures_text import Figures
from inspector_app.domain.case import Case, Officer
from inspector_app.domain.figures import Spread
from inspector_app.domain.findings import find
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_text import Printed
from inspector_app.domain.scoring import score, tally
from inspector_app.domain.text_places import BadPlace, places_of, words_in
from inspector_app.domain.wording_en import ENGLISH
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_figures import ground_of
from inspector_app.services.session import Person
from small import small

ROOT = Path(__file__).resolve().parents[1]
HOUSE = HouseStyle(ENGLISH)
SMALL = small()
BLANK = Revision("", None, "", "", "", "edit", "", "", "", None, "", "", ())  # type: ignore[arg-type]


def given_answers(answers: dict[str, str]) -> dict[str, Revision]:
    return {question: BLANK._replace(value=value) for question, value in answers.items()}


def case(ref: str, assessor: str = "AB", fields: dict[str, str] | None = None, **answers: str) -> Case:
    return Case(ref, "signed_off", assessor, assessor, fields or {}, given_answers(answers), frozenset(), {})


def ground(*cases: Case, officers: tuple[Officer, ...] | None = (), instrument: Instrument = SMALL) -> Ground:
    assessed = tuple((c, tally(instrument.case_questions, c.sheet)) for c in cases)
    return Ground(instrument, assessed, officers, score(instrument, [t for _, t in assessed]))


def officer(code: str, **answers: str) -> Officer:
    return Officer(code, given_answers(answers), frozenset())


TEAM = ground(
    case("C1", fields={"type": "licence", "age": "24", "office": "Bay"}, plan="sufficient", review="sufficient"),
    case("C2", fields={"type": "licence", "age": "31.5"}, plan="insufficient", plan_reasons="late;thin"),
    case("C3", fields={"type": "order"}, assessor="CD", plan="insufficient", plan_reasons="late", review="na"),
    case("C4", plan="not_done", review="not_done"),
    case("C5", fields={"type": "order", "age": "29"}, plan="na"),
    case("C6"),
    officers=(
        officer("O1", fair="yes", topics="late;thin"), officer("O2", fair="no"), officer("O3", topics="wrong"),
        officer("O4"),
    ),
)  # fmt: skip


def counted(body: str, of: Ground = TEAM) -> Counted:
    return count(read_figure(body, of.instrument), of)


def printed(body: str, of: Ground = TEAM, house: HouseStyle = HOUSE, begins: bool = False) -> str:
    return print_figure(counted(body, of), house, begins).text


def refs(body: str) -> tuple[str, str]:
    found = counted(body)
    return " ".join(found.hits), " ".join(found.base)


# Counting


@pytest.mark.parametrize(
    ("body", "hits", "base"),
    [
        ("question=plan", "C1", "C1 C2 C3 C4"),
        ("question=plan, line=below", "C2 C3 C4", "C1 C2 C3 C4"),
        ("question=plan, answer=insufficient", "C2 C3", "C1 C2 C3 C4"),
        ("question=plan, answer=insufficient+not_done", "C2 C3 C4", "C1 C2 C3 C4"),
        ("question=plan, answer=na", "C5", "C1 C2 C3 C4 C5"),
        ("question=plan, of=all", "C1", "C1 C2 C3 C4 C5 C6"),
        ("question=plan_reasons, answer=late", "C2 C3", "C2 C3"),
        ("question=plan_reasons, answer=thin", "C2", "C2 C3"),
        ("question=plan_reasons, answer=thin, of=all", "C2", "C1 C2 C3 C4 C5 C6"),
        ('question=plan, where="type=licence"', "C1", "C1 C2"),
        ('question=plan, where="type=licence; assessor=CD"', "", ""),
        ('question=review, where="question:plan=insufficient", of=all', "", "C2 C3"),
        ('question=plan, where="age=20..29"', "C1", "C1"),
        ('question=plan, where="assessor=CD"', "", "C3"),
        ("field=type, answer=licence", "C1 C2", "C1 C2 C3 C5"),
        ("field=type, answer=licence+order", "C1 C2 C3 C5", "C1 C2 C3 C5"),
        ("field=type, answer=licence, of=all", "C1 C2", "C1 C2 C3 C4 C5 C6"),
        ("field=age, answer=30..39", "C2", "C1 C2 C5"),
        ("field=office, answer=Bay", "C1", "C1"),
        ("cases", "C1 C2 C3 C4 C5 C6", "C1 C2 C3 C4 C5 C6"),
        ('cases, where="type=order"', "C3 C5", "C3 C5"),
        ("officers", "O1 O2 O3", "O1 O2 O3"),
        ("question=fair, answer=yes", "O1", "O1 O2"),
        ("question=fair, answer=yes, of=all", "O1", "O1 O2 O3"),
        ('question=topics, answer=late, where="question:fair=yes"', "O1", "O1"),
        ("question=plan, as=base", "C1", "C1 C2 C3 C4"),
        ("question=visits, as=base", "", ""),
    ],
)
def test_the_cases_behind_a_figure_are_known_by_name(body: str, hits: str, base: str) -> None:
    assert refs(body) == (hits, base)


def test_a_score_is_that_of_its_outcome_or_criterion() -> None:
    assert counted("score=1.1").ratio == next(g.score for g in TEAM.scores.criteria if g.id == "1.1")
    assert counted("score=1").ratio == TEAM.scores.outcomes[0].score
    assert len(counted("score=1").base) == 6


def test_a_score_of_some_cases_is_worked_out_on_these() -> None:
    some = counted('score=1.1, where="type=licence"')
    assert some.ratio == Fraction(1, 2)
    assert some.base == ("C1", "C2")


def test_where_no_interviews_are_held_a_figure_about_officers_has_no_base() -> None:
    none = ground(case("C1"), officers=None)
    assert (counted("officers", none).size, printed("officers", none)) == (0, "none")
    assert printed("question=fair, answer=yes", none) == "–"


# Printing


def many(above: int, below: int) -> Ground:
    return ground(
        *(case(f"A{n}", plan="sufficient") for n in range(above)),
        *(case(f"B{n}", plan="not_done") for n in range(below)),
    )


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("words", "three-quarters"), ("percent", "75%"), ("counts", "54 of 72"), ("number", "54"), ("base", "72"),
        ("misses", "three-quarters"),
    ],
)  # fmt: skip
def test_a_figure_is_printed_in_the_style_it_names(style: str, text: str) -> None:
    assert printed(f"question=plan, as={style}", many(54, 18)) == text


def test_a_figure_that_names_no_style_has_that_of_the_report() -> None:
    of = many(68, 4)
    said = [printed("question=plan", of, HouseStyle(ENGLISH, s)) for s in ("words", "percent", "counts")]  # type: ignore[arg-type]
    assert said == ["nearly all", "94%", "68 (of 72)"]
    assert printed("question=plan, as=misses", of) == "all but four"
    assert [printed("cases", of, HouseStyle(ENGLISH, s)) for s in ("words", "counts")] == ["72", "72"]  # type: ignore[arg-type]
    assert printed("score=1.1", of, HouseStyle(ENGLISH, "counts")) == "94%"
    assert printed("score=1.1", of) == "nearly all"


def test_a_sentence_begins_with_a_capital_or_a_number_in_words() -> None:
    of = many(20, 52)
    assert printed("question=plan", of, begins=True) == "Just over one-quarter"
    assert printed("question=plan, as=number", of, begins=True) == "Twenty"
    assert printed("question=plan, as=counts", of, begins=True) == "20 of 72"
    assert printed("question=plan, as=number", of) == "20"


@pytest.mark.parametrize("style", ["words", "percent", "counts", "misses", "number"])
def test_a_figure_without_a_base_is_a_dash(style: str) -> None:
    assert printed(f"question=plan, as={style}", ground(case("C1"))) == "–"


def test_a_share_of_too_few_carries_a_caution_and_a_count_does_not() -> None:
    def caution(body: str, of: Ground) -> bool:
        return print_figure(counted(body, of), HOUSE).caution

    few, enough = many(5, 4), many(5, 5)
    assert [caution(f"question=plan, as={s}", few) for s in ("words", "percent", "counts", "misses")] == [True] * 4
    assert [caution(f"question=plan, as={s}", few) for s in ("number", "base")] == [False] * 2
    assert not caution("question=plan", enough)
    assert not caution("question=plan", ground(case("C1")))
    assert caution("score=1", few)
    assert print_figure(counted("question=plan", enough), HouseStyle(ENGLISH, minimum=11)).caution


def test_a_suppressed_figure_tells_no_small_number() -> None:
    house = HouseStyle(ENGLISH, suppress=lambda _: 5)
    assert printed("question=plan", many(3, 20), house) == "fewer than five"
    assert printed("question=plan", many(3, 20), house, begins=True) == "Fewer than five"
    assert printed("question=plan", many(20, 3), house) == "all but fewer than five"
    assert printed("question=plan", many(20, 20), house) == "some"
    assert printed("question=plan", many(4, 0), house) == "some"
    assert printed("question=plan, as=number", many(4, 0), house) == "fewer than five"
    assert print_figure(counted("question=plan", many(3, 20)), house).suppressed


# Mistakes

MISTAKES = [
    ("question=paln", "There is no question “paln”; did you mean plan?"),
    ("question=A1", "There is no question “A1”; number A1 is the question plan."),
    ("question=zzzz", "There is no question “zzzz”."),
    ("question=plan, answer=good", "it takes sufficient, insufficient, not_done, na."),
    ("question=plan, answer=Sufficient", "writes the answer “Sufficient” as sufficient."),
    ("question=plan, answer=na+na", "names an answer twice"),
    ("question=fair", "is not scored, so say which answers are counted: answer=… (yes, no)."),
    ("question=visits", "has no list of answers that could be counted"),
    ("question=visits, answer=3", "has no list of answers that could be counted"),
    ("question=plan, answer=na, line=below", "either which answers are counted or which side of the line"),
    ("question=plan, line=under", "“line” is above or below, and not “under”."),
    ("question=plan, of=some", "“of” is asked or all, and not “some”."),
    ("question=plan, as=word", "“as” is words, percent, counts, misses, number or base, and not “word”."),
    ("question=plan, anwser=na", "“anwser” is no part of a figure; did you mean answer?"),
    ("question=plan, question=review", "“question” stands twice"),
    ("question=plan, field=type", "this names question and field."),
    ("as=words", "this names nothing."),
    ("question", "“question=” needs the name of what it counts."),
    ("question=", "Nothing stands after “question=”."),
    ("question=plan review", '“plan review” stands in double quotes because it holds a space: question="plan review".'),
    ("field=tpye, answer=licence", "There is no case field “tpye”; did you mean type?"),
    ("field=type", "Say which values of type are counted: answer=… (licence, order)."),
    ("field=type, answer=bail", "The case field type has no answer “bail”; it takes licence, order."),
    ("field=type, line=below", "A case field has no line"),
    ("field=age, answer=young", "takes a number or a span such as 20..29"),
    ("score=9", "There is no score “9”; use an outcome (1, 2) or a criterion."),
    ("score=1.4", "Criterion 1.4 is never scored"),
    ("score=1, as=counts", "A score is a share: it is printed as words or percent, and not as counts."),
    ("score=1, answer=yes", "“answer” goes with a question or a field, and not with score."),
    ("cases, as=words", "The number of cases is no share: it is printed as number or base, and not as words."),
    ("cases=all", "“cases” stands alone, without “=all”."),
    ('question=plan, where="type"', "“type” is no condition"),
    ('question=plan, where="tpye=order"', "“where” knows no “tpye”; did you mean type?"),
    ('question=plan, where="review=na"', "“review” is a question: write question:review=na."),
    ('question=plan, where="type=order; type=licence"', "“where” says “type” twice"),
    ('question=plan, where="type=bail"', "The case field type has no answer “bail”"),
    ('question=plan, where="question:fair=yes"', "This figure counts cases, and fair is asked of officers."),
    ('question=fair, answer=yes, where="type=order"', "This figure counts officers, who have no “type”"),
    ('question=plan, where="question:plan_reason=late"', "did you mean plan_reasons?"),
    ("question=plan; as=words", "cannot be read: put commas between the parts"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "says"), MISTAKES, ids=[body for body, _ in MISTAKES])
def test_each_mistake_is_told_in_one_sentence(body: str, says: str) -> None:
    with pytest.raises(BadPlace) as told:
        read_figure(body, SMALL)
    sentence = str(told.value)
    assert says in sentence
    assert sentence[0].isupper() or sentence[0] in "“"
    assert sentence.count("\n") == 0
    assert sentence[-1] in ".?"


def test_charts_are_read() -> None:
    assert read_chart("question=plan+review", SMALL) == BoundChart(("plan", "review"))
    assert read_chart("criterion=1.1", SMALL) == BoundChart(criterion="1.1")
    assert BoundChart(("plan", "review")).written() == "{{chart: question=plan+review}}"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("plan", "draws either question=…"),
        ("question=plan, as=words", "and nothing else"),
        ("question=plan+plna", "did you mean plan?"),
        ("question=plan+plan", "twice"),
        ("question=comment", "could be drawn"),
        ("criterion=9.9", "There is no criterion “9.9”"),
    ],
)
def test_a_mistake_in_a_chart_is_told(body: str, says: str) -> None:
    with pytest.raises(BadPlace, match=says.replace(".", r"\.").replace("?", r"\?")):
        read_chart(body, SMALL)


# Places


def test_the_places_of_a_text_are_found_where_they_stand() -> None:
    text = (
        'A {{fig: question=plan, where="office=a}}b"}} {{chart:question=plan}} {{ para : 12ab }} {{plain: ten}} {{x}}'
    )
    found = places_of(text)
    assert [(p.kind, p.body) for p in found] == [
        ("fig", 'question=plan, where="office=a}}b"'), ("chart", "question=plan"), ("para", "12ab"), ("plain", "ten"),
        ("", ""),
    ]  # fmt: skip
    assert all(text[p.start : p.end] == p.source for p in found)


@pytest.mark.parametrize(
    "text", ["{{fig: question=plan", "{{figure: plan}}", "{{fig: plan} and more", "{{fig:}}", "{{plain: }}"]
)
def test_a_place_that_cannot_be_read_says_so(text: str) -> None:
    (found,) = Figures(TEAM, HOUSE).placed(f"In {text}")
    assert found.problem.endswith(".")
    assert found.place.start == 3


@given(st.text(alphabet='{}":=,; figchartplain+', max_size=60))
def test_places_lie_in_order_and_whatever_is_typed_is_read_or_told(text: str) -> None:
    placed = Figures(TEAM, HOUSE).placed(text)
    ends = [0, *(p.place.end for p in placed)]
    assert all(p.place.start >= end for p, end in zip(placed, ends, strict=False))
    assert all(p.problem or p.place.kind in ("para", "plain") or p.counted or p.chart for p in placed)


def test_a_figure_at_the_beginning_of_a_sentence_has_a_capital() -> None:
    text = (
        "{{fig: question=plan}} did. *{{fig: question=plan}}* too, {{fig: question=plan}}.\n\n- {{fig: question=plan}}"
    )
    said = [p.printed.text for p in Figures(TEAM, HOUSE).placed(text) if p.printed]
    assert said == ["One-quarter", "One-quarter", "one-quarter", "One-quarter"]


def test_what_was_read_holds_what_each_figure_says_and_its_ratio() -> None:
    reading = Figures(TEAM, HOUSE).reading("{{fig: question=plan}} and {{fig: cases}} and {{fig: oh}} {{plain: two}}")
    assert reading == {"{{fig: question=plan}}": Printed("one-quarter", 0.25), "{{fig: cases}}": Printed("six", None)}


# Writing

names = st.sampled_from(["plan", "review", "plan_reasons"])
figures = st.builds(
    BoundFigure,
    subject=st.just("question"),
    name=names,
    answers=st.just(("late",)),
    of=st.sampled_from(["asked", "all"]),
    where=st.lists(
        st.sampled_from([("type", "order"), ("age", "20..29"), ("office", "Bay & Sea"), ("question:review", "na")]),
        unique=True, max_size=3,
    ).map(tuple),
    style=st.sampled_from(["", "words", "counts", "misses", "base"]),
)  # fmt: skip


@given(figures)
def test_what_is_written_is_read_as_the_same_figure(figure: BoundFigure) -> None:
    figure = BoundFigure(figure.subject, "plan_reasons", figure.answers, "", figure.of, figure.where, figure.style)
    (place,) = places_of(figure.written())
    assert place.kind == "fig"
    assert read_figure(place.body, SMALL) == figure


def test_figures_are_written_one_way() -> None:
    assert BoundFigure("cases").written() == "{{fig: cases}}"
    figure = BoundFigure(
        "question", "plan", ("na", "not_done"), "", "all", (("type", "order"), ("office", "Bay")), "counts"
    )
    assert figure.written() == (
        '{{fig: question=plan, answer=na+not_done, of=all, where="type=order; office=Bay", as=counts}}'
    )
    assert BoundFigure("score", "3.1", style="percent").written() == "{{fig: score=3.1, as=percent}}"


# The example


@pytest.fixture(scope="module")
def example(example_file: Path, question_sets: dict[str, Instrument]) -> Iterator[Ground]:
    session = Inspections(question_sets).open(example_file, Person("HMI-01", "test"))
    yield ground_of(session)
    session.close()


def _spreads(of: Ground) -> list[Spread]:
    found = find(of.instrument, of.scores, [c for c, _ in of.assessed], of.officers)
    spreads = list(found.facts)
    for outcome in found.outcomes:
        for criterion in outcome.criteria:
            spreads += [*criterion.reasons, *criterion.facts]
        for interview in outcome.interviews:
            spreads += interview.views
    return spreads


def test_every_scored_question_of_the_example_is_the_same_in_text_and_table(example: Ground) -> None:
    found = find(example.instrument, example.scores, [c for c, _ in example.assessed], example.officers)
    parts = {q.id: q.part for o in found.outcomes for c in o.criteria for q in c.questions}
    assert set(parts) == {q.id for q in example.instrument.scored_questions}
    for name, part in parts.items():
        one, below = counted(f"question={name}", example), counted(f"question={name}, line=below", example)
        assert (one.count, one.size) == (part.count, part.base), name
        assert (below.count, below.base) == (part.base - part.count, one.base), name
        assert set(one.hits).isdisjoint(below.hits)


def test_reasons_facts_and_views_are_the_same_in_text_and_table(example: Ground) -> None:
    spreads = _spreads(example)
    assert len(spreads) > 100
    for spread in spreads:
        question = example.instrument.questions_by_id[spread.id]
        for choice in question.choices:
            if choice.code != question.not_applicable:
                part = next(p for p in spread.parts if p.label == choice.label)
                one = counted(f"question={spread.id}, answer={choice.code}", example)
                assert (one.count, one.size) == (part.count, part.base), (spread.id, choice.code)


def test_facts_of_cases_are_the_same_in_text_and_table(example: Ground) -> None:
    found = find(example.instrument, example.scores, [c for c, _ in example.assessed], example.officers)
    assert found.sample
    for breakdown in found.sample:
        field = example.instrument.fields_by_name[breakdown.name]
        codes = {c.label: c.code for c in field.choices}
        for part in breakdown.parts:
            figure = BoundFigure("field", breakdown.name, (codes.get(part.label, part.label),))
            (place,) = places_of(figure.written())
            one = counted(place.body, example)
            assert (one.count, one.size) == (part.count, part.base), figure


def test_every_place_in_the_report_of_the_example_can_be_printed(example: Ground) -> None:
    figures = Figures(example, HOUSE)
    for path in sorted((ROOT / "resources/example/report").glob("*.md")):
        for placed in figures.placed(path.read_text(encoding="utf-8")):
            assert not placed.problem, (path.name, placed.place.source)
            assert placed.printed is None or placed.printed.text != "–", (path.name, placed.place.source)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Four plans, late.", 3),
        ("In {{fig: question=a, answer=b; c, as=counts}}, {{plain: two}} were late. {#late}", 5),
        ("{{chart: question=a}}\n\n### What we saw\n\n- one\n- two[^1]", 5),
        ("> [!illustration] {note: 101/a/A1}\n> He came.", 3),
        ("Half {{fig: open", 2),
    ],
)
def test_words_are_counted_as_they_are_printed(text: str, words: int) -> None:
    assert words_in(text) == words
