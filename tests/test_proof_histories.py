"""Whatever is handed out, worked on and taken back, in any order, is proven; and not one byte of it can be forged."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector_app.domain.answers import Revision
from inspector_app.domain.errors import KnownError
from inspector_app.services.checking import check
from inspector_app.services.commands import (
    Ask,
    Command,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetDetails,
    SetFields,
    SetFlag,
    SignOff,
    Submit,
    Undo,
)
from inspector_app.services.handing_out import HandedOut
from inspector_app.services.merging import Union
from inspector_app.services.session import Session
from proof_fixtures import Office, answer_all, as_a_forger, key_of_test, laptop, take, union_of
from small import small

LEAD_KEY = key_of_test("the lead")
CODES = ("AB", "CD")
CASES = ("C-0", "C-1", "C-2", "C-3")

ACTS: tuple[Command, ...] = (
    SetAnswer("case", "", "plan", "insufficient", "Late."),
    SetAnswer("case", "", "review", "na"),
    SetAnswer("case", "", "comment", "Words."),
    SetFields("", {"office": "Truro"}),
    SetFlag("case", "", "plan", True),
    Undo("case", ""),
    Reply("", "plan", "In the log."),
    Submit(""),
    Reopen("", "One more look."),
    SignOff(""),
    ReturnCase("", "The dates."),
    Ask("", "plan", "Where?"),
    SetDetails({"title": "Theirs"}),
)
"""What anybody tries on a case; what is not theirs is refused on the spot."""

HAND, WORK, BACK, LEAD = "hand", "work", "back", "lead"
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(HAND), st.sampled_from(CODES)),
        st.tuples(st.just(WORK), st.integers(0, 5), st.integers(1, 2), st.sampled_from(CASES), st.sampled_from(ACTS)),
        st.tuples(st.just(BACK), st.integers(0, 5)),
        st.tuples(st.just(LEAD), st.sampled_from(CASES), st.sampled_from(ACTS)),
    ),
    min_size=4,
    max_size=14,
)


def of_case(command: Command, ref: str) -> Command:
    """The command, on a case."""
    if isinstance(command, SetDetails):
        return command
    return type(command)(**{name: getattr(command, name) for name in command.__slots__} | {"ref": ref})  # type: ignore[attr-defined,arg-type,return-value]


def attempt(session: Session, command: Command) -> None:
    """Does it, or has it refused."""
    try:
        session.do(command)
    except KnownError:
        return


def sound(path: Path, key: Any) -> list[str]:
    return [problem for finding in check(path, {"small": small()}, key) for problem in finding.problems]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_any_order_of_handing_out_working_and_taking_back_is_proven(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        try:
            _run(office, office.begin(LEAD_KEY), steps)
        finally:
            office.close()


def _run(office: Office, lead: Session, steps: list[tuple[Any, ...]]) -> None:
    out: list[HandedOut] = list(office.hand_out(lead, *CODES).values())
    for step in steps:
        if step[0] == HAND:
            out += office.hand_out(lead, step[1]).values()
        elif step[0] == LEAD:
            attempt(lead, of_case(step[2], step[1]))
        elif step[0] == BACK:
            assert not take(lead, out[step[1] % len(out)].path).refused
        else:
            one = out[step[1] % len(out)]
            session = office.open(one.path, laptop(one.assessor, step[2]), one.key)
            attempt(session, of_case(step[4], step[3]))
            session.close()
    union = take(lead, *(one.path for one in out))
    assert not union.refused
    for one in out:
        assert sound(one.path, one.key) == []
    lead.close()
    assert sound(office.folder / "whole.inspection", LEAD_KEY) == []


# Forging


@dataclass
class Scene:
    """A hand-out that came back, and what it honestly brings."""

    office: Office
    lead: Session
    out: HandedOut
    honest: dict[str, Revision]
    cells: list[tuple[str, str, int]]

    def brings(self, path: Path) -> Union:
        """What a forged copy of it would bring; the file lies where the true one did."""
        return union_of(self.lead, path)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    office = Office(tmp_path_factory.mktemp("forged"))
    lead = office.begin(LEAD_KEY)
    lead.do(Ask("C-0", "plan", "Where?"))
    out = office.hand_out(lead, "AB")["AB"]
    session = office.open(out.path, laptop("AB"), out.key)
    answer_all(session, "C-0")
    session.do(Reply("C-0", "plan", "Here."))
    session.do(SetFields("C-0", {"office": "Truro"}))
    session.do(Submit("C-0"))
    session.close()
    union = union_of(lead, out.path)
    assert not union.refused
    with as_a_forger(out.path, out.key) as driver:
        cells = [
            (table, column[1], row[0])
            for table in ("revision", "signature", "supersedes", "local", "anchor")
            for column in driver.execute(f"PRAGMA table_info({table})")
            for row in driver.execute(f"SELECT rowid FROM {table} ORDER BY rowid DESC LIMIT 30")
        ]
    yield Scene(office, lead, out, {r.id: r for r in union.revisions}, cells)
    office.close()


VALUES = st.one_of(
    st.sampled_from(
        ["signed_off", "lead", "LEAD", "CD", "C-2", "C-4", "consensus", "AB-1", "LEAD-1", "member", "yes", ""]
    ),
    st.text(max_size=8),
    st.integers(-2, 40),
    st.binary(max_size=64),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), value=VALUES)
def test_no_cell_can_be_forged(scene: Scene, data: st.DataObject, value: Any) -> None:
    """Whoever has the passphrase may write what they like: what is taken in is what was honestly written."""
    table, column, row = data.draw(st.sampled_from(scene.cells))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / scene.out.path.name
        shutil.copyfile(scene.out.path, path)
        try:
            with as_a_forger(path, scene.out.key) as driver:
                driver.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, row))
        except (sqlite3.Error, Exception) as error:
            assert "UNIQUE" in str(error) or "NOT NULL" in str(error) or "datatype" in str(error), error
            return
        union = scene.brings(path)
    for revision in union.revisions:
        assert scene.honest[revision.id] == revision
    assert not (table == "revision" and union.revisions and len(union.revisions) != len(scene.honest))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_row_can_be_left_out_unseen_but_the_last(scene: Scene, data: st.DataObject) -> None:
    """One's own last words one may keep to oneself; nothing before them."""
    table, _, row = data.draw(st.sampled_from(scene.cells))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / scene.out.path.name
        shutil.copyfile(scene.out.path, path)
        with as_a_forger(path, scene.out.key) as driver:
            driver.execute(f"DELETE FROM {table} WHERE rowid = ?", (row,))
        union = scene.brings(path)
    for revision in union.revisions:
        assert scene.honest[revision.id] == revision
    if table == "signature":
        assert union.refused or len(union.revisions) == len(scene.honest)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
def test_no_byte_can_be_changed_by_who_lacks_the_passphrase(scene: Scene, place: float, mask: int) -> None:
    content = bytearray(scene.out.path.read_bytes())
    at = int(place * len(content))
    content[at] ^= mask
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / scene.out.path.name
        path.write_bytes(content)
        union = scene.brings(path)
    assert union.refused and not union.revisions
