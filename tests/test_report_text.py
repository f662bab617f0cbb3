"""The text of the report in the file: pieces, keys that stay, who may write, undo, merge, conflicts, old formats."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from inspector_app.domain.answers import Ledger, Revision, verify_chains
from inspector_app.domain.conflicts import conflicts_in
from inspector_app.domain.errors import KnownError
from inspector_app.domain.handing_out import hand_out
from inspector_app.domain.paragraph_keys import Keys
from inspector_app.domain.paragraphs import numbered, pieces_of
from inspector_app.domain.report_outline import outline, section_of
from inspector_app.domain.report_text import (
    Printed,
    ReportSettings,
    changed_names,
    comments,
    pack_read,
    read_section,
    read_settings,
    text_slot,
    unpack_read,
)
from inspector_app.services import handing_out
from inspector_app.services.commands import (
    AcceptHit,
    AddCase,
    AddComments,
    ChangeName,
    Command,
    DecideComment,
    DecideProposal,
    MarkRead,
    NewComment,
    Redo,
    SetFields,
    SetReport,
    SettleConflict,
    Undo,
    WriteSection,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.recovery import recover
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.session import Person, Session
from inspector_app.ui.models.slot_words import owner_words, place_words, section_words, value_words
from set_files import with_files
from small import small
from test_storage import NOON, revision

LEAD, DEPUTY, ASSESSOR = Person("LEAD", "d-lead"), Person("DEP", "d-dep"), Person("AB", "d-ab")
TEAM = {"LEAD": "lead", "DEP": "deputy", "AB": "inspector"}
FILES = Path(__file__).parent / "files"


@pytest.fixture
def inspections() -> Inspections:
    ticks = itertools.count()
    return Inspections(
        {"small": with_files(small())}, now=lambda: datetime(2013, 7, 1, tzinfo=UTC) + timedelta(seconds=next(ticks))
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visit.inspection"


@pytest.fixture
def session(inspections: Inspections, path: Path) -> Iterator[Session]:
    made = inspections.create(path, "small", LEAD, {"trust": "A Trust"}, TEAM)
    made.do(AddCase("C-1", "AB", {"type": "order"}))
    yield made
    if not made.writer.closed:
        made.close()


def text(session: Session, section: str = "foreword") -> str:
    return ReportDesk(session).section(section).text


def keys(session: Session, section: str = "foreword") -> list[str]:
    return [piece.key for piece in ReportDesk(session).section(section).pieces]


# The outline


def test_the_outline_follows_the_question_set() -> None:
    ids = [section.id for section in outline(small())]
    assert ids[:5] == ["foreword", "summary", "summary-1", "summary-2", "recommendations"]
    assert ids[5:12] == [
        "strengths-1", "areas-1", "findings-1.1", "findings-1.2", "findings-1.4", "closing-1", "recommend-1",
    ]  # fmt: skip
    assert ids[-4:] == ["context", "thanks", "arrangements", "role"]


def test_without_interviews_nobody_writes_of_leadership() -> None:
    held, not_held = ({s.id for s in outline(small(), held)} for held in (True, False))
    assert held - not_held == {"findings-1.4"}


# Pieces


def kinds(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, piece.text) for piece in pieces_of(text)]


def test_a_text_is_cut_at_blank_lines_items_and_marks() -> None:
    written = (
        "First line\nand its second.\n\n### Heading\nUnder it.\n\n- one\n  more of one\n- two\n\n  second of two\n\n"
        "> [!illustration] Ann\n> Words.\n>\n> More.\n\n{{chart: question=plan}}\n\n[^1]: A note.\n\n1. a\n2. b"
    )
    assert kinds(written) == [
        ("paragraph", "First line\nand its second."), ("heading", "### Heading"), ("paragraph", "Under it."),
        ("item", "one\nmore of one"), ("item", "two"), ("more", "second of two"),
        ("box", "[!illustration] Ann\nWords.\n\nMore."), ("chart", "{{chart: question=plan}}"),
        ("footnote", "[^1]: A note."), ("item", "a"), ("item", "b"),
    ]  # fmt: skip


def test_a_number_at_the_start_of_a_line_begins_no_list_within_a_paragraph() -> None:
    assert kinds("There were\n72. That is all.") == [("paragraph", "There were\n72. That is all.")]


def test_findings_are_numbered_by_criterion_and_lists_are_not() -> None:
    section = section_of(small(), "findings-1.2")
    assert section is not None
    pieces = numbered(section, pieces_of("### H\n\nOne.\n\n- item\n\n> box\n\nTwo."))
    assert [p.number for p in pieces] == ["", "1.2.1", "", "", "1.2.2"]


@pytest.mark.parametrize("kind", ["strengths", "areas", "recommend"])
def test_strengths_areas_and_recommendations_count_their_items_or_their_paragraphs(kind: str) -> None:
    section = section_of(small(), f"{kind}-1")
    assert section is not None
    before = "R1." if kind == "recommend" else ""
    assert [p.number for p in numbered(section, pieces_of("It is important that:\n\n1. a\n   - x\n2. b"))] == [
        "", f"{before}1", "", f"{before}2",
    ]  # fmt: skip
    assert [p.number for p in numbered(section, pieces_of("a\n\nb"))] == [f"{before}1", f"{before}2"]


@given(st.text(alphabet="a1.#>-*[^]: \n\t{}|", max_size=200))
def test_the_pieces_hold_every_line_that_is_not_blank_once_and_in_order(written: str) -> None:
    lines = written.split("\n")
    taken = [line for piece in pieces_of(written) for line in range(piece.first, piece.last)]
    assert taken == [place for place, line in enumerate(lines) if line.strip()]


# Keys


WORDS = ("alpha", "beta", "gamma", "delta", "case", "plan", "review")
PARAGRAPH = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
TEXT = st.lists(PARAGRAPH, max_size=5).map("\n\n".join)


@st.composite
def histories(draw: st.DrawFn) -> list[Revision]:
    """A history with forks and joins: each revision follows on some of those before it."""
    made: list[Revision] = []
    for place in range(draw(st.integers(1, 7))):
        before = draw(st.sets(st.sampled_from([r.id for r in made]), max_size=2)) if made else set()
        at = NOON + timedelta(minutes=draw(st.integers(-5, 5)))
        made.append(
            revision(f"r{place}", draw(TEXT), at=at, slot=text_slot("foreword"), supersedes=tuple(sorted(before)))
        )
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_keys_depend_neither_on_the_order_of_a_merge_nor_on_what_was_worked_out_before(
    history: list[Revision], shuffled: object
) -> None:
    kept, mixed = Keys(), list(history)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    for one in mixed:
        assert kept.pieces(mixed, one) == Keys().pieces(history, one)


@given(histories())
def test_each_key_is_there_once_and_what_stays_as_it_is_keeps_its_own(history: list[Revision]) -> None:
    worked = Keys()
    by_id = {r.id: r for r in history}
    for one in history:
        pieces = worked.pieces(history, one)
        assert len({p.key for p in pieces}) == len(pieces)
        assert all(len(p.key) == 8 and int(p.key, 16) >= 0 for p in pieces)
        if len(one.supersedes) == 1:
            before = worked.pieces(history, by_id[one.supersedes[0]])
            once = {p.text: p.key for p in before if [q.text for q in before].count(p.text) == 1}
            texts = [p.text for p in pieces]
            for piece in pieces:
                if texts.count(piece.text) == 1 and piece.text in once:
                    assert piece.key == once[piece.text]


def test_a_paragraph_keeps_its_key_when_it_is_moved_edited_deleted_and_brought_back(session: Session) -> None:
    session.do(WriteSection("foreword", "The first of them all.\n\nThe second stands here.\n\nAnd a third."))
    first, second, third = keys(session)
    session.do(WriteSection("foreword", "And a third.\n\nQuite new words.\n\nThe first of nearly all."))
    moved, new, edited = keys(session)
    assert (moved, edited) == (third, first)
    assert new not in (first, second, third)
    session.do(Undo("report", "foreword"))
    assert keys(session) == [first, second, third]
    session.do(Redo("report", "foreword"))
    assert keys(session) == [third, new, first]


def test_many_paragraphs_written_anew_are_still_quick_to_name() -> None:
    """Nothing is timed; comparing each with each would take minutes."""
    old, new = ("\n\n".join(f"{word} {n} words" for n in range(5000)) for word in ("old", "fresh"))
    slot = text_slot("foreword")
    history = [revision("a", old, slot=slot), revision("b", new, slot=slot, supersedes=("a",))]
    assert len(Keys().pieces(history, history[1])) == 5000


# Writing


def test_a_text_is_in_the_file_as_it_was_typed(session: Session, inspections: Inspections, path: Path) -> None:
    written = "  Typed: <b>&amp;\u202e ﷽ \U0001f642\n\n\n- {{fig: nothing"
    session.do(WriteSection("foreword", written))
    session.close()
    again = inspections.open(path, LEAD)
    assert text(again) == written
    assert verify_chains(again.revisions()) == ()
    again.close()


def test_undo_brings_back_the_text_with_what_was_read_in_it(session: Session) -> None:
    session.do(WriteSection("foreword", "One.", {"{{fig: cases}}": Printed("one", 1.0)}))
    session.do(WriteSection("foreword", "Two.", {}))
    session.do(Undo("report", "foreword"))
    section = section_of(session.instrument, "foreword")
    assert section is not None
    written = read_section(session.ledger, section, Keys())
    assert (written.text, written.read) == ("One.", {"LEAD": {"{{fig: cases}}": ("one", 1.0)}})


def test_a_text_without_word_of_what_was_read_leaves_that_as_it_stands(session: Session) -> None:
    session.do(MarkRead("foreword", {"a": Printed("one", 1.0)}))
    session.do(WriteSection("foreword", "Two."))
    session.do(MarkRead("summary", {}))
    section = section_of(session.instrument, "foreword")
    assert section is not None
    assert read_section(session.ledger, section, Keys()).read == {"LEAD": {"a": ("one", 1.0)}}


EVERY: tuple[Command, ...] = (
    WriteSection("foreword", "Words."), MarkRead("foreword", {}), SetReport({"state": "final"}),
    ChangeName("Real", "Other"), AcceptHit("foreword", "hit", "Public."), DecideProposal("areas-1", "p", "dropped"),
    AddComments((NewComment("0a0b0c0d", "Wrong."),)), DecideComment("0a0b0c0d", "c", "not"),
)  # fmt: skip


@pytest.mark.parametrize("command", EVERY, ids=lambda c: type(c).__name__)
def test_only_the_lead_and_the_deputy_write(session: Session, command: Command) -> None:
    session.person = ASSESSOR
    with pytest.raises(KnownError, match="lead inspector or the deputy writes the report"):
        session.handle(command)


def test_the_deputy_writes_too_and_without_a_team_everybody(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    session.person = DEPUTY
    session.do(WriteSection("foreword", "Words."))
    alone = inspections.create(tmp_path / "alone.inspection", "small", ASSESSOR, {})
    alone.do(WriteSection("foreword", "Words."))
    assert text(alone) == text(session) == "Words."
    alone.close()


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (WriteSection("chapter-9", "x"), "no section “chapter-9”"),
        (SetReport({"state": "done"}), "one of working, comment, final"),
        (SetReport({"smallest": "-3"}), "whole number"),
        (SetReport({"colour": "red"}), "no setting “colour”"),
        (ChangeName(" ", "Ann"), "whose name"),
        (ChangeName("Ann", "ann"), "is the real one"),
        (DecideProposal("areas-1", "p", "maybe"), "one of accepted, dropped"),
        (AddComments((NewComment("0a0b0c0d", " "),)), "without words"),
        (DecideComment("0a0b0c0d", "c", "not"), "no such comment"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(session: Session, command: Command, said: str) -> None:
    before = len(session.ledger)
    with pytest.raises(KnownError, match=said):
        session.handle(command)
    assert len(session.ledger) == before


def test_settings_names_hits_proposals_and_comments_come_back_as_they_were_given(session: Session) -> None:
    session.do(SetReport({"state": "comment", "version": "2", "style": "percent", "smallest": "5", "annex": "yes"}))
    session.do(ChangeName("Real", "Other", "C-1/plan/AB"))
    session.do(AcceptHit("foreword", "hit", "A public office."))
    session.do(DecideProposal("areas-1", "p", "accepted", "3 of 10"))
    session.do(AddComments((NewComment("0a0b0c0d", "Not so.", "Chief, 1.1.2", "c1"),)))
    session.do(DecideComment("0a0b0c0d", "c1", "partly", "We changed a word."))
    assert read_settings(session.ledger) == ReportSettings("comment", "2", "percent", 5, True)
    assert changed_names(session.ledger) == (("Real", "Other", "C-1/plan/AB"),)
    (comment,) = comments(session.ledger)
    assert (comment.paragraph, comment.text, comment.about) == ("0a0b0c0d", "Not so.", "Chief, 1.1.2")
    assert (comment.decision, comment.reply) == ("partly", "We changed a word.")
    found = {}
    for name in ("foreword", "areas-1"):
        section = section_of(session.instrument, name)
        assert section is not None
        found[name] = read_section(session.ledger, section, Keys())
    assert found["foreword"].accepted == {"hit": "A public office."}
    assert found["areas-1"].proposals == {"p": ("accepted", "3 of 10")}


def test_a_comment_that_is_here_already_adds_nothing(session: Session) -> None:
    once = AddComments((NewComment("0a0b0c0d", "Not so.", id="c1"),))
    assert session.do(once) is not None
    assert session.do(once) is None


@pytest.mark.parametrize("value", ["", "nonsense", "[]", '{"a": 1}', '{"a": ["x", "y"]}', '{"a": ["x", true]}'])
def test_what_was_read_and_makes_no_sense_was_not_read(value: str) -> None:
    assert unpack_read(value) == {}


@given(st.dictionaries(st.text(), st.tuples(st.text(), st.none() | st.floats(0, 1))))
def test_what_was_read_is_kept_exactly(read: dict[str, tuple[str, float | None]]) -> None:
    given_ = {source: Printed(*seen) for source, seen in read.items()}
    assert unpack_read(pack_read(given_)) == given_


def test_text_that_was_being_typed_when_the_program_ended_becomes_a_revision(
    session: Session, inspections: Inspections, path: Path
) -> None:
    session.keep_draft("report", "foreword", "text", "value", "Half a sent").result()
    session.close()
    again = inspections.open(path, LEAD)
    (found,) = recover(again)
    assert (found.about, found.ref, found.problem) == ("report", "foreword", "")
    assert text(again) == "Half a sent"
    again.close()
    third = inspections.open(path, LEAD)
    assert recover(third) == ()
    third.close()


# Copies


def copies(session: Session, inspections: Inspections, path: Path) -> tuple[Session, Session, Path]:
    """Two copies of the file, open under the lead and the deputy, and the place of the second."""
    session.close()
    other = Path(shutil.copy(path, path.with_name("other.inspection")))
    return inspections.open(path, LEAD), inspections.open(other, DEPUTY), other


def bring(session: Session, other: Path) -> None:
    union = read_others(session, [other])
    assert union is not None
    assert union.refused == ()
    pending = merge(session, union)
    if pending is not None:
        session.settle(pending)


def test_two_who_write_different_sections_have_both_after_a_merge(
    session: Session, inspections: Inspections, path: Path
) -> None:
    mine, theirs, other = copies(session, inspections, path)
    mine.do(WriteSection("foreword", "Mine."))
    theirs.do(WriteSection("summary", "Theirs."))
    theirs.close()
    bring(mine, other)
    assert (text(mine), text(mine, "summary"), conflicts_in(mine.ledger)) == ("Mine.", "Theirs.", ())
    mine.close()


def test_two_who_write_one_section_are_in_conflict_and_both_texts_stay(
    session: Session, inspections: Inspections, path: Path
) -> None:
    session.do(WriteSection("foreword", "The same.\n\nThe end of it."))
    shared = keys(session)
    mine, theirs, other = copies(session, inspections, path)
    mine.do(WriteSection("foreword", "The same.\n\nThe end of it all.", {"a": Printed("one", 1.0)}))
    theirs.do(WriteSection("foreword", "The same.\n\nNothing but the end of it.", {}))
    theirs.close()
    bring(mine, other)
    view = ReportDesk(mine).section("foreword")
    assert view.in_conflict
    assert {head.author for head in view.heads} == {"LEAD", "DEP"}
    (conflict,) = conflicts_in(mine.ledger)
    assert set(conflict.values) == {"The same.\n\nThe end of it all.", "The same.\n\nNothing but the end of it."}
    pick = next(head.id for head in view.heads if head.author == "LEAD")
    mine.do(SettleConflict(conflict.slot, pick))
    view = ReportDesk(mine).section("foreword")
    assert (view.text, view.in_conflict) == ("The same.\n\nThe end of it all.", False)
    assert [piece.key for piece in view.pieces] == shared
    mine.do(Undo("report", "foreword"))
    assert ReportDesk(mine).section("foreword").in_conflict
    mine.do(WriteSection("foreword", "Both of us."))
    assert not ReportDesk(mine).section("foreword").in_conflict
    mine.close()


def test_half_a_character_is_kept_as_a_sign(session: Session, inspections: Inspections, path: Path) -> None:
    session.do(WriteSection("foreword", "a\ud83d b\udc00 \U0001f600\ud83d\ude00 \x00"))
    session.close()
    again = inspections.open(path, Person("LEAD", "d-1"))
    assert text(again) == "a\ufffd b\ufffd \U0001f600\U0001f600 \x00"
    again.close()


def test_undo_goes_no_further_than_to_what_somebody_else_wrote(
    session: Session, inspections: Inspections, path: Path
) -> None:
    session.do(WriteSection("foreword", "At first."))
    mine, theirs, other = copies(session, inspections, path)
    mine.do(WriteSection("foreword", "Mine."))
    theirs.do(WriteSection("foreword", "Theirs."))
    theirs.close()
    bring(mine, other)
    (conflict,) = conflicts_in(mine.ledger)
    mine.do(SettleConflict(conflict.slot, ReportDesk(mine).section("foreword").heads[0].id))
    mine.do(Undo("report", "foreword"))
    # Both are there again, one of them brought back by the lead and never the lead's.
    with pytest.raises(KnownError, match="nothing to undo"):
        mine.do(Undo("report", "foreword"))
    assert {head.value for head in ReportDesk(mine).section("foreword").heads} == {"Mine.", "Theirs."}
    mine.do(Redo("report", "foreword"))
    assert not ReportDesk(mine).section("foreword").in_conflict
    mine.person = Person("DEP", "d-2")
    mine.do(WriteSection("foreword", "The deputy’s."))
    mine.person = Person("LEAD", "d-1")
    mine.do(WriteSection("foreword", "Over it."))
    mine.do(Undo("report", "foreword"))
    with pytest.raises(KnownError, match="nothing to undo"):
        mine.do(Undo("report", "foreword"))
    assert text(mine) == "The deputy’s."
    mine.close()


def test_what_one_person_read_in_two_copies_is_no_conflict(
    session: Session, inspections: Inspections, path: Path
) -> None:
    mine, theirs, other = copies(session, inspections, path)
    theirs.person = Person("LEAD", "d-home")
    for one, said in ((mine, "one"), (theirs, "two")):
        one.do(MarkRead("foreword", {"a": Printed(said, None)}))
    theirs.close()
    bring(mine, other)
    assert conflicts_in(mine.ledger) == ()
    mine.close()


def test_a_hand_out_carries_nothing_of_the_report(session: Session, inspections: Inspections, path: Path) -> None:
    for command in EVERY[:-1]:
        session.do(command)
    assert session.ledger.refs("report")
    handed = hand_out(Ledger(session.revisions()), "AB")
    assert handed.cases == ("C-1",)
    assert {r.slot.about for r in handed.revisions} == {"inspection", "case"}


def test_a_hand_out_that_changes_the_report_is_not_taken_back(
    session: Session, inspections: Inspections, tmp_path: Path
) -> None:
    session.do(WriteSection("foreword", "Ours."))
    session.do(SetFields("C-1", {"office": "East"}))
    written = handing_out.write(handing_out.prepare(session, ["AB"]), tmp_path, "visit", NOON)
    assert written is not None
    theirs = inspections.open(written[0].path, Person("nobody-of-the-team", "d-ab"))
    assert (theirs.ledger.refs("report"), theirs.flaws) == ((), ())
    theirs.do(WriteSection("foreword", "Words."))
    theirs.close()
    union = read_others(session, [written[0].path])
    assert union is not None
    assert "AB’s hand-out and yet changes the report" in union.refused[0]
    assert union.revisions == ()


# Formats


@pytest.mark.parametrize("name", ["format-1.0.inspection", "format-1.1.inspection"])
def test_an_earlier_file_takes_a_report_and_is_of_this_format_from_then_on(
    name: str, inspections: Inspections, tmp_path: Path
) -> None:
    path = Path(shutil.copy(FILES / name, tmp_path / name))
    session = inspections.open(path, Person("LEAD", "laptop"))
    before = session.revisions()
    session.do(WriteSection("foreword", "Words."))
    session.close()
    again = inspections.open(path, LEAD)
    assert again.revisions()[: len(before)] == before
    assert (text(again), again.flaws) == ("Words.", ())
    again.close()
    connection = dbapi2.connect(str(path))
    assert connection.execute("PRAGMA user_version").fetchone() == (65536 + 3,)
    connection.close()


def test_the_places_of_the_report_have_words(session: Session) -> None:
    for command in EVERY[:-1]:
        session.do(command)
    said = {
        (owner_words(slot), place_words(session.instrument, slot))
        for ref in session.ledger.refs("report")
        for slot in session.ledger.slots("report", ref)
    }
    assert {owner for owner, _ in said} == {"The report"}
    assert {"Text: Foreword", "State of the report", "Changed name for Real"} < {place for _, place in said}
    assert section_words(session.instrument, "findings-1.2") == "Findings on 1.2"
    slot = text_slot("foreword")
    assert value_words(session.instrument, slot, "Short\nwords.") == "“Short words.”"
    assert value_words(session.instrument, slot, "word " * 2000) == f"“{('word ' * 12).strip()}…” (2,000 words)"
