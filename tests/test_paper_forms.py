"""Forms of cases that are filled in elsewhere: what comes back is what was entered, and nothing else changes."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.paper_form import Asked, Said
from inspector_app.domain.paper_marks import chosen, read_entry
from inspector_app.domain.paper_words_en import ENGLISH
from inspector_app.domain.values import EVIDENCE, BadValue
from inspector_app.services import paper_forms
from inspector_app.services.commands import (
    AddCase,
    Reopen,
    SetAnswer,
    SetDetails,
    SetFields,
    SignOff,
    Submit,
    Undo,
)
from inspector_app.services.filled_forms import command_of
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from tests.paper_fixtures import (
    fill_text,
    fill_word,
    one_form,
    open_word,
    paper_set,
    put,
    read_form,
    rows_of,
    tick,
    word_row,
    write_form,
)
from tests.proof_fixtures import Office, key_of_test, laptop, take
from tests.small import SUFFICIENT

ME = Person("HMI-01", "device-1")
MANY = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WAYS = ("box", "x", "before", "typed")
Opened = Callable[..., Session]


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return paper_set()


@pytest.fixture
def opened(instrument: Instrument, tmp_path: Path) -> Iterator[Opened]:
    """Makes a fresh inspection with one case, as often as it is asked for."""
    made: list[Session] = []
    ticks, names = itertools.count(), itertools.count()
    inspections = Inspections(
        {instrument.id: instrument}, now=lambda: datetime(2013, 6, 10, tzinfo=UTC) + timedelta(seconds=next(ticks))
    )

    def make(team: dict[str, str] | None = None, id_: str = "one") -> Session:
        path = tmp_path / f"{next(names)}.inspection"
        session = inspections.create(path, instrument.id, ME, {"trust": "A & B <Trust>", "id": id_}, team or {})
        session.do(AddCase("C-1", fields={"officer": "O-1"}))
        made.append(session)
        return session

    yield make
    for session in made:
        session.close()


@pytest.fixture
def session(opened: Opened) -> Session:
    return opened()


@pytest.fixture
def word(session: Session, tmp_path: Path) -> Path:
    return write_form(session, "C-1", tmp_path / "case.docx")


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.sampled_from(
    ["# A heading", "Note:", "Answer: yes\nEvidence (1–4): 2", "\\# kept", "- [x] 1 Sufficient", "a\tb", "<b>&amp;</b>",
     "line one\n\nline three", "### A1 Was it?", "\u202eevil", "\x00\x07", "=HYPERLINK()", "1", "x", "☒"]
)  # fmt: skip


def values(asked: Asked) -> st.SearchStrategy[str]:
    codes = [c.code for c in asked.choices]
    if asked.kind == "single":
        return st.sampled_from(["", *codes])
    if asked.kind == "multiple":
        return st.sets(st.sampled_from(codes)).map(lambda found: ";".join(c for c in codes if c in found))
    if asked.kind == "number":
        return st.integers(-999, 9999).map(str) | st.just("")
    if asked.kind == "date":
        return st.dates().map(lambda d: d.isoformat()) | st.just("")
    return TEXTS


@st.composite
def answers(draw: st.DrawFn) -> dict[str, Said]:
    """Something for some rows of the form of the small set, by their keys."""
    said = {}
    for key, asked in _rows().items():
        if asked.name == "officer" or not draw(st.booleans()):
            continue
        rest = ("", "") if asked.fact else (draw(TEXTS), draw(st.sampled_from(["", *EVIDENCE])))
        said[key] = Said(draw(values(asked)), *rest)
    return said


_KEPT: dict[str, Asked] = {}


def _rows() -> dict[str, Asked]:
    """The rows of the form, without a file."""
    if not _KEPT:
        from inspector_app.domain.paper_rows import blocks_of

        blocks = blocks_of(paper_set(), ENGLISH, None, None, True, str)
        _KEPT.update({row.key: row for block in blocks for row in block.rows})
    return _KEPT


def give(session: Session, said: dict[str, Said]) -> None:
    """Answers in the app."""
    for key, one in said.items():
        asked = _rows()[key]
        if asked.fact:
            session.do(SetFields("C-1", {asked.name: one.value}))
        else:
            ref = "C-1" if asked.about == "case" else "O-1"
            session.do(SetAnswer(asked.about, ref, asked.name, *one))


def stands(session: Session) -> dict[str, Said]:
    return {key: asked.said for key, asked in rows_of(session, "C-1").items()}


def as_it_comes_back(said: Said) -> Said:
    """What a form can hold of it: no control characters, no blanks around lines."""
    from inspector_app.domain.paper_form import tidy
    from inspector_app.exchange.word_marks import plain

    return Said(tidy(plain(said.value)), tidy(plain(said.note)), said.evidence)


# There and back


@MANY
@given(before=answers())
@pytest.mark.parametrize("ending", [".docx", ".md"])
def test_a_form_that_nobody_touched_changes_nothing(
    opened: Opened, tmp_path: Path, ending: str, before: dict[str, Said]
) -> None:
    session = opened()
    give(session, before)
    form = one_form(session, write_form(session, "C-1", tmp_path / f"case{ending}"))
    assert (form.refused, form.changes, form.troubles, form.missing) == ("", (), (), ())


@MANY
@given(before=answers(), entered=answers(), how=st.sampled_from(WAYS))
def test_what_is_entered_in_word_comes_back_as_it_was_entered(
    opened: Opened, tmp_path: Path, before: dict[str, Said], entered: dict[str, Said], how: str
) -> None:
    session = opened()
    give(session, before)
    path = write_form(session, "C-1", tmp_path / "case.docx")
    entered = {key: as_it_comes_back(said) for key, said in entered.items()}
    fill_word(path, _rows(), entered, how)
    _takes_exactly(session, path, entered)


@MANY
@given(before=answers(), entered=answers())
def test_what_is_entered_in_a_text_comes_back_as_it_was_entered(
    opened: Opened, tmp_path: Path, before: dict[str, Said], entered: dict[str, Said]
) -> None:
    session = opened()
    give(session, before)
    path = write_form(session, "C-1", tmp_path / "case.md")
    ours = ("#", "Answer:", "Evidence (1–4):", "Note:", "\\")
    entered = {
        key: as_it_comes_back(said)
        for key, said in entered.items()
        # What looks like a line of the form is not anybody's text.
        if not any(line.strip().startswith(ours) for text in said[:2] for line in text.splitlines())
    }
    fill_text(path, _rows(), entered)
    _takes_exactly(session, path, entered)


def _takes_exactly(session: Session, path: Path, entered: dict[str, Said]) -> None:
    expected = stands(session) | entered
    read = read_form(session, path)
    assert [form.troubles for form in read.forms] == [()]
    assert not read.conflicts
    session.do(command_of(read))
    assert stands(session) == expected
    again = read_form(session, path)
    assert (again.changes, again.conflicts) == (0, 0), "reading it a second time changes nothing"


@pytest.mark.parametrize("through", ["docx", "odt"])
def test_a_form_saved_by_libreoffice_is_read_alike(session: Session, tmp_path: Path, through: str) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    give(session, {"A1": Said("insufficient", "Was late.\n\nTwice.", "on_file"), "A8": Said("2013-09-02")})
    path = write_form(session, "C-1", tmp_path / "case.docx")
    entered = {
        "A1": Said("sufficient", "Not late\nafter all.", "interview"), "A1a": Said("x;comma"),
        "A4": Said("two", "“Quoted” – it’s", ""), "A7": Said("12"), "A8": Said("2013-12-24"), "A9": Said("Two\nlines"),
        "1": Said("licence"), "3": Said("34"), "G2": Said("late;wrong", "She said so.", "interview"),
    }  # fmt: skip
    fill_word(path, _rows(), entered)
    saved = _saved_by_libreoffice(path, through, tmp_path)
    before = stands(session)
    form = one_form(session, saved)
    assert (form.refused, form.troubles, form.missing) == ("", (), ())
    assert not any(change.conflict for change in form.changes), "the stamps are still there"
    session.do(command_of(read_form(session, saved)))
    assert stands(session) == before | entered


def _saved_by_libreoffice(path: Path, through: str, tmp_path: Path) -> Path:
    source = path
    for step, kind in enumerate(dict.fromkeys((through, "docx"))):
        folder = tmp_path / f"saved-{step}"
        profile = (tmp_path / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", folder,
             source],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
        source = folder / f"case.{kind}"
    return source


# What people do in an answer


@pytest.mark.parametrize(
    ("entered", "codes"),
    [
        ("☐ 1 Sufficient\n☒ 2 Insufficient\n☐ 3 Not done\n☐ 4 Not applicable", ("insufficient",)),
        ("x 1 Sufficient\n☐ 2 Insufficient", ("sufficient",)),
        ("☐ 1 Sufficient x\n☐ 2 Insufficient", ("sufficient",)),
        ("☐ 1 Sufficient ✓\n☐ 2 Insufficient", ("sufficient",)),
        ("- [ ] 1 Sufficient\n- [X] 2 Insufficient", ("insufficient",)),
        ("[] 1 Sufficient\n[x]2 Insufficient", ("insufficient",)),
        ("( ) 1 Sufficient\n(x) 2 Insufficient", ("insufficient",)),
        ("☐x 1 Sufficient\n☐ 2 Insufficient", ("sufficient",)),
        ("X1 Sufficient\n☐ 2 Insufficient", ("sufficient",)),
        ("☑\ufe0f 1 Sufficient", ("sufficient",)),
        ("☐ 1 Sufficient\n☐ 2 Insufficient\n3", ("not_done",)),
        ("☐ 1 Sufficient\n☐ 2 Insufficient\nnot done", ("not_done",)),
        ("not done", ("not_done",)),
        ("2", ("insufficient",)),
        ("na", ("na",)),
        ("☐ 1 Sufficient\n☐ 2 Insufficient\n☐ 3 Not done\n☐ 4 Not applicable", ()),
        ("", ()),
    ],
)
def test_ticks_and_typed_answers_are_told_apart(entered: str, codes: tuple[str, ...]) -> None:
    assert chosen(entered, SUFFICIENT, several=False) == codes


@pytest.mark.parametrize(
    ("entered", "why"),
    [
        ("☒ 1 Sufficient\n☒ 2 Insufficient", "both ticked"),
        ("☒ 1 Sufficient\n2", "both ticked"),
        ("5", "none of the choices"),
        ("mostly", "none of the choices"),
        ("☐ 1 Sufficient mostly", "none of the choices"),
        ("☐ 1 Sufficient\n2 Insufficient", "has no box any more"),
        ("☒", "none of the choices"),
        ("☒ 2 Sufficient", "none of the choices"),
        ("x" * 5000, "none of the choices"),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_read(entered: str, why: str) -> None:
    with pytest.raises(BadValue, match=why):
        chosen(entered, SUFFICIENT, several=False)


def test_a_number_is_the_printed_one_and_never_a_code() -> None:
    level = paper_set().questions_by_id["progress"].choices
    assert chosen("5", level, several=False) == ("1",)
    with pytest.raises(BadValue):
        chosen("7", level, several=False)


def test_several_may_be_typed_in_one_line() -> None:
    reasons = paper_set().questions_by_id["plan_reasons"].choices
    assert chosen("2, 7", reasons, several=True) == ("two", "na")
    assert chosen("☐ 1 x-ray, seen\n☐ 4 Late; thin\nLate; thin", reasons, several=True) == ("comma",)


@pytest.mark.parametrize(
    "entered", ["2013-09-02", "02/09/2013", "2.9.2013", "2 September 2013", "2nd Sep 2013", " 2  sept.  2013 "]
)
def test_a_date_is_read_as_people_here_write_it(entered: str) -> None:
    assert read_entry("date", (), entered, ENGLISH.months) == "2013-09-02"


@given(st.text(max_size=200), st.booleans())
def test_no_answer_makes_the_reader_stumble(entered: str, several: bool) -> None:
    try:
        found = chosen(entered, SUFFICIENT, several)
    except BadValue:
        return
    assert set(found) <= {c.code for c in SUFFICIENT}


# What cannot be taken, with its place and why


def test_each_place_that_cannot_be_read_is_named_and_the_rest_is_taken(session: Session, word: Path) -> None:
    made = open_word(word)
    tick(word_row(made, "A1").cells[2], {1, 2})
    put(word_row(made, "A2").cells[2], "5")
    put(word_row(made, "A3").cells[1], "Was something else done?")
    tick(word_row(made, "A3").cells[2], {1})
    word_row(made, "A4").cells[1].add_paragraph("I would say so.")
    put(word_row(made, "A5").cells[3], "7")
    put(word_row(made, "A7").cells[2], "a dozen")
    put(word_row(made, "A8").cells[2], "31/02/2013")
    gone = word_row(made, "A9")._tr
    gone.getparent().remove(gone)
    tick(word_row(made, "A6").cells[2], {2})
    made.add_paragraph("Please read this too.")
    made.save(word)
    form = one_form(session, word)
    told = {trouble.place: trouble.why for trouble in form.troubles}
    assert "“Sufficient” and “Insufficient” are both ticked" in told["row A1"]
    assert "“5” is none of the choices" in told["row A2"]
    assert "The words of A3 were changed" in told["row A3"]
    assert "“I would say so.” was written among the words" in told["row A4"]
    assert "Evidence: “7”" in told["row A5"]
    assert "takes a number" in told["row A7"]
    assert "takes a date" in told["row A8"]
    assert "“Please read this too.”" in told["after row G3"]
    assert form.missing == ("A9",)
    assert [(c.asked.key, c.now.value) for c in form.changes] == [("A6", "insufficient")]


def test_a_row_that_stands_twice_is_not_taken(session: Session, word: Path) -> None:
    import copy

    made = open_word(word)
    row = word_row(made, "A1")._tr
    row.addnext(copy.deepcopy(row))
    tick(word_row(made, "A1").cells[2], {1})
    made.save(word)
    form = one_form(session, word)
    assert form.changes == ()
    assert ["stands 2 times" in trouble.why for trouble in form.troubles] == [True]


def test_a_row_struck_out_while_changes_were_tracked_is_gone(session: Session, word: Path) -> None:
    from docx.oxml import OxmlElement

    made = open_word(word)
    row = word_row(made, "A1")
    tick(row.cells[2], {1})
    row._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    made.save(word)
    form = one_form(session, word)
    assert (form.changes, form.missing) == ((), ("A1",))


def test_a_symbol_from_the_symbols_of_word_is_a_tick(session: Session, word: Path) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = open_word(word)
    paragraph = word_row(made, "A1").cells[2].paragraphs[1]._p
    paragraph.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:t xml:space="preserve"> </w:t><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        )
    )
    made.save(word)
    assert [c.now.value for c in one_form(session, word).changes] == ["insufficient"]


def test_a_form_of_another_inspection_is_refused(opened: Opened, session: Session, tmp_path: Path) -> None:
    other = opened(id_="two")
    form = one_form(session, write_form(other, "C-1", tmp_path / "other.docx"))
    assert "another inspection" in form.refused


def test_what_is_no_form_is_refused_and_the_others_are_read(session: Session, word: Path, tmp_path: Path) -> None:
    import docx

    plain = tmp_path / "letter.docx"
    docx.Document().save(str(plain))
    text = tmp_path / "notes.md"
    text.write_text("# Notes\n", encoding="utf-8")
    rubbish = tmp_path / "rubbish.docx"
    rubbish.write_bytes(b"rubbish")
    latin = tmp_path / "latin.md"
    latin.write_bytes("Größe".encode("latin-1"))
    fill_word(word, _rows(), {"A1": Said("sufficient")})
    read = read_form(session, plain, text, rubbish, latin, word)
    assert [bool(form.refused) for form in read.forms] == [True, True, True, True, False]
    assert read.changes == 1


def test_two_forms_of_one_case_are_not_taken_together(session: Session, word: Path, tmp_path: Path) -> None:
    other = write_form(session, "C-1", tmp_path / "again.md")
    read = read_form(session, word, other)
    assert "is a form of case C-1 too" in read.forms[1].refused


def test_a_reference_written_over_another_is_refused(session: Session, word: Path) -> None:
    session.do(AddCase("C-2"))
    made = open_word(word)
    cell = made.tables[0].rows[0].cells[1]
    next(cell._tc.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t")).text = "C-2"
    made.save(word)
    assert "written over another" in one_form(session, word).refused


# Two sides


def test_what_was_changed_on_both_sides_is_shown_and_not_overwritten(session: Session, word: Path) -> None:
    fill_word(word, _rows(), {"A1": Said("sufficient", "from the form"), "A2": Said("not_done")})
    session.do(SetAnswer("case", "C-1", "plan", "insufficient", "from the app"))
    session.do(SetAnswer("case", "C-1", "progress", "two"))
    read = read_form(session, word)
    assert (read.changes, read.conflicts) == (1, 1)
    session.do(command_of(read))
    now = stands(session)
    assert (now["A1"], now["A2"], now["A4"]) == (Said("insufficient", "from the app"), Said("not_done"), Said("two"))
    session.do(command_of(read, {(0, "A1")}))
    assert stands(session)["A1"] == Said("sufficient", "from the form")


def test_a_change_made_alike_on_both_sides_is_none(session: Session, word: Path) -> None:
    fill_word(word, _rows(), {"A1": Said("sufficient", "the same", "on_file")})
    session.do(SetAnswer("case", "C-1", "plan", "sufficient", "the same", "on_file"))
    assert one_form(session, word).changes == ()


def test_without_its_stamp_a_row_is_only_taken_where_nothing_stands(session: Session, tmp_path: Path) -> None:
    give(session, {"A2": Said("sufficient")})
    path = write_form(session, "C-1", tmp_path / "case.md")
    fill_text(path, _rows(), {"A1": Said("sufficient"), "A2": Said("not_done")})
    import re

    path.write_text(re.sub(r" <!-- \w+ -->", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    form = one_form(session, path)
    assert {c.asked.key: c.conflict for c in form.changes} == {"A1": False, "A2": True}


# As one act, under the usual rules


def test_a_form_is_one_act_that_can_be_undone(session: Session, word: Path) -> None:
    give(session, {"A1": Said("not_done", "before")})
    session.do(SetFields("C-1", {"age": "30"}))
    word = write_form(session, "C-1", word)
    before = stands(session)
    fill_word(word, _rows(), {"A1": Said("sufficient"), "3": Said("31"), "A9": Said("More"), "1": Said("order")})
    session.do(command_of(read_form(session, word)))
    assert stands(session) != before
    session.do(Undo("case", "C-1"))
    assert stands(session) == before


def test_forms_of_several_cases_and_an_interview_are_one_act(session: Session, word: Path, tmp_path: Path) -> None:
    session.do(AddCase("C-2", fields={"officer": "O-1"}))
    second = write_form(session, "C-2", tmp_path / "second.md")
    fill_word(word, _rows(), {"A1": Said("sufficient"), "G1": Said("yes")})
    fill_text(second, _rows(), {"A1": Said("not_done"), "G1": Said("no"), "G3": Said("Fair enough.")})
    read = read_form(session, word, second)
    assert ["answered" in trouble.why for trouble in read.forms[1].troubles] == [True]
    changes = session.do(command_of(read))
    assert changes is not None and {slot.ref for slot in changes.slots} == {"C-1", "C-2", "O-1"}
    assert session.officer("O-1").answers["fair"].value == "yes"
    assert session.officer("O-1").answers["views"].value == "Fair enough."
    assert len({r.batch for r in session.ledger if r.slot.facet == "answer"}) == 1


def test_an_empty_form_makes_a_new_case(session: Session, tmp_path: Path) -> None:
    path = write_form(session, "", tmp_path / "new.docx")
    assert "does not say of which case" in one_form(session, path).refused
    fill_word(
        path,
        _rows(),
        {"A1": Said("sufficient", "seen", "on_file"), "1": Said("licence"), "2": Said("O-9"), "G1": Said("yes")},
    )
    made = open_word(path)
    put(made.tables[0].rows[0].cells[1], "C-77")
    made.save(path)
    read = read_form(session, path)
    assert [(form.ref, form.new, form.refused, form.troubles) for form in read.forms] == [("C-77", True, "", ())]
    session.do(command_of(read))
    case = session.case("C-77")
    assert (case.status, case.assessor, case.fields["type"]) == ("in_progress", "HMI-01", "licence")
    assert case.answers["plan"].content == ("sufficient", "seen", "on_file")
    assert session.officer("O-9").answers["fair"].value == "yes"
    again = read_form(session, path)
    assert (again.changes, again.conflicts) == (0, 0)


def test_an_interview_of_nobody_is_not_taken(session: Session, tmp_path: Path) -> None:
    session.do(AddCase("C-3"))
    path = write_form(session, "C-3", tmp_path / "case.md")
    fill_text(path, _rows(), {"G1": Said("yes"), "A1": Said("sufficient")})
    form = one_form(session, path)
    assert [c.asked.key for c in form.changes] == ["A1"]
    assert "whose interview" in form.troubles[0].why


def test_a_case_that_is_not_open_takes_no_form(opened: Opened, tmp_path: Path) -> None:
    session = opened({"HMI-01": "lead", "HMI-02": "inspector"})
    path = write_form(session, "C-1", tmp_path / "case.docx")
    fill_word(path, _rows(), {"A1": Said("sufficient")})
    session.do(SetFields("C-1", {"assessor": "HMI-02"}))
    assert "HMI-02’s to answer" in one_form(session, path).refused
    session.do(SetFields("C-1", {"assessor": "HMI-01"}))
    for key, asked in rows_of(session, "C-1").items():
        if not asked.fact and asked.about == "case" and asked.choices:
            give(session, {key: Said(asked.choices[0].code)})
    give(session, {"G1": Said("yes"), "G2": Said("late")})
    give(session, {"A2": Said("not_done")})
    fill_word(path, _rows(), {"A1": Said("not_done")})
    read = read_form(session, path)
    session.do(Submit("C-1"))
    assert "is submitted" in one_form(session, path).refused
    session.do(SignOff("C-1"))
    form = one_form(session, path)
    assert "is signed off" in form.refused
    with pytest.raises(KnownError, match="signed off"):
        session.do(command_of(read, {(0, "A1")}))
    session.do(Reopen("C-1", "again"))
    assert one_form(session, path).refused == ""


def test_an_answer_to_a_closed_question_is_kept_and_told(session: Session, word: Path) -> None:
    fill_word(word, _rows(), {"A3": Said("sufficient"), "A1a": Said("two"), "A1": Said("insufficient")})
    read = read_form(session, word)
    assert read.forms[0].closed == {"A3"}, "A1a opens with the answer that comes with it"
    session.do(command_of(read))
    assert stands(session)["A3"].value == "sufficient"


def test_a_note_alone_does_not_give_the_answer_again(session: Session, word: Path) -> None:
    give(session, {"A1": Said("sufficient")})
    word = write_form(session, "C-1", word)
    fill_word(word, _rows(), {"A1": Said("sufficient", "a note")})
    assert command_of(read_form(session, word)).cases[0].answers[0].value is None


def test_a_form_made_with_an_earlier_version_is_read_by_that_version(
    session: Session, instrument: Instrument, tmp_path: Path
) -> None:
    path = write_form(session, "C-1", tmp_path / "case.docx")
    fill_word(path, _rows(), {"A1": Said("sufficient"), "A2": Said("sufficient")})
    changed = {
        "plan": replace(instrument.questions_by_id["plan"], text="Was the plan any good?"),
        "review": replace(instrument.questions_by_id["review"], number="A9b"),
    }
    newer = replace(
        instrument, version="1.1.0", content_hash="newer",
        questions=tuple(changed.get(q.id, q) for q in instrument.questions),
    )  # fmt: skip
    session.instrument = newer
    assert "which this file does not know" in one_form(session, path).refused
    session.shelf.others = lambda in_force: (instrument,)  # type: ignore[method-assign]
    form = one_form(session, path)
    assert [c.asked.name for c in form.changes] == ["review"]
    assert "asks this otherwise" in form.troubles[0].why


def test_in_an_encrypted_hand_out_a_form_of_ones_own_case_is_taken_and_a_new_case_is_not(tmp_path: Path) -> None:
    office = Office(tmp_path)
    lead = office.begin(key_of_test("forms"))
    made_by_lead = write_form(lead, "C-0", tmp_path / "own.docx")
    fill_word(made_by_lead, rows_of(lead, "C-0"), {"A1": Said("sufficient", "on paper", "on_file")})
    out = office.hand_out(lead, "AB")["AB"]
    hers = office.open(out.path, laptop("AB"), out.key)
    hers.do(command_of(read_form(hers, made_by_lead)))
    assert hers.case("C-0").answers["plan"].content == ("sufficient", "on paper", "on_file")
    new = write_form(hers, "", tmp_path / "new.docx")
    fill_word(new, rows_of(hers, ""), {"A1": Said("sufficient")})
    made = open_word(new)
    put(made.tables[0].rows[0].cells[1], "C-99")
    made.save(new)
    assert "In a hand-out nobody" in one_form(hers, new).refused
    hers.close()
    take(lead, out.path)
    assert lead.case("C-0").answers["plan"].note == "on paper"
    office.close()


# Whatever is done to a file


@MANY
@given(data=st.data())
def test_a_mutilated_text_changes_nothing_but_where_it_was_touched(
    opened: Opened, tmp_path: Path, data: st.DataObject
) -> None:
    session = opened()
    give(session, {"A1": Said("insufficient", "one\ntwo", "on_file"), "A1a": Said("two"), "A9": Said("text")})
    path = write_form(session, "C-1", tmp_path / "case.md")
    lines = path.read_text(encoding="utf-8").split("\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    act = data.draw(st.sampled_from(["delete", "change", "insert", "swap"]))
    junk = data.draw(TEXTS | st.sampled_from(lines))
    touched = _row_at(lines, place) | _row_at(lines, place - 1)
    if act == "delete":
        del lines[place]
    elif act == "change":
        lines[place] = junk
    elif act == "insert":
        lines.insert(place, junk)
    else:
        other = data.draw(st.integers(0, len(lines) - 1))
        touched |= _row_at(lines, other) | _row_at(lines, other - 1)
        lines[place], lines[other] = lines[other], lines[place]
    path.write_text("\n".join(lines), encoding="utf-8")
    form = one_form(session, path)
    assert {c.asked.key for c in form.changes} <= touched


def _row_at(lines: list[str], place: int) -> set[str]:
    heads = [line.split()[1] for line in lines[: place + 1] if line.startswith("### ")]
    return set(heads[-1:])


@MANY
@given(data=st.data())
def test_a_mutilated_word_file_changes_nothing_but_where_it_was_touched(
    opened: Opened, tmp_path: Path, data: st.DataObject
) -> None:
    session = opened()
    give(session, {"A1": Said("insufficient", "one\ntwo", "on_file"), "A1a": Said("two"), "A9": Said("text")})
    path = write_form(session, "C-1", tmp_path / "case.docx")
    made = open_word(path)
    elements = [e for e in made.element.body.iter() if e.getparent() is not None]
    element = data.draw(st.sampled_from(elements))
    row = next((a for a in (element, *element.iterancestors()) if a.tag.endswith("}tr")), None)
    inside = [r for r in element.iter() if r.tag.endswith("}tr")]
    touched = {_key(r) for r in ([row] if row is not None else inside)}
    act = data.draw(st.sampled_from(["delete", "text", "double"]))
    if act == "delete":
        element.getparent().remove(element)
    elif act == "double":
        import copy

        element.addnext(copy.deepcopy(element))
    else:
        text = data.draw(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn", "Co")), max_size=20))
        for t in [t for t in element.iter() if t.tag.endswith("}t")][:1]:
            t.text = text
    made.save(path)
    form = one_form(session, path)
    assert {c.asked.key for c in form.changes} <= touched


def _key(row: object) -> str:
    return "".join(t.text or "" for t in row[1].iter() if t.tag.endswith("}t")) if len(row) > 1 else ""  # type: ignore[index,arg-type]


@MANY
@given(place=st.floats(0, 1), junk=st.binary(min_size=1, max_size=8))
def test_flipped_bytes_end_in_a_sentence_or_in_what_stands(
    session: Session, word: Path, tmp_path: Path, place: float, junk: bytes
) -> None:
    content = bytearray(word.read_bytes())
    at = int(place * (len(content) - len(junk)))
    content[at : at + len(junk)] = junk
    damaged = tmp_path / "damaged.docx"
    damaged.write_bytes(content)
    form = one_form(session, damaged)
    assert form.refused or not form.changes


def test_a_form_never_takes_the_place_of_one_that_was_filled_in(tmp_path: Path) -> None:
    (tmp_path / "Case 1.docx").write_bytes(b"filled in")
    places = paper_forms.free_places(tmp_path, ["Case 1.docx", "Case 2.docx", "Case 2.docx"])
    assert [place.name for place in places] == ["Case 1 (2).docx", "Case 2.docx", "Case 2 (2).docx"]


def test_a_form_says_that_it_is_not_encrypted(session: Session, word: Path, tmp_path: Path) -> None:
    text = write_form(session, "C-1", tmp_path / "case.md").read_text(encoding="utf-8")
    for said in ("\n".join(p.text for p in open_word(word).paragraphs), text):
        assert "not encrypted, and it holds the case" in said


def test_interviews_that_are_not_held_are_not_printed(session: Session, tmp_path: Path) -> None:
    session.do(SetDetails({"interviews": "no"}, {}))
    path = write_form(session, "C-1", tmp_path / "case.docx")
    assert not any(key.startswith("G") for key in rows_of(session, "C-1"))
    assert one_form(session, path).missing == ()
