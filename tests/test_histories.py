"""Many assessors, edits, undos and merges in any order: all files end with the same answers, and nothing is dropped.

Each history works on real files through real sessions. Hand-outs go out from the lead's file, copies diverge, and
everything is merged everywhere, in whatever order and as often as it comes.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from conftest import TOTALS
from inspector_app.domain.answers import Ledger, verify_chains
from inspector_app.domain.conflicts import conflicts_in, heads_at
from inspector_app.domain.errors import KnownError
from inspector_app.services import handing_out
from inspector_app.services.commands import (
    AddCase,
    Allocate,
    Ask,
    AssignSecondReads,
    Command,
    Redo,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetFields,
    SetFlag,
    SettleConflict,
    SignOff,
    Submit,
    Undo,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.merging import merge, read_others
from inspector_app.services.session import Person, Session
from small import small

HISTORIES = int(os.environ.get("INSPECTOR_HISTORIES", "250"))
"""How many each of the four parts runs; a long run asks for more by the variable."""

MEMORY = Path("/dev/shm")
"""Files there are as real as any, and a sync costs nothing."""

ASSESSORS = ("AB", "CD", "EF")
TEAM = {"LEAD": "lead", "AB": "inspector", "CD": "inspector", "EF": "local_assessor"}
CASES = {"C-0": "AB", "C-1": "AB", "C-2": "CD", "C-3": "EF"}
QUESTIONS = {
    "plan": ("sufficient", "insufficient", "not_done", "na", ""),
    "plan_reasons": ("late", "late;thin", ""),
    "review": ("sufficient", "not_done", ""),
    "either": ("sufficient", "na"),
    "comment": ("", "one", "two\nlines"),
}

answers = st.sampled_from(sorted(QUESTIONS)).flatmap(
    lambda q: st.tuples(st.just(q), st.sampled_from(QUESTIONS[q]), st.sampled_from([None, "", "a note", "another"]))
)
cases = st.sampled_from(sorted(CASES))
places = st.integers(0, 4)


@pytest.fixture(scope="module")
def begun() -> Iterator[Path]:
    """The lead's file and a hand-out for each assessor, as they are at the start of every history."""
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        place = Path(folder)
        inspections = Inspections({"small": small()})
        lead = inspections.create(
            place / "LEAD.inspection", "small", Person("LEAD", "d-LEAD"), {"trust": "A", "interviews": "no"}, TEAM
        )
        for ref, assessor in CASES.items():
            lead.do(AddCase(ref, assessor, {"type": "licence", "officer": "O-1"}))
        lead.do(AssignSecondReads((("C-0", "CD"),), "chosen"))
        handing_out.write(handing_out.prepare(lead, ASSESSORS), place, "out", datetime(2013, 6, 9, tzinfo=UTC))
        lead.close()
        for code in ASSESSORS:
            (place / f"out {code}.inspection").rename(place / f"{code}.inspection")
        yield place


