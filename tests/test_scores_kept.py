"""What is kept, shared and worked out only once gives the figures that everything worked out anew would give."""

from __future__ import annotations

import random
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlcipher3 import dbapi2

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.routing import Sheet
from inspector_app.domain.scoring import Scores, score, tally
from inspector_app.services.checking import check
from inspector_app.services.commands import AddCase, Command, Redo, SetAnswer, SetFields, Undo
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.planning.ground import Draft
from inspector_app.services.session import Pending, Person, Session
from inspector_app.storage.store import Store
from plain_scores import Figures, lines, score_plainly, scores_of
from small import small

ROOT = Path(__file__).resolve().parents[1]
SMALL = small()
REFS = ("C-1", "C-2", "C-3")
GIVEN = {q.id: ["", *(c.code for c in q.choices)] for q in SMALL.case_questions if q.choices}
STATUSES = ("in_progress", "submitted", "signed_off")


def figures(scores: Scores) -> Figures:
    """Every figure of some scores, named as the plain way names them."""
    other = "criterion-mean" if scores.method == "question-mean" else "question-mean"
    return {
        **{part.id: part.score for part in (*scores.questions, *scores.criteria)},
        **{f"{scores.method} {o.id}": o.score for o in scores.outcomes},
        **{f"{other} {o.id}": o.score for o in scores.alternatives},
    }


