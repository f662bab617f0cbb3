"""The disclosure check: no identifier of a known form gets past it, wherever and however it is typed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from inspector_app.domain.answers import Slot
from inspector_app.domain.changed_names import name_problems
from inspector_app.domain.disclosure import HIT_KINDS, Hit, Passage, People, disclosures
from inspector_app.domain.errors import KnownError
from inspector_app.domain.identifiers import nhs_valid
from inspector_app.services.commands import AcceptHit, AddCase, ChangeName, SetAnswer, SetReport, WriteSection
from inspector_app.services.inspections import Inspections
from inspector_app.services.planning.ground import Draft
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_readiness import readiness
from inspector_app.services.session import Person, Session
from report_inspection import inspection

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = People(
    names=("Tobias Okonkwo", "Seán O'Brien", "Will Green"),
    cases=("DC-4030", "77", "2013"),
    officers=("O-DT-07", "O-DT-17"),
    assessors=("HMI-01", "IT"),
    as_at=date(2013, 6, 14),
)


def hits(text: str, people: People = PEOPLE) -> list[tuple[str, str]]:
    return [(hit.kind, hit.text) for hit in disclosures([Passage("findings-3.1", "1", text)], people)]


FOUND = [
    ("Tobias was seen weekly", "real_name", "Tobias"),
    ("what TOBIAS’S partner said", "real_name", "TOBIAS"),
    ("Mr Okonkwo came late", "real_name", "Okonkwo"),
    ("to tobias okonkwo, at home", "real_name", "tobias okonkwo"),
    ("Sean O’Brien’s progress", "real_name", "Sean O’Brien"),
    ("Briens progress", "real_name", "Briens"),
    ("Se&aacute;n agreed", "real_name", "Se&aacute;n"),
    ("Will went home", "real_name", "Will"),
    ("case DC-4030", "case_ref", "DC-4030"),
    ("dc4030", "case_ref", "dc4030"),
    ("DC / 4030", "case_ref", "DC / 4030"),
    ("DC–4030", "case_ref", "DC–4030"),
    ("in case 4030 no plan", "case_ref", "4030"),
    ("in case no. 77", "case_ref", "77"),
    ("case 2013 had none", "case_ref", "2013"),
    ("officer O DT 17", "officer", "O DT 17"),
    ("officer O-DT-7", "officer", "O-DT-7"),
    ("read by HMI 1", "assessor", "HMI 1"),
    ("read by IT", "assessor", "IT"),
    ("born on 4.5.89", "birth_date", "4.5.89"),
    ("DOB: 4 May 1989", "birth_date", "4 May 1989"),
    ("D.O.B. 04/05/1989", "birth_date", "04/05/1989"),
    ("whose birthday, 3 June, in June 2007", "birth_date", "June 2007"),
    ("his son (3/5/2008) lives there", "birth_date", "3/5/2008"),
    ("on May 4th, 1989 he", "birth_date", "May 4th, 1989"),
    ("at 1989-05-04", "birth_date", "1989-05-04"),
    ("lives in PL4 8AB", "postcode", "PL4 8AB"),
    ("lives in ec1a1bb.", "postcode", "ec1a1bb"),
    ("call 07700 900123 after", "phone", "07700 900123"),
    ("call (01632) 960 001", "phone", "(01632) 960 001"),
    ("call +44 (0)1632 960001", "phone", "+44 (0)1632 960001"),
    ("12 07700 900123 34", "phone", "07700 900123"),
    ("tel: 960001", "phone", "960001"),
    ("PNC 2003/0012345X", "pnc", "2003/0012345X"),
    ("PNC 03/12345K", "pnc", "03/12345K"),
    ("CRN X123456", "crn", "X123456"),
    ("CRN X 123456", "crn", "X 123456"),
    ("was A1234BC in custody", "prison_number", "A1234BC"),
    ("NHS 943 476 5919", "nhs", "943 476 5919"),
    ("9434765919", "nhs", "9434765919"),
    ("NHS number 94 34 76 59 19", "nhs", "94 34 76 59 19"),
    ("NI no AB 12 34 56 C", "ni", "AB 12 34 56 C"),
    ("ab123456c", "ni", "ab123456c"),
    ("to a.b-c@example.org.uk, then", "email", "a.b-c@example.org.uk"),
]


@pytest.mark.parametrize(("text", "kind", "what"), FOUND)
def test_identifiers_are_found(text: str, kind: str, what: str) -> None:
    assert (kind, what) in hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "Plans will be made in 2013, and may change; the green form was used.",
        "54 of 72 cases, 77 per cent, 4,030 hours and £4030.50",
        "72 54 11 7 37 22 8 of the 0.82 0.78 0.69 0.70 0.78",
        "see paragraphs 3.2.12, 4.1.10 and 5.5.1, table 12/3 and B12",
        "from 05/2012 a new form was used; in 2012/13 a review",
        "On 12 March 10 officers met, and on 3 June 2013 they left",
        "at 9.15 on 10-12-2012, weeks 1 2 3 4 5 6 7 8 9 10 11 12",
        "by 10 20 30, at 12 13 14, in 1 of 2 and a 250000 pound fund of Devon's 100000",
        "Tier 4, Level 2, MAPPA 3rd, B1 3rd and E1 1st",
        "it is theirs; the team@ and 4 @ 5",
        "Section 189 of the Act of 2003 and page 0 10 20 30 40 50",
        "Tobiasson, Greenwich and the O'Brienesque",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert hits(text) == []


def test_a_thousand_notes_without_a_person_give_no_hit() -> None:
    with (ROOT / "resources/example/cases.csv").open(encoding="utf-8") as file:
        cases = list(csv.DictReader(file))
    with (ROOT / "resources/example/answers.csv").open(encoding="utf-8") as file:
        notes = [row["note"] for row in csv.DictReader(file) if row["note"]]
    people = People(
        (), {c["case_ref"] for c in cases}, {c["officer"] for c in cases}, ("HMI-01", "LA-01"), PEOPLE.as_at
    )
    assert len(notes) > 1000
    assert [hit for hit in disclosures([Passage("", str(n), note) for n, note in enumerate(notes)], people)] == []


def test_the_note_behind_an_illustration_is_not_printed() -> None:
    head = "> [!illustration] Getting through {note: DC-4030/rosh_screening/HMI-01}\n> He kept each appointment."
    assert hits(head) == []
    assert hits(head.replace("He kept", "Tobias kept")) == [("real_name", "Tobias")]


@pytest.mark.parametrize(
    "text",
    [
        "He was told {note: Tobias}",
        "> “Yes.” {note: Tobias}",
        "> > [!illustration] Getting through {note: Tobias}",
        "- [!illustration] Getting through {note: Tobias}",
        "  > [!illustration] Getting through {note: Tobias}",
        "> [!illustration] Getting through {note: Tobias} {note: DC-4030/rosh_screening/HMI-01}\n> He came.",
    ],
)
def test_a_note_that_is_printed_is_read(text: str) -> None:
    assert hits(text) == [("real_name", "Tobias")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call {{plain: 0161}} {{plain: 496}} {{plain: 0000}} today", "phone"),
        ("born on {{plain: 12}} March {{plain: 1971}}", "birth_date"),
        ("NHS {{plain: 943}} {{plain: 476}} {{plain: 5919}}", "nhs"),
        ("the case DC-{{plain: 4030}}", "case_ref"),
        ('the number E{{plain: "123456"}}', "crn"),
    ],
)
def test_what_is_parted_by_marks_of_plain_numbers_is_found_whole(text: str, kind: str) -> None:
    ((found, what),) = hits(text)
    assert found == kind and what.count("{{plain") >= text.count("{{plain") - 1


def test_an_acceptance_holds_for_a_text_and_lapses_with_it() -> None:
    def check(section: str, text: str) -> tuple[Hit, ...]:
        return disclosures([Passage(section, "", text)], PEOPLE)

    first, second = check("role", "Call 01632 960001 or 01632 960001.")
    assert first.key != second.key
    moved, _ = check("role", "Call  01632 960001\nor 01632 960001.")
    assert moved.key == first.key
    changed, again = check("role", "Call her on 01632 960001 or 01632 960001.")
    assert len({first.key, second.key, changed.key, again.key}) == 4


DIGITS = st.characters(categories=["Nd"], max_codepoint=127)
AREAS = st.sampled_from(["PL", "EX", "B", "M", "TQ", "SW", "EC"])
INWARD = st.from_regex(r"\A[0-9][ABD-HJLNP-UW-Z]{2}\Z").filter(lambda c: c[1:] not in ("ST", "ND", "RD", "TH"))


@st.composite
def planted(draw: st.DrawFn) -> tuple[str, list[str]]:
    """An identifier as its kind and its parts, which may be written with or without a space between them."""
    digits = st.text("0123456789", min_size=7, max_size=7)
    kind = draw(st.sampled_from([k for k in HIT_KINDS if k != "birth_date"]))
    seven = draw(digits)
    match kind:
        case "real_name":
            return kind, draw(st.sampled_from([["Tobias"], ["Okonkwo"], ["TOBIAS", "OKONKWO"], ["seán", "o'brien"]]))
        case "case_ref":
            return kind, ["DC", "4030"]
        case "officer":
            return kind, ["O", "DT", "17"]
        case "assessor":
            return kind, ["HMI", "01"]
        case "postcode":
            return kind, [draw(AREAS) + draw(st.sampled_from("123456789")), draw(INWARD)]
        case "phone":
            return kind, draw(st.sampled_from([["07700", "9" + seven[:5]], ["(0163", "2)", "960" + seven[:3]]]))
        case "pnc":
            return kind, ["20" + seven[:2] + "/" + seven + draw(st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ"))]
        case "crn":
            return kind, [draw(st.sampled_from("XDNE")) + seven[:6]]
        case "prison_number":
            return kind, ["A" + seven[:4] + draw(st.sampled_from(["BC", "XY"]))]
        case "nhs":
            nine = "9" + draw(st.text("0123456789", min_size=8, max_size=8))
            valid = [nine + last for last in "0123456789" if nhs_valid(nine + last)]
            assume(valid)
            return kind, [valid[0][:3], valid[0][3:6], valid[0][6:]]
        case "ni":
            return kind, ["AB", seven[:2], seven[2:4], seven[4:6], "C"]
        case _:
            return kind, ["someone.else@example.org"]


INVISIBLE = st.sampled_from(["\u00ad", "\u200b", "\u2060", "\u200d", "\u202e", "\ufeff", "**", "*", "&shy;", "&#8203;"])
SPACES = st.sampled_from([" ", "\u00a0", "\n", "\u2009", "&nbsp;"])
PROSE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=30)
EDGE = st.sampled_from([" ", "\n", ", ", " (", "\u00a0", ") "])


@given(planted(), PROSE, PROSE, EDGE, st.data())
def test_nothing_planted_gets_past(
    what: tuple[str, list[str]], before: str, after: str, edge: str, data: st.DataObject
) -> None:
    kind, parts = what
    typed = data.draw(SPACES).join(parts) if len(parts) > 1 else parts[0]
    if "&" not in typed:
        at = data.draw(st.integers(1, len(typed) - 1))
        typed = typed[:at] + data.draw(st.one_of(st.just(""), INVISIBLE)) + typed[at:]
    assume(not before.endswith(("\\", "&")) and "{note:" not in before)
    # A digit that goes on where the identifier ends would make it a longer number.
    text = f"{before}.{edge}{typed}; {after}"
    start = text.index(typed, len(before))
    found = disclosures([Passage("", "", text)], PEOPLE)
    assert any(h.kind == kind and h.start < start + len(typed) and start < h.end for h in found), text
    for hit in found:
        assert text[hit.start : hit.end] == hit.text


@given(st.dates(date(1925, 1, 1), date(2009, 12, 31)), st.data())
def test_dates_of_birth_are_found_in_every_way_of_writing(day: date, data: st.DataObject) -> None:
    month = ["January", "Feb", "March", "Apr.", "May", "June", "July", "Aug", "Sept", "October", "Nov", "December"]
    ways = [
        f"{day.day}/{day.month}/{day.year}", f"{day.day:02}.{day.month:02}.{day.year}", day.isoformat(),
        f"{day.day} {month[day.month - 1]} {day.year}", f"{day.day}th of {month[day.month - 1]} {day.year}",
    ]  # fmt: skip
    typed = data.draw(st.sampled_from(ways))
    assert ("birth_date", typed) in hits(f"He ({typed}) was seen.")
    near = data.draw(
        st.sampled_from([f"born {typed[:-4]}{typed[-2:]}" if typed != day.isoformat() else f"dob {typed}"])
    )
    assert any(kind == "birth_date" for kind, _ in hits(near, People()))


@given(st.text(max_size=200))
def test_no_text_breaks_the_check(text: str) -> None:
    for hit in disclosures([Passage("", "", text)], PEOPLE):
        assert text[hit.start : hit.end] == hit.text


def test_a_megabyte_of_anything_is_walked_once() -> None:
    # A pattern that goes back over the text would take hours here; the session's own time limit tells.
    for unit in ("0 ", "born 1/1/84 ", "a@", "case 4030 ", "\u00ad\u200b*J_a", "1.1.", "&#8203;a", "(0) ", "{note:"):
        disclosures([Passage("", "", unit * (1_000_000 // len(unit) // 4))], PEOPLE)


def test_the_register_of_changed_names_has_rules() -> None:
    def flaws(register: dict[str, str]) -> dict[str, set[str]]:
        found = name_problems(register, codes=("HMI-01", "Zoe"), notes=["Nadia came with her brother."])
        return {real: {p.flaw for p in found if p.real == real} for real in register}

    assert flaws({"Tobias Okonkwo": "Daniel"}) == {"Tobias Okonkwo": set()}
    assert flaws({"Tobias Okonkwo": " "}) == {"Tobias Okonkwo": {"blank"}}
    assert flaws({"Tobias Okonkwo": "TOBIAS"}) == {"Tobias Okonkwo": {"unchanged"}}
    assert flaws({"Seán Doe": "Liam", "Tobias": "Sean"}) == {"Seán Doe": set(), "Tobias": {"is_real"}}
    assert flaws({"Seán Doe": "Liam", "SEAN DOE": "Paul"}) == {"Seán Doe": {"twice"}, "SEAN DOE": {"twice"}}
    assert flaws({"Seán Doe": "Liam", "SEAN DOE": "Liam"}) == {"Seán Doe": set(), "SEAN DOE": set()}
    assert flaws({"Tobias": "Liam", "Ann": "Liam"}) == {"Tobias": {"shared"}, "Ann": {"shared"}}
    assert flaws({"Tobias": "Zoe", "Ann": "Nadia"}) == {"Tobias": {"is_code"}, "Ann": {"in_notes"}}
    assert [p.is_error for p in name_problems({"Tobias": "Zoe"}, ("Zoe",))] == [False]
    assert [p.is_error for p in name_problems({"Tobias": "Tobias"})] == [True]


@pytest.fixture
def session(shipped: Inspections, tmp_path: Path) -> Iterator[Session]:
    """An inspection with one case and one changed name, and a lead who writes."""
    made = shipped.create(
        tmp_path / "d.inspection", "violence-2013", Person("HMI-01", "test"), {"fieldwork_end": "2013-06-14"},
        {"HMI-01": "lead", "LA-01": "local_assessor"},
    )  # fmt: skip
    made.do(AddCase("DC-4030", "HMI-01", {"officer": "O-DT-17"}))
    made.do(ChangeName("Tobias", "Daniel"))
    yield made
    made.close()


def test_what_would_name_a_person_is_told_in_its_place_and_holds_the_report_back(session: Session) -> None:
    text = "Daniel was seen.\n\n1. Tobias\n2. by O-DT-17\n\n> “To\u00adbias\n> came”\n\n`LA-01`"
    session.do(WriteSection("foreword", text))
    desk = ReportDesk(session)
    view = desk.section("foreword")
    assert [h.text for h in view.disclosed] == ["Tobias", "O-DT-17", "To\u00adbias", "LA-01"]
    assert all(text[h.start : h.end] == h.text for h in view.disclosed)
    found = readiness(desk)
    assert found.disclosed and not found.refuses("working")
    assert any("name a person" in said for said in found.refuses("comment"))
    for hit in view.disclosed:
        session.do(AcceptHit("foreword", hit.key, "Agreed with everybody."))
    assert not desk.section("foreword").disclosed and len(desk.section("foreword").allowed) == 4
    assert not readiness(desk).disclosed
    # Moved, and numbered otherwise, it says the same; with another word beside it, it does not.
    session.do(WriteSection("foreword", "1. by O-DT-17\n2. Tobias"))
    assert not desk.section("foreword").disclosed
    assert [h.text for h in desk.typed("foreword", "1. by O-DT-17\n2. Tobias again").disclosed] == ["Tobias"]


def test_a_name_that_is_printed_besides_the_sections_is_told(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=3, details={"trust": "Northmoor, call 0161 496 0000"})
    assert readiness(ReportDesk(session)).elsewhere == ("Trust",)
    pending = session.take_in([Draft(Slot("case", "C000", "field", "ldu"), "Beatrix Quill’s unit")])
    assert pending is not None
    session.settle(pending)
    session.do(SetReport({"version": "2, for Beatrix"}))
    session.do(ChangeName("Beatrix Quill", "Nora"))
    unit = session.instrument.fields_by_name["ldu"].label
    found = readiness(ReportDesk(session))
    assert found.elsewhere == ("Trust", "Version", unit)
    assert found.tells("working")[-1].startswith("Printed besides the sections")
    session.close()


def test_a_name_entered_later_is_found_in_what_was_written_before(session: Session) -> None:
    session.do(WriteSection("foreword", "We met Beatrix."))
    desk = ReportDesk(session)
    assert not desk.section("foreword").disclosed
    session.do(ChangeName("Beatrix Lane", "Nora"))
    assert [h.text for h in desk.section("foreword").disclosed] == ["Beatrix"]


@pytest.mark.parametrize(
    ("real", "changed", "said"),
    [
        ("Tobias Lane", "Tobias", "part of the real name"),
        ("Beatrix", "Tobias", "in the register"),
        ("B", "1", "letter"),
    ],
)
def test_a_changed_name_that_is_somebodys_real_one_is_refused(
    session: Session, real: str, changed: str, said: str
) -> None:
    with pytest.raises(KnownError, match=said):
        session.do(ChangeName(real, changed))


def test_a_doubtful_changed_name_is_told(session: Session) -> None:
    session.do(ChangeName("Beatrix", "Daniel"))
    session.do(SetAnswer("case", "DC-4030", "report_prepared", "yes", note="Nora was there."))
    session.do(ChangeName("Cecil", "Nora"))
    flaws = {(p.real, p.flaw) for p in ReportDesk(session).disclosures.name_problems()}
    assert flaws == {("Tobias", "shared"), ("Beatrix", "shared"), ("Cecil", "in_notes")}


@pytest.mark.parametrize("key", ["ba014692", "ab123456", "07700900", "12345678"])
def test_the_key_of_a_paragraph_is_no_number_of_anybody(key: str) -> None:
    assert disclosures([Passage("", "", f"See {{{{para: {key}}}}} and what follows.")], PEOPLE) == ()
