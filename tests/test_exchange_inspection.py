"""Cases and answers in and out of an inspection: all rows or none, and an export comes back as it was."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.answers import Slot
from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.exchange.csv_text import write_table
from inspector_app.exchange.inspection_tables import ANSWER_COLUMNS, CASE_COLUMNS
from inspector_app.services.commands import (
    AddCase,
    Allocate,
    Ask,
    AssignSecondReads,
    Command,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetDetails,
    SetFields,
    SignOff,
    Submit,
    TagNote,
)
from inspector_app.services.exporting import freeze, tables
from inspector_app.services.importing import Intake, Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from small import small

ME = Person("AB", "device-1")
INSPECTIONS = Inspections({"small": small()})
FIELDS = tuple(small().fields_by_name)
Row = dict[str, str]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = INSPECTIONS.create(tmp_path / "i.inspection", "small", ME, {"trust": "T"})
    yield made
    made.close()


def text(name: str, columns: tuple[str, ...], rows: list[Row]) -> Text:
    return Text(name, write_table(columns, [[row.get(c, "") for c in columns] for row in rows]))


def cases(*rows: Row, columns: tuple[str, ...] = (*CASE_COLUMNS, *FIELDS)) -> Text:
    return text("cases.csv", columns, list(rows))


def answers(*rows: Row, columns: tuple[str, ...] = ANSWER_COLUMNS) -> Text:
    return text("answers.csv", columns, list(rows))


def take(session: Session, case_rows: Text | None = None, answer_rows: Text | None = None) -> Intake:
    intake = read_in(session, case_rows, answer_rows)
    pending = take_in(session, intake)
    if pending is not None:
        session.settle(pending)
    return intake


def bad_rows(session: Session, case_rows: Text | None = None, answer_rows: Text | None = None) -> tuple[str, ...]:
    before = session.revisions()
    with pytest.raises(BadRows) as told:
        read_in(session, case_rows, answer_rows)
    assert session.revisions() == before
    return told.value.rows


ONE = {"case_ref": "C-1", "assessor": "AB", "status": "in_progress"}
PLAN = {"case_ref": "C-1", "question_id": "plan", "value": "sufficient"}


# An export comes back as it was

notes = st.text(st.characters(codec="utf-8"), max_size=10) | st.text("'=+-@\t\r\n\",;x", max_size=6)
codes = st.sampled_from(("AB", "CD", "=EF"))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(datetime.isoformat)
values = st.sampled_from(
    [("plan", "sufficient"), ("plan", "insufficient"), ("plan", "na"), ("plan_reasons", "late;wrong"), ("review", ""),
     ("visits", "-3.5"), ("seen", "2013-09-02"), ("comment", "=SUM(A1)"), ("comment", "two\r\nlines")]
)  # fmt: skip
case_rows = st.fixed_dictionaries(
    {
        "case_ref": st.sampled_from(("C-1", "C-2", "-3", "x,y")),
        "status": st.sampled_from(("", "allocated", "in_progress", "submitted", "returned", "signed_off")),
        "assessor": st.just("") | codes,
        "type": st.sampled_from(("", "licence", "order")),
        "officer": st.sampled_from(("", "O-1", "@O2")),
        "age": st.sampled_from(("", "30")),
        "office": notes,
    }
)
answer_parts = st.fixed_dictionaries(
    {
        "assessor": st.sampled_from(("", "AB", "CD", "consensus")),
        "note": notes,
        "evidence": st.sampled_from(("", "on_file", "interview")),
        "recorded_at": st.just("") | moments,
    }
)


@st.composite
def inspections(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    drawn = draw(st.lists(case_rows, min_size=1, max_size=4, unique_by=lambda r: r["case_ref"]))
    given_answers: dict[tuple[str, ...], Row] = {}
    for _ in range(draw(st.integers(0, 8))):
        row = draw(answer_parts)
        if draw(st.booleans()):
            question, value = draw(values)
            row |= {"case_ref": draw(st.sampled_from(drawn))["case_ref"], "question_id": question, "value": value}
        else:
            row |= {"officer": draw(st.sampled_from(("O-1", "@O2"))), "question_id": "views", "value": draw(notes)}
        # One assessor answers a question once; without a name the row may be anybody's.
        key = (row.get("case_ref", ""), row.get("officer", ""), row["question_id"])
        given_answers.setdefault(key if not row["assessor"] else (*key, row["assessor"]), row)
    unnamed = {key for key in given_answers if len(key) == 3}
    return drawn, [row for key, row in given_answers.items() if len(key) == 3 or key[:3] not in unnamed]


@settings(max_examples=60)
@given(inspections())
def test_an_export_imported_into_an_empty_file_gives_the_same_scores_and_the_same_rows(
    drawn: tuple[list[Row], list[Row]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        first = INSPECTIONS.create(Path(folder) / "1.inspection", "small", ME, {"trust": "T"})
        second = INSPECTIONS.create(Path(folder) / "2.inspection", "small", Person("ZZ", "device-2"), {"trust": "T"})
        try:
            take(first, cases(*drawn[0]), answers(*drawn[1]))
            exported = tables(freeze(first))
            for source in (second, first):
                intake = take(
                    source, Text("cases.csv", exported["cases.csv"]), Text("answers.csv", exported["answers.csv"])
                )
                assert tables(freeze(source)) == exported
                assert source.scores(include_unfinished=True) == first.scores(include_unfinished=True)
            assert intake.drafts == ()
        finally:
            first.close()
            second.close()


def test_an_export_of_worked_cases_comes_back_as_it_was(session: Session, tmp_path: Path) -> None:
    session.do(AddCase("C-1", "CD", {"type": "licence", "officer": "O-1"}))
    session.do(SetAnswer("case", "C-1", "plan", "sufficient", "a note", "on_file"))
    session.do(SetAnswer("case", "C-1", "review", note="only a note"))
    session.do(SetAnswer("officer", "O-1", "fair", "yes"))
    session.do(SetAnswer("officer", "O-1", "topics", "late"))
    for question in ("contact", "progress", "either", "review"):
        session.do(SetAnswer("case", "C-1", question, "good" if question == "progress" else "sufficient"))
    session.do(SignOff("C-1"))
    session.do(Reopen("C-1", "a slip"))
    session.do(SignOff("C-1"))
    exported = tables(freeze(session))
    again = INSPECTIONS.create(tmp_path / "again.inspection", "small", Person("ZZ", "d"), {"trust": "T"})
    take(again, Text("cases.csv", exported["cases.csv"]), Text("answers.csv", exported["answers.csv"]))
    assert tables(freeze(again)) == exported
    assert again.scores() == session.scores()
    assert again.scores().counted == 1
    again.close()


def test_an_export_of_a_led_team_comes_back_with_second_reads_queries_tags_and_consensus(
    session: Session, tmp_path: Path
) -> None:
    complete = {"plan": "sufficient", "review": "not_done", "contact": "na", "progress": "good", "either": "na"}
    otherwise = complete | {"plan": "insufficient", "plan_reasons": "thin", "late": "na"}

    def act(code: str, *commands: Command) -> None:
        session.person = replace(session.person, author=code)
        for command in commands:
            session.do(command)

    def reads(code: str, ref: str, said: dict[str, str]) -> None:
        act(code, *(SetAnswer("case", ref, q, v, f"{code} of {q}") for q, v in said.items()), Submit(ref))

    team = {"LEAD": "lead", "AB": "inspector", "CD": "inspector", "EF": "local_assessor"}
    session.do(SetDetails({"interviews": "no"}, team))
    act("LEAD", *(AddCase(f"C-{n}", code, {"type": "licence", "officer": "O"}) for n, code in enumerate(["AB", "EF"])))
    act("LEAD", AddCase("C-2", "CD", {"type": "order"}))
    for code, ref in (("AB", "C-0"), ("EF", "C-1"), ("CD", "C-2")):
        reads(code, ref, {**complete, "late": "sufficient"})
    act("LEAD", SignOff("C-0"), SignOff("C-1"), AssignSecondReads((("C-0", "CD"), ("C-1", "CD")), "seed 3"))
    reads("CD", "C-0", otherwise)
    reads("CD", "C-1", otherwise)
    act("LEAD", SetConsensus("C-0", "plan", "not_done", "agreed"), SetConsensus("C-2", "plan", "na", "no"))
    act("LEAD", SetConsensus("C-2", "plan", ""), TagNote("case", "C-0", "plan", "AB", ("quotation", "illustration")))
    act("LEAD", Ask("C-2", "plan", "=Why?"), ReturnCase("C-2"))
    act("CD", Reply("C-2", "plan", "So."))
    act("LEAD", Reopen("C-1", "nobody's for now"), Allocate({"C-1": ""}), SignOff("C-1"))
    exported = tables(freeze(session))
    again = INSPECTIONS.create(tmp_path / "again.inspection", "small", Person("ZZ", "d"), {"trust": "T"})
    take(again, Text("cases.csv", exported["cases.csv"]), Text("answers.csv", exported["answers.csv"]))
    assert tables(freeze(again)) == exported
    assert again.scores() == session.scores() and again.scores().counted == 2
    assert again.case("C-2").status == "returned"
    again.close()


def test_every_standing_answer_is_exported_and_blanks_only_with_a_note(session: Session) -> None:
    take(
        session,
        cases(ONE),
        answers(
            PLAN, {**PLAN, "assessor": "CD", "value": "insufficient"}, {**PLAN, "assessor": "consensus", "value": "na"},
            {**PLAN, "question_id": "review", "value": "", "note": "why not"},
            {**PLAN, "question_id": "comment", "value": ""},
        ),
    )  # fmt: skip
    session.do(SetAnswer("case", "C-1", "comment", "gone"))
    session.do(SetAnswer("case", "C-1", "comment", ""))
    lines = tables(freeze(session))["answers.csv"].splitlines()[1:]
    assert [line.split(",")[2:6] for line in lines] == [
        ["plan", "sufficient", "AB", ""],
        ["plan", "insufficient", "CD", ""],
        ["plan", "na", "consensus", ""],
        ["review", "", "AB", "why not"],
    ]


# What an import takes


def test_importing_twice_changes_nothing_the_second_time(session: Session) -> None:
    tables_in = (
        cases({**ONE, "type": "licence"}),
        answers({**PLAN, "note": "n", "recorded_at": "2013-09-02T10:00:00+01:00"}),
    )
    first = take(session, *tables_in)
    written = session.revisions()
    second = take(session, *tables_in)
    assert session.revisions() == written
    assert (first.new, first.answers, second.new, second.changed, second.answers, second.same) == (
        ("C-1",),
        1,
        (),
        (),
        0,
        2,
    )


def test_a_changed_answer_follows_on_the_one_that_stood(session: Session) -> None:
    take(session, cases(ONE), answers(PLAN))
    take(session, None, answers({**PLAN, "value": "insufficient"}))
    history = session.history(Slot("case", "C-1", "answer", "plan", "AB"))
    assert [(r.value, r.kind) for r in history] == [("sufficient", "import"), ("insufficient", "import")]
    assert history[1].supersedes == (history[0].id,)


def test_the_time_of_recording_is_kept(session: Session) -> None:
    take(session, cases(ONE), answers({**PLAN, "recorded_at": "2013-09-02T10:00:00+01:00"}))
    stands = session.case("C-1").answers["plan"]
    assert stands.at.isoformat() == "2013-09-02T10:00:00+01:00"


def test_columns_that_are_not_there_leave_what_stands(session: Session) -> None:
    take(session, cases({**ONE, "type": "licence"}), answers({**PLAN, "note": "n", "evidence": "on_file"}))
    few = ("case_ref", "question_id", "value")
    take(
        session,
        cases({"case_ref": "C-1", "age": "30"}, columns=("case_ref", "age")),
        answers({**PLAN, "value": "na"}, columns=few),
    )
    case = session.case("C-1")
    stands = case.answers["plan"]
    assert (dict(case.fields), case.status, case.assessor) == ({"type": "licence", "age": "30"}, "in_progress", "AB")
    assert (stands.value, stands.note, stands.evidence) == ("na", "n", "on_file")


def test_a_status_is_taken_as_given_and_the_reason_for_reopening_stays(session: Session) -> None:
    take(session, cases({**ONE, "status": "signed_off"}))
    session.do(Reopen("C-1", "a slip"))
    take(session, cases(ONE))
    assert session.history(Slot("case", "C-1", "status", ""))[-1].note == "a slip"
    take(session, cases({**ONE, "status": "submitted"}))
    assert session.case("C-1").status == "submitted"


def test_signed_off_cases_with_gaps_or_failing_checks_are_told_and_taken(session: Session) -> None:
    intake = take(
        session,
        cases({**ONE, "status": "signed_off"}, {"case_ref": "C-2"}),
        answers({**PLAN, "value": "na"}, {**PLAN, "question_id": "review"}),
    )
    assert intake.gaps == ("Case C-1 is signed off with 1 unanswered question (A4). Cross-checks: Odd.",)
    assert session.scores().counted == 1


def test_answers_to_closed_questions_are_kept_and_not_counted(session: Session) -> None:
    closed = {**PLAN, "question_id": "contact", "value": "insufficient"}
    take(session, cases({**ONE, "status": "signed_off", "type": "order"}), answers(PLAN, closed))
    contact = next(q for q in session.scores().questions if q.id == "contact")
    assert (contact.score, contact.closed) == (None, 1)
    take(session, cases({**ONE, "status": "signed_off", "type": "licence"}))
    assert next(q for q in session.scores().questions if q.id == "contact").below == 1


def test_an_unknown_assessor_joins_the_team_and_a_known_one_keeps_the_role(session: Session) -> None:
    session.do(SetDetails(team={"AB": "lead"}))
    intake = take(session, cases(ONE, {"case_ref": "C-2", "assessor": "CD"}), answers({**PLAN, "assessor": "EF"}))
    assert intake.members == ("CD", "EF")
    assert dict(session.details().team) == {"AB": "lead", "CD": "local_assessor", "EF": "local_assessor"}


def test_the_consensus_is_no_member_of_the_team(session: Session) -> None:
    assert take(session, cases(ONE), answers({**PLAN, "assessor": "consensus"})).members == ("AB",)


def test_an_answer_without_assessor_is_the_allocated_one_s(session: Session) -> None:
    take(session, cases({**ONE, "assessor": "CD"}), answers(PLAN))
    assert session.case("C-1").answers["plan"].slot.assessor == "CD"


def test_without_any_assessor_the_case_goes_to_whoever_imports(session: Session) -> None:
    take(session, cases({"case_ref": "C-1"}, columns=("case_ref",)), answers(PLAN))
    assert session.case("C-1").assessor == "AB"
    assert session.case("C-1").answers["plan"].value == "sufficient"


def test_a_new_case_without_the_column_goes_to_the_assessor_who_answers(session: Session) -> None:
    take(session, cases({"case_ref": "C-1"}, columns=("case_ref",)), answers({**PLAN, "assessor": "CD"}))
    assert session.case("C-1").assessor == "CD"


def test_a_case_that_is_said_to_be_nobodys_stays_so(session: Session) -> None:
    take(session, cases({**ONE, "assessor": ""}), answers({**PLAN, "assessor": "CD"}))
    assert session.case("C-1").assessor == ""


def test_an_interview_is_held_once_whatever_the_case(session: Session) -> None:
    view = {"officer": "O-1", "question_id": "fair", "value": "yes"}
    take(session, None, answers(view))
    take(session, None, answers({**view, "value": "no"}))
    assert session.officer("O-1").answers["fair"].value == "no"
    assert len(session.history(Slot("officer", "O-1", "answer", "fair", "AB"))) == 2


# What an import refuses, all rows or none


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"case_ref": ""}, "The case has no reference."),
        ({"case_ref": "C-1"}, "The case C-1 stands twice in the table."),
        ({"status": "done"}, "“done” is no status"),
        ({"type": "bail"}, "The field type has no choice “bail”"),
        ({"age": "old"}, "The field age takes a number"),
        ({"start": "02/09/2013"}, "The field start takes a date"),
        ({"assessor": "consensus"}, "not to the consensus"),
    ],
)
def test_a_wrong_case_row_is_told_with_line_and_reason(session: Session, row: Row, reason: str) -> None:
    rows = bad_rows(session, cases(ONE, {"case_ref": "C-2", **row}))
    assert len(rows) == 1
    assert rows[0].startswith("cases.csv, line 3: ")
    assert reason in rows[0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"case_ref": "C-9"}, "There is no case “C-9”"),
        ({"case_ref": ""}, "is asked of each case"),
        ({"officer": "O-1"}, "is asked of each case"),
        ({"question_id": "nothing"}, "The question set has no question “nothing”"),
        ({"question_id": "fair"}, "is asked once of each officer"),
        ({"question_id": "fair", "case_ref": ""}, "is asked once of each officer"),
        ({"value": "maybe"}, "has no choice “maybe”"),
        ({"question_id": "visits", "value": "many"}, "takes a number"),
        ({"question_id": "seen", "value": "2013-02-30"}, "takes a date"),
        ({"evidence": "hearsay"}, "“hearsay” is no evidence status"),
        ({"recorded_at": "2013-09-02T10:00:00"}, "is no moment"),
        ({"recorded_at": "soon"}, "“soon” is no moment"),
        ({"question_id": "plan"}, "Question plan is answered twice by AB for case C-1."),
        ({"question_id": "plan", "assessor": "AB"}, "Question plan is answered twice by AB for case C-1."),
    ],
)
def test_a_wrong_answer_row_is_told_with_line_and_reason(session: Session, row: Row, reason: str) -> None:
    rows = bad_rows(session, cases(ONE), answers(PLAN, {**PLAN, "question_id": "review", **row}))
    assert len(rows) == 1
    assert rows[0].startswith("answers.csv, line 3: ")
    assert reason in rows[0]


def test_every_bad_row_of_both_tables_is_told_at_once(session: Session) -> None:
    rows = bad_rows(
        session,
        cases({**ONE, "status": "done", "age": "old"}, {"case_ref": "C-2"}),
        answers({**PLAN, "value": "x"}, PLAN, {**PLAN, "case_ref": "C-7"}),
    )
    assert [row.split(":")[0] for row in rows] == ["cases.csv, line 2", "answers.csv, line 2", "answers.csv, line 4"]
    assert "“done”" in rows[0]
    assert "age" in rows[0]


def test_rows_of_another_length_are_told_among_the_other_bad_rows(session: Session) -> None:
    table = Text("a.csv", "case_ref,question_id,value\nC-1,plan\nC-7,plan,na\nC-1,plan,na,x\n")
    rows = bad_rows(session, Text("c.csv", "case_ref,age\nC-1,9\nC-2\nC-3,old\n"), table)
    assert [row.split(":")[0] for row in rows] == [
        "c.csv, line 3", "c.csv, line 4", "a.csv, line 2", "a.csv, line 3", "a.csv, line 4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: (Text("c.csv", "case_ref,shoe_size\nC-1,9\n"), None), "unknown column “shoe_size”"),
        (lambda: (Text("c.csv", "status\nallocated\n"), None), "lacks the column “case_ref”"),
        (lambda: (None, Text("a.csv", "case_ref,value\nC-1,x\n")), "lacks the column “question_id”"),
        (lambda: (None, Text("a.csv", "question_id,value,colour\n")), "unknown column “colour”"),
    ],
)
def test_wrong_columns_are_told(
    session: Session, build: Callable[[], tuple[Text | None, Text | None]], reason: str
) -> None:
    with pytest.raises(KnownError, match=reason):
        read_in(session, *build())


def test_a_fact_that_is_emptied_is_blank_again(session: Session) -> None:
    take(session, cases({**ONE, "type": "licence"}))
    assert take(session, cases(ONE)).changed == ("C-1",)
    assert session.case("C-1").fields == {}
    session.do(SetFields("C-1", {"type": "order"}))
    assert session.case("C-1").fields == {"type": "order"}