class Histories(RuleBasedStateMachine):
    """Laptops with a copy each: the lead's, one for every assessor, and a second copy of one assessor's hand-out."""

    begun: Path
    ran: Callable[[], None]

    @initialize(twice=st.sampled_from(ASSESSORS))
    def open_all(self, twice: str) -> None:
        self.folder = TemporaryDirectory(dir=self.begun.parent)
        ticks = itertools.count()
        now = lambda: datetime(2013, 6, 10, tzinfo=UTC) + timedelta(seconds=next(ticks))  # noqa: E731
        inspections = Inspections({"small": small()}, now=now)
        self.paths: list[Path] = []
        self.laptops: list[Session] = []
        for code, device in (*((c, f"d-{c}") for c in ("LEAD", *ASSESSORS)), (twice, f"d-{twice}")):
            path = Path(self.folder.name) / f"{len(self.paths)}.inspection"
            shutil.copyfile(self.begun / f"{code}.inspection", path)
            self.paths.append(path)
            self.laptops.append(inspections.open(path, Person(code, device)))
        self.twins = (1 + ASSESSORS.index(twice), 4)
        self.written: dict[str, object] = {}
        for laptop in self.laptops:
            self.written |= {revision.id: revision for revision in laptop.revisions()}

    def act(self, place: int, command: Command) -> None:
        """Does something where that is allowed; a refusal changes nothing."""
        laptop = self.laptops[place]
        before = len(laptop.revisions())
        try:
            laptop.do(command)
        except KnownError:
            assert len(laptop.revisions()) == before
        for revision in laptop.revisions()[before:]:
            assert self.written.setdefault(revision.id, revision) == revision

    @rule(place=places, ref=cases, answer=answers)
    def answer(self, place: int, ref: str, answer: tuple[str, str, str | None]) -> None:
        question, value, note = answer
        self.act(place, SetAnswer("case", ref, question, value, note))

    @rule(place=places, fair=st.sampled_from([("yes", None), ("no", "a note"), ("", None), (None, "a note")]))
    def interview(self, place: int, fair: tuple[str | None, str | None]) -> None:
        """All cases share an officer, so that several assessors hold one interview."""
        self.act(place, SetAnswer("officer", "O-1", "fair", *fair))
        stands = self.laptops[place].officer("O-1").answers.get("fair")
        assert fair[0] is None or (stands.value if stands else "") == fair[0]

    @rule(place=places, back=st.booleans())
    def undo_interview(self, place: int, back: bool) -> None:
        self.act(place, Undo("officer", "O-1") if back else Redo("officer", "O-1"))

    @rule(place=places, ref=cases, on=st.booleans())
    def flag(self, place: int, ref: str, on: bool) -> None:
        self.act(place, SetFlag("case", ref, "review", on))

    @rule(place=places, ref=cases, office=st.sampled_from(["", "Plymouth", "Truro"]))
    def facts(self, place: int, ref: str, office: str) -> None:
        self.act(place, SetFields(ref, {"office": office}))

    @rule(place=places, ref=cases, back=st.booleans())
    def undo(self, place: int, ref: str, back: bool) -> None:
        self.act(place, Undo("case", ref) if back else Redo("case", ref))

    @rule(place=places, ref=cases, command=st.sampled_from([Submit, SignOff]))
    def finish(self, place: int, ref: str, command: type[Submit | SignOff]) -> None:
        self.act(place, command(ref))

    @rule(place=places, ref=cases, text=st.sampled_from(["", "why"]))
    def go_back(self, place: int, ref: str, text: str) -> None:
        self.act(place, ReturnCase(ref, text) if text else Reopen(ref, "again"))

    @rule(place=places, ref=cases, asks=st.booleans())
    def talk(self, place: int, ref: str, asks: bool) -> None:
        self.act(place, Ask(ref, "plan", "Where?") if asks else Reply(ref, "plan", "There."))

    @rule(ref=cases, value=st.sampled_from(QUESTIONS["plan"]))
    def overrule(self, ref: str, value: str) -> None:
        self.act(0, SetConsensus(ref, "plan", value, "a reason"))

    @rule(ref=cases, assessor=st.sampled_from(ASSESSORS))
    def allocate(self, ref: str, assessor: str) -> None:
        self.act(0, Allocate({ref: assessor}))

    @rule(answer=answers, others=st.sampled_from(["sufficient", "na", ""]))
    def diverge(self, answer: tuple[str, str, str | None], others: str) -> None:
        """Both copies of one assessor go on with the same question, and the lead hears of it from both."""
        question, value, note = answer
        ref = next(r for r, who in CASES.items() if who == ASSESSORS[self.twins[0] - 1])
        self.act(self.twins[0], SetAnswer("case", ref, question, value, note))
        self.act(self.twins[1], SetAnswer("case", ref, "plan", others))
        self.act(self.twins[1], SetAnswer("case", ref, question, value, "from the other copy"))
        self.bring(0, list(self.twins))

    @rule(pick=st.integers(0, 3), keep=st.booleans(), back=st.booleans())
    def settle(self, pick: int, keep: bool, back: bool) -> None:
        """The lead settles a conflict, which is then none; taken back it is one again."""
        lead = self.laptops[0]
        for conflict in conflicts_in(lead.ledger)[:1]:
            head = conflict.heads[pick % len(conflict.heads)]
            self.act(0, SettleConflict(conflict.slot, head.id, keep))
            assert conflict.slot not in {c.slot for c in conflicts_in(lead.ledger)}
            if back:
                self.act(0, Undo(conflict.slot.about, conflict.slot.ref))
                again = {h.content for h in heads_at(lead.ledger, conflict.slot)}
                assert again == {h.content for h in conflict.heads}

    @rule(into=places, others=st.lists(places, min_size=1, max_size=3), twice=st.booleans())
    def merge(self, into: int, others: list[int], twice: bool) -> None:
        self.bring(into, others)
        if twice:
            assert self.bring(into, others[::-1]) == 0

    def bring(self, into: int, others: list[int]) -> int:
        """Merges other copies into one; how many changes came."""
        laptop = self.laptops[into]
        union = read_others(laptop, [self.paths[other] for other in others])
        assert union is not None and union.refused == ()
        pending = merge(laptop, union)
        if pending is not None:
            laptop.settle(pending)
        for revision in union.revisions:
            assert self.written[revision.id] == revision
        return len(union.revisions)

    def teardown(self) -> None:
        if not hasattr(self, "laptops"):
            return
        try:
            self.compare()
        finally:
            for laptop in self.laptops:
                laptop.close()
            self.folder.cleanup()
        self.ran()

    def compare(self) -> None:
        """Everything goes to the first and from there to all; every file then says the same, and says all."""
        self.bring(0, [4, 2, 1, 3])
        self.bring(3, [0])
        self.bring(1, [3])
        first = self.laptops[0]
        for laptop in (self.laptops[1], self.laptops[3]):
            assert {r.id: r for r in laptop.revisions()} == self.written
            assert stands(laptop.ledger) == stands(first.ledger)
            assert laptop.scores(include_unfinished=True) == first.scores(include_unfinished=True)
            assert laptop.scores() == first.scores()
            assert [c.slot for c in conflicts_in(laptop.ledger)] == [c.slot for c in conflicts_in(first.ledger)]
        assert {r.id: r for r in first.revisions()} == self.written
        assert verify_chains(first.revisions()) == ()


def stands(ledger: Ledger) -> dict[object, object]:
    """What stands everywhere."""
    return {
        slot: ledger.standing(slot)
        for about in ("case", "officer", "inspection")
        for ref in ledger.refs(about)  # type: ignore[arg-type]
        for slot in ledger.slots(about, ref)  # type: ignore[arg-type]
    }


@pytest.mark.no_cover  # what it goes through is covered by other tests, and counting lines would double its time
@pytest.mark.parametrize("part", range(4))
def test_all_files_end_with_the_same_answers_and_nothing_is_dropped(
    part: int, begun: Path, request: pytest.FixtureRequest
) -> None:
    ran = itertools.count(1)
    total = [0]

    class Part(Histories):
        pass

    Part.begun, Part.ran = begun, staticmethod(lambda: total.__setitem__(0, next(ran)))  # type: ignore[assignment]
    run_state_machine_as_test(
        Part,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=10,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert total[0] >= HISTORIES
    request.config.stash[TOTALS].append(f"merge histories, part {part + 1}: {total[0]} ended alike")