class KeptScores(RuleBasedStateMachine):
    """Two copies of an inspection are changed, some acts still on their way to the disk, and merged."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.inspections = Inspections({"small": SMALL})
        self.people = [Person("AB", "device-1"), Person("AB", "device-2")]
        self.paths = [Path(self.folder.name) / f"{n}.inspection" for n in range(2)]
        self.sessions: list[Session] = []
        self.on_their_way: list[list[Pending]] = [[], []]
        self.acknowledged: list[list[Revision]] = [[], []]

    @initialize()
    def begin(self) -> None:
        first = self.inspections.create(self.paths[0], "small", self.people[0], {"trust": "T"}, {"AB": "lead"})
        for ref in REFS[:2]:
            first.do(AddCase(ref, "AB", {"type": "licence"}))
        first.close()
        self.paths[1].write_bytes(self.paths[0].read_bytes())
        for here in range(2):
            self.sessions.append(self.inspections.open(self.paths[here], self.people[here]))
            self.acknowledged[here] = list(self.sessions[here].revisions())

    def act(self, here: int, command: Command, at_once: bool) -> None:
        try:
            pending = self.sessions[here].handle(command)
        except KnownError:
            return
        self.follow(here, pending, at_once)

    def follow(self, here: int, pending: Pending | None, at_once: bool) -> None:
        if pending is not None:
            self.on_their_way[here].append(pending)
        if at_once:
            self.settle(here)

    def settle(self, here: int) -> None:
        while self.on_their_way[here]:
            self.settle_first(here)

    def settle_first(self, here: int) -> None:
        pending = self.on_their_way[here].pop(0)
        self.sessions[here].settle(pending)
        self.acknowledged[here] += pending.revisions

    @rule(here=st.integers(0, 1), ref=st.sampled_from(REFS), data=st.data(), at_once=st.booleans())
    def answer(self, here: int, ref: str, data: st.DataObject, at_once: bool) -> None:
        question = data.draw(st.sampled_from(sorted(GIVEN)))
        self.act(here, SetAnswer("case", ref, question, data.draw(st.sampled_from(GIVEN[question]))), at_once)

    @rule(here=st.integers(0, 1), ref=st.sampled_from(REFS), value=st.sampled_from(["licence", "order", ""]))
    def change_a_fact(self, here: int, ref: str, value: str) -> None:
        self.act(here, SetFields(ref, {"type": value}), at_once=False)

    @rule(here=st.integers(0, 1))
    def add_a_case(self, here: int) -> None:
        self.act(here, AddCase(REFS[2], "AB", {"type": "order"}), at_once=False)

    @rule(here=st.integers(0, 1), ref=st.sampled_from(REFS), status=st.sampled_from(STATUSES))
    def bring_to(self, here: int, ref: str, status: str) -> None:
        draft = Draft(Slot("case", ref, "status", ""), status)
        self.follow(here, self.sessions[here].take_in([draft]), at_once=True)

    @rule(here=st.integers(0, 1), ref=st.sampled_from(REFS), at_once=st.booleans())
    def undo(self, here: int, ref: str, at_once: bool) -> None:
        self.act(here, Undo("case", ref), at_once)

    @rule(here=st.integers(0, 1), ref=st.sampled_from(REFS), at_once=st.booleans())
    def redo(self, here: int, ref: str, at_once: bool) -> None:
        self.act(here, Redo("case", ref), at_once)

    @precondition(lambda self: any(self.on_their_way))
    @rule()
    def wait_for_one_act(self) -> None:
        self.settle_first(0 if self.on_their_way[0] else 1)

    @rule(here=st.integers(0, 1))
    def merge(self, here: int) -> None:
        self.settle(0)
        self.settle(1)
        union = read_others(self.sessions[here], [self.paths[1 - here]])
        assert union is not None
        assert not union.refused
        self.follow(here, merge(self.sessions[here], union), at_once=True)

    @rule(here=st.integers(0, 1))
    def close_and_open(self, here: int) -> None:
        self.settle(here)
        self.sessions[here].close()
        self.sessions[here] = self.inspections.open(self.paths[here], self.people[here])
        assert self.sessions[here].flaws == ()

    @invariant()
    def scores_are_those_of_what_is_on_the_disk(self) -> None:
        for session, acknowledged in zip(self.sessions, self.acknowledged, strict=False):
            assert list(session.revisions()) == acknowledged
            for unfinished in (False, True):
                scores = session.scores(include_unfinished=unfinished)
                assert (figures(scores), scores.counted) == scores_of(SMALL, acknowledged, unfinished)

    def teardown(self) -> None:
        for session in self.sessions:
            session.close()
        self.folder.cleanup()


KeptScores.TestCase.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
TestKeptScores = KeptScores.TestCase


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, question_sets: dict[str, Instrument]) -> Path:
    """A small national archive, made as the bench makes a large one."""
    sys.path.insert(0, str(ROOT / "packaging"))
    try:
        from benchmarks.archive import make_archive, pool_of
    finally:
        sys.path.pop(0)
    folder = tmp_path_factory.mktemp("archive")
    example, made = folder / "example.inspection", folder / "archive.inspection"
    assert write_example(Inspections(question_sets), Person("HMI-01", "test"), ROOT / "resources" / "example", example)
    store = Store.open(example)
    pool = pool_of(store.load())
    store.close()
    make_archive(made, question_sets["violence-2013"], pool, 150)
    return made


def test_an_archive_of_several_trusts_is_sound(archive: Path, question_sets: dict[str, Instrument]) -> None:
    assert [finding.problems for finding in check(archive, question_sets)] == [()] * 4


def test_an_archive_scores_as_the_plain_way_does_and_goes_on_doing_so(
    archive: Path, shipped: Inspections, assessor: Person
) -> None:
    session = shipped.open(archive, assessor)
    instrument = session.instrument
    assert {session.case(ref).fields["ldu"].split()[1] for ref in session.refs()} == {"01", "02", "03"}
    assert figures(session.scores()) == scores_of(instrument, session.revisions(), unfinished=False)[0]
    dice = random.Random(7)
    unfinished = [ref for ref in session.refs() if session.case(ref).status == "in_progress"]
    asked = [q for q in instrument.case_questions if q.choices and q.kind == "single"]
    assert unfinished
    for _ in range(40):
        question = dice.choice(asked)
        code = dice.choice(question.choices).code
        session.do(SetAnswer("case", dice.choice(unfinished), question.id, code))
    expected, _ = scores_of(instrument, session.revisions(), unfinished=True)
    assert figures(session.scores(include_unfinished=True)) == expected
    session.close()


@given(st.integers(0, 2**32), st.integers(0, 4))
def test_any_sheet_of_the_shipped_set_is_routed_and_scored_as_the_plain_way_does(
    question_sets: dict[str, Instrument], seed: int, count: int
) -> None:
    instrument, dice = question_sets["violence-2013"], random.Random(seed)
    sheets = [sheet(instrument, dice) for _ in range(count)]
    found = score(instrument, [tally(instrument.case_questions, s) for s in sheets])
    plain = score_plainly(instrument, [lines(instrument.case_questions, s.fields, s.answers) for s in sheets])
    assert figures(found) == plain


def sheet(instrument: Instrument, dice: random.Random) -> Sheet:
    """A case with facts and answers drawn without regard to the rules."""

    def several(codes: list[str]) -> str:
        return ";".join(c for c in codes if dice.random() < 0.4)

    fields = {f.name: dice.choice(f.choices).code for f in instrument.fields if f.choices}
    answers = {
        q.id: several([c.code for c in q.choices]) if q.kind == "multiple" else dice.choice(q.choices).code
        for q in instrument.case_questions
        if q.choices and dice.random() < 0.9
    }
    return Sheet(fields, answers)


def test_a_part_of_a_history_leaves_out_what_it_is_told_to(archive: Path) -> None:
    store = Store.open(archive)
    ledger = Ledger(store.load())
    store.close()
    dice = random.Random(3)
    for ref in ledger.refs("case")[:20]:
        own = [r for r in ledger if (r.slot.about, r.slot.ref) == ("case", ref)]
        without = {r.id for r in own if dice.random() < 0.3}
        plain = Ledger(r for r in own if r.id not in without)
        part = ledger.part("case", ref, without)
        assert same(part, plain)
        assert ledger.all_standing("case", ref) == {s: ledger.standing(s) for s in ledger.slots("case", ref)}
        assert {r.id for r in part.lacks(own)} == without


def same(one: Ledger, other: Ledger) -> bool:
    """Whether two ledgers hold the same, and the same stands in them."""
    slots = {r.slot for r in other}
    return set(one) == set(other) and all(one.heads(s) == other.heads(s) for s in slots)


def test_each_revision_is_read_as_its_row_says(archive: Path) -> None:
    store = Store.open(archive)
    read = store.load()
    store.close()
    names = ("id", "value", "note", "evidence", "kind", "batch", "undoes", "author", "device", "instrument", "sequence")
    with closing(dbapi2.connect(str(archive))) as connection:
        columns = ", ".join((*Slot._fields, *names, "previous", "digest", "at"))
        rows = connection.execute(f"SELECT {columns} FROM revision ORDER BY rowid").fetchall()
        links = connection.execute("SELECT revision, superseded FROM supersedes").fetchall()
    said = [(*r.slot, *(getattr(r, n) for n in names), r.previous, r.digest, r.at.isoformat()) for r in read]
    assert said == rows
    assert sorted((r.id, s) for r in read for s in r.supersedes) == sorted(links)
