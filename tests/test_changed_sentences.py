"""A sentence whose figures say something else than when it was read is found; others are left alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.bound_figures_count import Ground
from inspector_app.domain.bound_figures_print import HouseStyle
from inspector_app.domain.bound_figures_text import Figures
from inspector_app.domain.changed import changed_sentences, figure_changes
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_text import Printed, pack_read, unpack_read
from inspector_app.domain.scoring import score, tally
from inspector_app.domain.wording_en import ENGLISH
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_figures import ground_of
from inspector_app.services.session import Person

ROOT = Path(__file__).resolve().parents[1]
PLAN, REVIEW = "{{fig: question=plan}}", "{{fig: question=review, as=counts}}"
TEXT = f"""Plans were good in {PLAN} of the cases. They had dates, e.g. of review. Reviews were made in {REVIEW}.

- {PLAN} of the people knew their plan. Some did not."""
READ = {PLAN: Printed("three-quarters", 0.75), REVIEW: Printed("54 of 72", 0.75)}


def test_each_sentence_with_a_figure_that_says_something_else_is_found() -> None:
    now = {**READ, PLAN: Printed("just over three-quarters", 55 / 72)}
    found = changed_sentences(TEXT, READ, now)
    assert [s.text for s in found] == [
        f"Plans were good in {PLAN} of the cases.", f"{PLAN} of the people knew their plan.",
    ]  # fmt: skip
    assert all(TEXT[s.start : s.end] == s.text for s in found)
    ((change,), _) = (s.changes for s in found)
    assert (change.was.said, change.now.said) == ("three-quarters", "just over three-quarters")


def test_a_sentence_that_says_the_same_is_not_marked_though_its_ratio_moved() -> None:
    now = {**READ, PLAN: Printed("three-quarters", 0.74)}
    assert changed_sentences(TEXT, READ, now) == ()
    (change,) = figure_changes(READ, now)
    assert change.same


def test_another_style_of_the_same_ratio_is_no_change_and_another_count_of_it_is() -> None:
    for said, changed in (("75%", 0), ("54 of 72", 0), ("some", 2), ("just over three-quarters", 2)):
        assert len(changed_sentences(TEXT, READ, {**READ, PLAN: Printed(said, 0.75)})) == changed
    assert len(changed_sentences(TEXT, READ, {**READ, REVIEW: Printed("36 of 48", 0.75)})) == 1


def test_what_was_never_read_has_not_changed() -> None:
    assert changed_sentences(TEXT, {}, READ) == ()
    assert changed_sentences(TEXT, {PLAN: READ[PLAN]}, READ) == ()
    assert changed_sentences(TEXT, READ, {}) == ()


printed = st.builds(Printed, st.text(max_size=12), st.none() | st.floats(0, 1))


@given(st.dictionaries(st.text(max_size=12), printed))
def test_a_mark_of_having_read_comes_back_as_it_was(read: dict[str, Printed]) -> None:
    assert figure_changes(unpack_read(pack_read(read)), read) == ()
    assert set(unpack_read(pack_read(read))) == set(read)


def _with_one_answer_moved(ground: Ground, question: str, value: str) -> Ground:
    """The same ground, but for the first case that counts above the line in a question."""
    assessed = list(ground.assessed)
    at = next(n for n, (_, stands) in enumerate(assessed) if stands[question] == "above")
    case = assessed[at][0]
    answer = case.answers[question]._replace(value=value)
    case = replace(case, answers={**case.answers, question: answer})
    assessed[at] = (case, tally(ground.instrument.case_questions, case.sheet))
    return Ground(
        ground.instrument, tuple(assessed), ground.officers, score(ground.instrument, [t for _, t in assessed])
    )


def test_moving_one_answer_marks_the_sentence_that_tells_of_it(
    example_file: Path, question_sets: dict[str, Instrument]
) -> None:
    session = Inspections(question_sets).open(example_file, Person("HMI-01", "test"))
    ground = ground_of(session)
    session.close()
    house = HouseStyle(ENGLISH)
    text = (ROOT / "resources/example/report/findings-3.1.md").read_text(encoding="utf-8")
    read = Figures(ground, house).reading(text)
    now = Figures(_with_one_answer_moved(ground, "lor_assessment", "insufficient"), house).reading(text)
    found = changed_sentences(text, unpack_read(pack_read(read)), now)
    changes = {change.source: (change.was.said, change.now.said) for s in found for change in s.changes}
    insufficient = "{{fig: question=lor_assessment, answer=insufficient, as=number}}"
    assert changes[insufficient] == ("16", "17")
    assert any(insufficient in s.text for s in found)
    assert all(any(change.source in s.text for change in s.changes) for s in found)
