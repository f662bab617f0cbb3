"""Roles with proof: who signed what in an encrypted inspection, what a hand-out lets one do, and what is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.answers import Revision, Slot, seal
from inspector_app.domain.case_access import finishing
from inspector_app.domain.errors import KnownError
from inspector_app.domain.grant import Grant, Scope, beyond, grant_message
from inspector_app.domain.signing import key_slot, message
from inspector_app.services.checking import check
from inspector_app.services.commands import (
    AddCase,
    Allocate,
    Ask,
    AssignSecondReads,
    ChangeName,
    Command,
    GiveReason,
    Reopen,
    Reply,
    ReturnCase,
    SetAnswer,
    SetConsensus,
    SetDetails,
    SetFields,
    SetFlag,
    Settle,
    SetWorksWith,
    SignOff,
    Submit,
    TagNote,
    Undo,
    UpgradeInstrument,
    WriteSection,
)
from inspector_app.services.handing_out import HandedOut
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.merging import merge
from inspector_app.services.passphrases import FileKey, change_key
from inspector_app.services.session import Session
from inspector_app.services.signing import vouch_for_all
from inspector_app.storage.store import Store
from proof_fixtures import (
    AT,
    TEAM,
    Office,
    answer_all,
    as_a_forger,
    chain_again,
    insert,
    key_of_test,
    laptop,
    take,
    union_of,
)
from small import small

LEAD_KEY = key_of_test("the lead")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lead(office: Office) -> Session:
    return office.begin(LEAD_KEY)


def whole(office: Office) -> Path:
    return office.folder / "whole.inspection"


def problems(path: Path, key: FileKey | None) -> list[str]:
    return [problem for finding in check(path, {"small": small()}, key) for problem in finding.problems]


def found(path: Path, key: FileKey | None) -> list[str]:
    return [finding.what for finding in check(path, {"small": small()}, key)]


def signers(path: Path, key: FileKey | None) -> dict[str, set[str]]:
    store = Store.open(path, key)
    try:
        names = {r.value: r.slot.assessor for r in store.load() if r.slot.facet == "key"}
        under: dict[str, set[str]] = {r.id: set() for r in store.load()}
        for one in store.signatures():
            under[one.revision].add(names[one.key])
        return under
    finally:
        store.close()


def work(office: Office, out: HandedOut, *, number: int = 1) -> Session:
    """AB at work on their hand-out: a case answered and submitted, another begun."""
    session = office.open(out.path, laptop("AB", number), out.key)
    answer_all(session, "C-0")
    session.do(Submit("C-0"))
    session.do(SetAnswer("case", "C-1", "plan", "insufficient", "Twelve weeks late.", "on_file"))
    return session


# Signing


def test_every_change_is_signed_by_the_device_that_wrote_it_and_the_history_names_its_key_first(
    office: Office, lead: Session
) -> None:
    lead.close()
    store = Store.open(whole(office), LEAD_KEY)
    revisions = store.load()
    store.close()
    assert revisions[0].slot == key_slot("LEAD-1", "LEAD")
    assert revisions[0].value == laptop("LEAD").key.public  # type: ignore[union-attr]
    assert set(map(frozenset, signers(whole(office), LEAD_KEY).values())) == {frozenset({"LEAD"})}
    assert problems(whole(office), LEAD_KEY) == []
    named = next(what for what in found(whole(office), LEAD_KEY) if what.startswith("device key"))
    assert "LEAD" in named and "under" in named


def test_a_plain_inspection_is_as_it_was(office: Office) -> None:
    session = office.begin(None)
    session.close()
    store = Store.open(whole(office))
    assert store.signatures() == [] and not [r for r in store.load() if r.slot.facet == "key"]
    store.close()
    assert not [what for what in found(whole(office), None) if "sign" in what or "key" in what]


def test_each_person_at_a_device_is_named_once(office: Office, lead: Session) -> None:
    lead.person = replace(lead.person, author="DEP")
    lead.do(SetFields("C-0", {"office": "Truro"}))
    lead.do(SetFields("C-0", {"office": "Exeter"}))
    lead.close()
    again = office.open(whole(office), laptop("DEP", 2), LEAD_KEY)
    again.do(SetFields("C-0", {"office": "Plymouth"}))
    again.close()
    keys = [what.split(" (")[0] for what in found(whole(office), LEAD_KEY) if what.startswith("device key")]
    assert len(keys) == len(set(keys)) == 3
    assert problems(whole(office), LEAD_KEY) == []


def test_undo_leaves_the_device_named(office: Office, lead: Session) -> None:
    lead.person = replace(lead.person, author="AB")
    lead.do(SetFlag("case", "C-0", "plan", True))
    lead.do(Undo("case", "C-0"))
    lead.close()
    assert sum(what.startswith("device key of AB") for what in found(whole(office), LEAD_KEY)) == 1
    assert problems(whole(office), LEAD_KEY) == []


def test_who_encrypts_a_plain_inspection_vouches_for_what_nobody_signed(office: Office) -> None:
    session = office.begin(None)
    answer_all(session, "C-4")
    number = len(session.revisions())
    assert vouch_for_all(session) == number
    assert vouch_for_all(session) == 0
    session.do(SetFields("C-0", {"office": "Truro"}))
    session.close()
    change_key(whole(office), None, LEAD_KEY)
    assert problems(whole(office), LEAD_KEY) == []
    assert all(whose == {"LEAD"} for whose in signers(whole(office), LEAD_KEY).values())


def test_an_assessor_who_encrypts_a_plain_copy_stands_for_it(office: Office) -> None:
    plain = office.begin(None)
    out = office.hand_out(plain, "AB")["AB"]
    assert out.key is None and not out.passphrase
    session = office.open(out.path, laptop("AB"), None)
    vouch_for_all(session)
    session.do(SetAnswer("case", "C-0", "plan", "na"))
    session.close()
    key = key_of_test("an assessor")
    change_key(out.path, None, key)
    assert problems(out.path, key) == []
    vouch_for_all(plain)
    plain.close()
    change_key(whole(office), None, LEAD_KEY)
    lead = office.open(whole(office), laptop("LEAD"), LEAD_KEY)
    (brought,) = take(lead, out.path, keys=lambda _: key).brought
    assert [one.holder for one in brought.first] == ["AB"] and not brought.unsigned
    lead.close()
    assert problems(whole(office), LEAD_KEY) == []


# Hand-outs and taking them back


def test_the_way_of_a_hand_out(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB", "CD")
    assert len({one.passphrase for one in out.values()}) == 2
    assert "passphrase" not in repr(out["AB"]) and out["AB"].passphrase not in repr(out["AB"])
    work(office, out["AB"]).close()
    union = take(lead, out["AB"].path)
    (brought,) = union.brought
    assert brought.new and not brought.unsigned and brought.handed_to == "AB"
    assert [one.holder for one in brought.first] == ["AB"] and len(brought.first[0].fingerprint) == 24
    assert lead.case("C-0").status == "submitted"
    lead.do(SignOff("C-0"))
    again = union_of(lead, out["AB"].path).brought[0]
    assert (again.new, again.first) == (0, ())
    lead.close()
    under = signers(whole(office), LEAD_KEY)
    assert {"AB", "LEAD"} in under.values()
    assert all("LEAD" in whose for whose in under.values())
    assert problems(whole(office), LEAD_KEY) == []
    assert problems(out["AB"].path, out["AB"].key) == []


def test_a_second_visit_knows_the_device(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    work(office, out).close()
    take(lead, out.path)
    lead.do(ReturnCase("C-0", "The dates."))
    later = office.hand_out(lead, "AB")["AB"]
    session = office.open(later.path, laptop("AB"), later.key)
    session.do(SetAnswer("case", "C-0", "plan", "not_done"))
    session.do(Submit("C-0"))
    session.close()
    (brought,) = take(lead, later.path).brought
    assert brought.first == () and lead.case("C-0").answers["plan"].value == "not_done"
    lead.close()
    assert problems(whole(office), LEAD_KEY) == []


def test_the_key_of_a_hand_out_is_kept_and_nothing_else_is_asked(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    assert out.key is not None and out.passphrase
    lead.close()
    reopened = office.open(whole(office), laptop("LEAD"), LEAD_KEY)
    assert union_of(reopened, out.path).refused == ()
    store = Store.open(out.path, out.key)
    assert not [name for name in store.local() if "key" in name]
    store.close()


def test_a_hand_out_of_an_unknown_key_asks_for_its_passphrase(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    lead.copy = replace(lead.copy, local={})
    (brought,) = union_of(lead, out.path).brought
    assert brought.locked and brought.refused
    assert not take(lead, out.path, keys=lambda _: out.key).brought[0].locked


MARKERS = {"C-2": "MARKER-TWO", "C-3": "MARKER-THREE", "C-4": "MARKER-FOUR"}


def test_a_hand_out_holds_nothing_of_other_cases(office: Office, lead: Session) -> None:
    for ref, marker in MARKERS.items():
        lead.do(SetFields(ref, {"office": marker + "-FACT", "officer": marker + "-OFFICER"}))
        lead.person = replace(lead.person, author=lead.case(ref).assessor)
        lead.do(SetAnswer("case", ref, "comment", marker + "-VALUE", marker + "-NOTE"))
        lead.do(SetAnswer("officer", marker + "-OFFICER", "views", marker + "-VIEW"))
        lead.do(GiveReason(ref, "odd", marker + "-REASON"))
        lead.person = laptop("LEAD")
        lead.do(Ask(ref, "comment", marker + "-QUERY"))
    lead.do(SetConsensus("C-2", "comment", "MARKER-AGREED", "MARKER-WHY"))
    lead.do(WriteSection("foreword", "MARKER-FOREWORD"))
    lead.do(AssignSecondReads((("C-3", "AB"),), "by hand"))
    out = office.hand_out(lead, "AB")["AB"]
    driver_text = dump(out.path, out.key)
    assert "C-0" in driver_text and "C-1" in driver_text
    shown = {"MARKER-THREE-FACT", "MARKER-THREE-OFFICER"}
    for word in shown:
        assert word in driver_text
        driver_text = driver_text.replace(word, "")
    assert "MARKER" not in driver_text and "C-2" not in driver_text and "C-4" not in driver_text
    assert b"MARKER" not in out.path.read_bytes() and b"C-0" not in out.path.read_bytes()


def dump(path: Path, key: FileKey | None) -> str:
    """Everything that is in a file once it is decrypted: each cell of each table, and each page as bytes."""
    plain = path.with_suffix(".plain")
    store = Store.open(path, key)
    store.rewrite_to(plain, None)
    store.close()
    text = "\n".join(sqlite3.connect(plain).iterdump()) + plain.read_bytes().decode("latin-1")
    plain.unlink()
    return text


# What a hand-out does not let one do


LEADS_ONLY: list[Command] = [
    SignOff("C-0"),
    ReturnCase("C-0", "No."),
    Reopen("C-2", "Why not."),
    Allocate({"C-0": "CD"}),
    SetFields("C-0", {"assessor": "CD"}),
    AddCase("C-9", "AB"),
    AddCase("C-9", ""),
    SetAnswer("case", "C-2", "plan", "na"),
    SetAnswer("officer", "O-3", "fair", "yes"),
    SetFlag("officer", "O-9", "fair", True),
    SetConsensus("C-0", "plan", "na", "I say so."),
    Ask("C-0", "plan", "Where?"),
    Settle("C-1", "plan", "Fine."),
    AssignSecondReads((("C-0", "CD"),), "by hand"),
    SetWorksWith("O-0", "CD", True),
    SetDetails({"trust": "Another"}),
    SetDetails({}, {"AB": "lead"}),
    SetDetails({}, {"ZZ": "inspector"}),
    WriteSection("foreword", "Mine."),
    ChangeName("A real name", "Ben"),
    TagNote("case", "C-2", "plan", "CD", ("theme",)),
    UpgradeInstrument(replace(small(), version="2.0.0", content_hash="other")),
]


@pytest.mark.parametrize("holder", ["AB", "LEAD"])
@pytest.mark.parametrize("command", LEADS_ONLY, ids=lambda c: type(c).__name__)
def test_in_a_hand_out_the_services_refuse_what_it_was_not_made_for(
    office: Office, lead: Session, command: Command, holder: str
) -> None:
    """Also to the lead, who takes cases along like everybody else, and in a team without a lead."""
    if holder == "LEAD":
        lead.do(Allocate({"C-0": "LEAD", "C-1": "LEAD"}))
    lead.do(Ask("C-1", "plan", "Where?"))
    out = office.hand_out(lead, holder)[holder]
    session = office.open(out.path, laptop(holder), out.key)
    answer_all(session, "C-0")
    before = session.revisions()
    with pytest.raises(KnownError):
        session.do(command)
    assert session.revisions() == before


def test_nobody_becomes_somebody_else_in_a_hand_out(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    session = office.open(out.path, laptop("LEAD"), out.key)
    for code in ("LEAD", "CD", "nobody", ""):
        session.person = replace(session.person, author=code)
        with pytest.raises(KnownError, match="handed out to AB, and nobody else"):
            session.do(SetAnswer("case", "C-0", "plan", "na"))
    session.person = replace(session.person, author="AB")
    assert session.do(SetAnswer("case", "C-0", "plan", "na")) is not None


def test_nothing_is_imported_into_a_hand_out_or_merged_into_it_or_handed_out_from_it(
    office: Office, lead: Session
) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    session = office.open(out.path, laptop("AB"), out.key)
    intake = read_in(session, None, Text("a.csv", "case_ref,question_id,value\nC-0,plan,na\n"))
    with pytest.raises(KnownError, match="nothing is taken into it"):
        take_in(session, intake)
    with pytest.raises(KnownError, match="nothing is taken into it"):
        union_of(session, whole(office))
    with pytest.raises(KnownError, match="hands cases out"):
        office.hand_out(session, "AB")


def test_in_a_team_without_a_lead_a_hand_out_signs_nothing_off_either(office: Office) -> None:
    lead = office.begin(LEAD_KEY, team={})
    answer_all(lead, "C-4")
    lead.do(SignOff("C-4"))
    out = office.hand_out(lead, "AB")["AB"]
    session = office.open(out.path, laptop("AB"), out.key)
    answer_all(session, "C-0")
    with pytest.raises(KnownError, match="sign-off of case C-0"):
        session.do(SignOff("C-0"))
    session.do(Submit("C-0"))
    session.close()
    take(lead, out.path)
    lead.do(SignOff("C-0"))
    lead.close()
    assert problems(whole(office), LEAD_KEY) == []


def test_what_an_assessor_may_do_comes_back(office: Office, lead: Session) -> None:
    lead.do(Ask("C-0", "plan", "Where is it?"))
    lead.do(AssignSecondReads((("C-2", "AB"),), "by hand"))
    out = office.hand_out(lead, "AB")["AB"]
    session = office.open(out.path, laptop("AB"), out.key)
    for command in (
        SetFields("C-0", {"office": "Truro", "officer": "O-7"}),
        SetAnswer("case", "C-0", "plan", "insufficient", "A note.", "on_file"),
        SetAnswer("case", "C-0", "plan_reasons", "late"),
        SetFlag("case", "C-0", "review", True),
        GiveReason("C-0", "odd", "It is so."),
        TagNote("case", "C-0", "plan", "AB", ("theme",)),
        Reply("C-0", "plan", "In the log."),
        SetAnswer("officer", "O-7", "fair", "yes"),
        SetAnswer("case", "C-1", "plan", "na"),
        Undo("case", "C-1"),
    ):
        session.do(command)
    answer_all(session, "C-2")
    session.do(Submit("C-2"))
    answer_all(session, "C-1")
    session.do(Submit("C-1"))
    session.do(Reopen("C-1", "One more look."))
    session.close()
    take(lead, out.path)
    assert lead.case("C-2").seconds["AB"] == "locked" and lead.case("C-0").fields["office"] == "Truro"
    lead.close()
    assert problems(whole(office), LEAD_KEY) == []


# Forged hand-outs


Forge = Callable[[Path, HandedOut], None]


def forged(
    base: Revision, slot: Slot, value: str, *, author: str = "AB", device: str = "AB-1", tip: Any = None, **more: Any
) -> Revision:
    revision = base._replace(
        id=f"forged-{slot.facet}-{slot.name}-{value}"[:36], slot=slot, value=value, author=author, device=device,
        supersedes=(), kind="edit", undoes="", **more,
    )  # fmt: skip
    sequence, previous = (tip.sequence + 1, tip.digest) if tip is not None else (1, "")
    return seal(revision, sequence, previous)


def add(
    path: Path, out: HandedOut, slot: Slot, value: str, signed: bool = True, person: Any = None, **more: Any
) -> Revision:
    """Somebody with the passphrase writes a change that the app would not, on the end of their chain, and signs it."""
    person = person or laptop("AB")
    store = Store.open(path, out.key)
    revisions = store.load()
    store.close()
    tip = max((r for r in revisions if r.device == person.device), key=lambda r: r.sequence, default=None)
    made = forged(revisions[-1], slot, value, device=person.device, tip=tip, **more)
    id_ = next(r.value for r in revisions if r.slot.name == "id")
    signature = (made.id, person.key.public, person.key.sign([message(id_, made.digest)])[0])
    insert(path, out.key, [made], [signature] if signed else [])
    return made


BEYOND: list[tuple[Slot, str]] = [
    (Slot("case", "C-0", "status", ""), "signed_off"),
    (Slot("case", "C-0", "status", ""), "returned"),
    (Slot("case", "C-0", "field", "assessor"), "CD"),
    (Slot("case", "C-0", "answer", "plan", "CD"), "na"),
    (Slot("case", "C-0", "answer", "plan", "consensus"), "na"),
    (Slot("case", "C-0", "second", "", "CD"), "locked"),
    (Slot("case", "C-0", "flag", "plan", "CD"), "yes"),
    (Slot("case", "C-0", "tag", "plan", "CD"), "theme"),
    (Slot("case", "C-0", "query", "plan/1", "AB"), "settle"),
    (Slot("case", "C-0", "query", "plan/1", "LEAD"), "reply"),
    (Slot("case", "C-2", "answer", "plan", "AB"), "na"),
    (Slot("case", "C-2", "answer", "plan", "CD"), "na"),
    (Slot("case", "C-9", "status", ""), "allocated"),
    (Slot("officer", "O-3", "answer", "fair", "AB"), "yes"),
    (Slot("officer", "O-0", "works_with", "CD"), "yes"),
    (Slot("inspection", "", "member", "AB"), "lead"),
    (Slot("inspection", "", "detail", "trust"), "Another Trust"),
    (Slot("inspection", "", "key", "AB-9", "LEAD"), "ab" * 32),
    (Slot("inspection", "", "key", "LEAD-1", "AB"), "ab" * 32),
    (Slot("inspection", "", "key", "AB-9", "AB"), "ab" * 32),
    (Slot("report", "foreword", "text", ""), "Mine."),
]


@pytest.mark.parametrize(("slot", "value"), BEYOND, ids=lambda one: "-".join(one) if isinstance(one, tuple) else one)
def test_a_signed_change_beyond_ones_own_has_the_whole_file_refused(
    office: Office, lead: Session, slot: Slot, value: str
) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    work(office, out).close()
    add(out.path, out, slot, value)
    before = lead.revisions()
    union = union_of(lead, out.path)
    assert len(union.refused) == 1 and "nothing of it was" in union.refused[0]
    assert merge(lead, union) is None and lead.revisions() == before


def test_a_second_reader_goes_on_with_their_own_second_read_alone() -> None:
    scope = Scope("AB", seconds=frozenset({"C-2"}))
    assert beyond(scope, Slot("case", "C-2", "second", "", "AB"), "locked") == ""
    assert beyond(scope, Slot("case", "C-2", "answer", "plan", "AB"), "na") == ""
    for slot, value in (
        (Slot("case", "C-2", "second", "", "CD"), "locked"),
        (Slot("case", "C-2", "second", "", "AB"), "allocated"),
        (Slot("case", "C-2", "answer", "plan", "CD"), "na"),
        (Slot("case", "C-2", "status", ""), "submitted"),
        (Slot("case", "C-2", "field", "office"), "Truro"),
    ):
        assert beyond(scope, slot, value) == "more than their own second read of case C-2"


def test_a_lead_submits_in_their_own_hand_out(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "LEAD")["LEAD"]
    session = office.open(out.path, laptop("LEAD", 2), out.key)
    answer_all(session, "C-4")
    assert finishing(session.case("C-4"), session.details().team, "LEAD") == "submit"
    session.do(Submit("C-4"))
    session.close()
    take(lead, out.path)
    assert finishing(lead.case("C-4"), lead.details().team, "LEAD") == "sign_off"
    lead.do(SignOff("C-4"))


def test_a_sign_off_is_not_to_be_replaced_either() -> None:
    scope, status = Scope("AB", frozenset({"C-0"})), Slot("case", "C-0", "status", "")
    assert beyond(scope, status, "in_progress", {"submitted"}) == ""
    assert beyond(scope, status, "in_progress", {"submitted", "signed_off"}) == "the sign-off of case C-0"


def test_a_change_that_hides_anothers_is_refused(office: Office, lead: Session) -> None:
    """What a revision supersedes is hidden by it, wherever it stands."""
    answer_all(lead, "C-4")
    lead.do(SignOff("C-4"))
    target = next(r for r in lead.revisions() if r.slot.ref == "C-4" and r.value == "signed_off")
    out = office.hand_out(lead, "AB")["AB"]
    work(office, out).close()
    made = add(out.path, out, Slot("case", "C-0", "answer", "comment", "AB"), "x")
    with as_a_forger(out.path, out.key) as driver:
        driver.execute("DELETE FROM signature WHERE revision = ?", (made.id,))
        driver.execute("INSERT INTO supersedes VALUES (?, ?)", (made.id, target.id))
    again = made._replace(supersedes=(target.id,))
    again = seal(again, made.sequence, made.previous)
    ab = laptop("AB").key
    assert ab is not None
    id_ = lead.details().details["id"]
    with as_a_forger(out.path, out.key) as driver:
        driver.execute("UPDATE revision SET digest = ? WHERE id = ?", (again.digest, made.id))
        signature = ab.sign([message(id_, again.digest)])[0]
        driver.execute("INSERT INTO signature VALUES (?, ?, ?)", (made.id, ab.public, signature))
    (said,) = union_of(lead, out.path).refused
    assert "stands in the place of another one" in said


def _unsigned(path: Path, out: HandedOut) -> None:
    add(path, out, Slot("case", "C-0", "answer", "comment", "AB"), "x", signed=False)


def _altered(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        driver.execute("UPDATE revision SET value = 'sufficient' WHERE value = 'insufficient'")
    chain_again(path, out.key, "AB-1")


def _as_the_lead(path: Path, out: HandedOut) -> None:
    add(path, out, Slot("case", "C-0", "status", ""), "signed_off", author="LEAD")


def _on_the_leads_device(path: Path, out: HandedOut) -> None:
    person = replace(laptop("AB"), device="LEAD-1")
    add(path, out, Slot("case", "C-0", "status", ""), "signed_off", author="LEAD", person=person)


def _as_a_new_lead(path: Path, out: HandedOut) -> None:
    evil = laptop("LEAD", 7)
    assert evil.key is not None
    add(path, out, key_slot("LEAD-7", "LEAD"), evil.key.public, author="LEAD", person=evil)
    add(path, out, Slot("case", "C-0", "status", ""), "signed_off", author="LEAD", person=evil)


def _with_anothers_signature(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        ids = [
            row[0] for row in driver.execute("SELECT revision FROM signature WHERE key = ?", (laptop("AB").key.public,))
        ]  # type: ignore[union-attr]
        one, other = ids[-2:]
        (signature,) = driver.execute("SELECT signature FROM signature WHERE revision = ?", (one,)).fetchone()
        driver.execute("UPDATE signature SET signature = ? WHERE revision = ?", (signature, other))


def _without_a_signature(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        driver.execute("DELETE FROM signature WHERE rowid = (SELECT max(rowid) FROM signature)")


def _with_more_cases(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        driver.execute("""UPDATE local SET value = replace(value, '["C-0",', '["C-0","C-2",') WHERE name = 'grant'""")


def _for_another(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        driver.execute(
            'UPDATE local SET value = replace(value, \'"for":"AB"\', \'"for":"LEAD"\') WHERE name = \'grant\''
        )
        driver.execute("UPDATE local SET value = 'LEAD' WHERE name = 'handed_to'")


def _without_a_grant(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        driver.execute("DELETE FROM local")


def _granted_by_oneself(path: Path, out: HandedOut) -> None:
    ab = laptop("AB").key
    assert ab is not None
    with as_a_forger(path, out.key) as driver:
        (id_,) = driver.execute("SELECT value FROM revision WHERE name = 'id'").fetchone()
        text = Grant(id_, Scope("AB", frozenset({"C-0", "C-1", "C-2"})), AT.isoformat()).text()
        signed = f"{ab.public}:{ab.sign([grant_message(text)])[0].hex()}"
        driver.execute("UPDATE local SET value = ? WHERE name = 'grant'", (text,))
        driver.execute("UPDATE local SET value = ? WHERE name = 'grant_signature'", (signed,))


def _no_grant_at_all(path: Path, out: HandedOut) -> None:
    with as_a_forger(path, out.key) as driver:
        driver.execute("UPDATE local SET value = '[1, 2' WHERE name = 'grant'")


FORGERIES: list[tuple[Forge, str]] = [
    (_unsigned, "did not sign"),
    (_altered, "whose signature is wrong"),
    (_as_the_lead, "did not sign"),
    (_on_the_leads_device, "did not sign"),
    (_as_a_new_lead, "no leading device that is known here signed it"),
    (_with_anothers_signature, "whose signature is wrong"),
    (_without_a_signature, "did not sign"),
    (_with_more_cases, "was changed"),
    (_for_another, "was changed"),
    (_without_a_grant, "was changed"),
    (_granted_by_oneself, "not known here as the lead’s"),
    (_no_grant_at_all, "was changed"),
]


@pytest.mark.parametrize(("forge", "match"), FORGERIES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_forged_hand_out_is_refused_whole(office: Office, lead: Session, forge: Forge, match: str) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    work(office, out).close()
    forge(out.path, out)
    before = lead.revisions()
    (said,) = union_of(lead, out.path).refused
    assert match in said and "nothing of it was taken in" in said
    assert lead.revisions() == before


def test_a_device_whose_key_changed_is_refused_with_both_fingerprints(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    work(office, out).close()
    take(lead, out.path)
    later = office.hand_out(lead, "AB")["AB"]
    other = replace(laptop("AB", 2), device="AB-1")
    session = office.open(later.path, other, later.key)
    session.do(SetAnswer("case", "C-1", "review", "na"))
    session.close()
    (said,) = union_of(lead, later.path).refused
    assert "is not the one that it was" in said and "hand out to them again" in said


def test_a_signature_of_another_inspection_serves_nothing(office: Office, lead: Session, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    elsewhere = Office(tmp_path / "other")
    second = elsewhere.begin(LEAD_KEY)
    theirs = elsewhere.hand_out(second, "AB")["AB"]
    work(elsewhere, theirs).close()
    store = Store.open(theirs.path, theirs.key)
    signed = {one.revision: one for one in store.signatures()}
    moved = [r for r in store.load() if r.device == "AB-1"]
    store.close()
    elsewhere.close()
    out = office.hand_out(lead, "AB")["AB"]
    insert(out.path, out.key, moved, [tuple(signed[r.id]) for r in moved])
    (said,) = union_of(lead, out.path).refused
    assert "whose signature is wrong" in said


# Whole copies, plain copies


def test_a_deputys_whole_copy_is_taken_in_and_its_device_told(office: Office, lead: Session) -> None:
    copy = office.folder / "deputy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    deputy = office.open(copy, laptop("DEP"), LEAD_KEY)
    out = office.hand_out(deputy, "AB")["AB"]
    work(office, out).close()
    (refused,) = union_of(lead, out.path, keys=lambda _: out.key).refused
    assert "Take in the copy that it was handed out from first" in refused
    take(deputy, out.path)
    deputy.do(SignOff("C-0"))
    deputy.close()
    (brought,) = take(lead, copy).brought
    assert [one.holder for one in brought.first] == ["DEP", "AB"] and lead.case("C-0").signed_off
    assert not union_of(lead, out.path, keys=lambda _: out.key).refused
    lead.close()
    assert problems(whole(office), LEAD_KEY) == []


def test_another_lead_takes_back_what_the_first_one_handed_out(office: Office) -> None:
    session = office.begin(None)
    vouch_for_all(session)
    session.close()
    change_key(whole(office), None, LEAD_KEY)
    first = office.open(whole(office), laptop("LEAD"), LEAD_KEY)
    out = office.hand_out(first, "AB")["AB"]
    work(office, out).close()
    first.do(SetDetails({}, {"DEP": "lead", "LEAD": "inspector"}))
    first.close()
    second = office.open(whole(office), laptop("DEP"), LEAD_KEY)
    take(second, out.path)
    second.do(SignOff("C-0"))
    second.close()
    assert problems(whole(office), LEAD_KEY) == []


def test_who_made_themselves_lead_vouches_for_nobody(office: Office, lead: Session) -> None:
    """AB has the lead's passphrase, and SQL."""
    ab = laptop("AB").key
    assert ab is not None
    stolen = HandedOut("AB", whole(office), 0, 0, key=LEAD_KEY)
    lead.close()
    add(whole(office), stolen, key_slot("AB-1", "AB"), ab.public)
    add(whole(office), stolen, Slot("inspection", "", "member", "AB"), "deputy")
    add(whole(office), stolen, Slot("inspection", "", "member", "AB"), "inspector")
    person = replace(laptop("AB"), device="LEAD-1")
    add(whole(office), stolen, Slot("case", "C-0", "status", ""), "signed_off", author="LEAD", person=person)
    assert any("case C-0, by LEAD) is signed neither" in one for one in problems(whole(office), LEAD_KEY))


def test_in_a_whole_copy_too_an_assessor_writes_just_what_is_theirs(office: Office, lead: Session) -> None:
    copy = office.folder / "copy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    session = office.open(copy, laptop("AB"), LEAD_KEY)
    answer_all(session, "C-0")
    session.close()
    again = office.folder / "again.inspection"
    again.write_bytes(copy.read_bytes())
    assert take(lead, copy).brought[0].new
    add(again, HandedOut("AB", again, 0, 0, key=LEAD_KEY), Slot("case", "C-2", "answer", "plan", "CD"), "na")
    (said,) = union_of(lead, again).refused
    assert "holds changes by AB and yet changes case C-2" in said


def test_who_is_not_in_the_team_comes_with_no_copy(office: Office, lead: Session) -> None:
    copy = office.folder / "copy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    session = office.open(copy, laptop("nobody"), LEAD_KEY)
    session.do(SetFields("C-0", {"office": "Truro"}))
    session.close()
    (said,) = union_of(lead, copy).refused
    assert "who is not in the team" in said


def test_a_plain_copy_is_the_leads_to_take_in_and_told_as_unsigned(office: Office) -> None:
    plain = office.begin(None)
    copy = office.folder / "plain.inspection"
    plain.writer.submit(lambda s: s.copy_to(copy)).result()
    vouch_for_all(plain)
    plain.close()
    change_key(whole(office), None, LEAD_KEY)
    away = office.open(copy, laptop("AB"), None)
    away.do(SetAnswer("case", "C-0", "plan", "na"))
    away.close()
    lead = office.open(whole(office), laptop("LEAD"), LEAD_KEY)
    lead.person = replace(lead.person, author="AB")
    (said,) = union_of(lead, copy).refused
    assert "nothing proves who wrote it" in said
    lead.person = laptop("LEAD")
    (brought,) = take(lead, copy).brought
    assert brought.unsigned == brought.new == 2
    lead.close()
    assert problems(whole(office), LEAD_KEY) == []


def test_a_plain_copy_names_no_key(office: Office, lead: Session) -> None:
    copy = office.folder / "copy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    session = office.open(copy, laptop("LEAD", 9), LEAD_KEY)
    session.do(SetFields("C-0", {"office": "Truro"}))
    session.close()
    change_key(copy, LEAD_KEY, None)
    (said,) = union_of(lead, copy).refused
    assert "is not encrypted and yet names a device key of LEAD" in said


# Check


def _alter(driver: Any) -> None:
    driver.execute("UPDATE revision SET value = 'order' WHERE name = 'type' AND ref = 'C-0'")


def _remove(driver: Any) -> None:
    driver.execute("DELETE FROM revision WHERE name = 'type' AND ref = 'C-0'")


def _insert(driver: Any) -> None:
    driver.execute(
        "INSERT INTO revision SELECT 'forged', about, ref, facet, name, assessor, 'order', note, evidence, kind, "
        "batch, undoes, author, at, device, 99, instrument, previous, digest FROM revision "
        "WHERE name = 'type' AND ref = 'C-0'"
    )


def _sign_as_nobody(driver: Any) -> None:
    driver.execute("UPDATE signature SET key = ? WHERE rowid = 3", ("ab" * 32,))


def _wrong_signature(driver: Any) -> None:
    driver.execute("UPDATE signature SET signature = zeroblob(64) WHERE rowid = 3")


def _no_signature(driver: Any) -> None:
    driver.execute("DELETE FROM signature WHERE rowid = 3")


def _another_role(driver: Any) -> None:
    driver.execute("UPDATE revision SET value = 'lead' WHERE facet = 'member' AND name = 'AB'")


@pytest.mark.parametrize("careful", [False, True], ids=["as it is", "the chain recomputed"])
@pytest.mark.parametrize("tamper", [_alter, _remove, _insert, _another_role])
def test_check_names_what_was_done_to_a_row(
    office: Office, lead: Session, tamper: Callable[[Any], None], careful: bool
) -> None:
    lead.close()
    with as_a_forger(whole(office), LEAD_KEY) as driver:
        tamper(driver)
    if careful:
        chain_again(whole(office), LEAD_KEY, "LEAD-1")
        chained = list(check(whole(office), {"small": small()}, LEAD_KEY))[1]
        assert chained.sound, chained.problems
    said = problems(whole(office), LEAD_KEY)
    assert said
    if careful:
        assert any("signature" in one or "signed" in one for one in said)


@pytest.mark.parametrize(
    ("tamper", "match"),
    [
        (_sign_as_nobody, "a key that the history does not name"),
        (_wrong_signature, "was altered, or its signature was"),
        (_no_signature, "signed neither by its author’s device nor by the lead’s"),
    ],
)
def test_check_names_what_was_done_to_a_signature(
    office: Office, lead: Session, tamper: Callable[[Any], None], match: str
) -> None:
    lead.close()
    with as_a_forger(whole(office), LEAD_KEY) as driver:
        tamper(driver)
    assert any(match in one for one in problems(whole(office), LEAD_KEY))


def test_check_names_the_last_change_where_it_was_taken_away(office: Office, lead: Session) -> None:
    """No chain misses its end, but the signature does."""
    last = lead.revisions()[-1]
    lead.close()
    with as_a_forger(whole(office), LEAD_KEY) as driver:
        driver.execute("DELETE FROM revision WHERE id = ?", (last.id,))
    assert any(
        f"a signature under revision {last.id}, which is not there" in one for one in problems(whole(office), LEAD_KEY)
    )


def test_check_does_not_take_an_assessors_word_for_the_leads(office: Office, lead: Session) -> None:
    """AB has the lead's passphrase, and signs in the lead's name with a key of their own."""
    out = office.hand_out(lead, "AB")["AB"]
    work(office, out).close()
    take(lead, out.path)
    lead.close()
    stolen = HandedOut("AB", whole(office), 0, 0, key=LEAD_KEY)
    person = replace(laptop("AB"), device="LEAD-1")
    add(whole(office), stolen, Slot("case", "C-0", "status", ""), "signed_off", author="LEAD", person=person)
    (said,) = problems(whole(office), LEAD_KEY)
    assert "case C-0, by LEAD) is signed neither" in said


def test_check_names_a_second_key_of_a_device(office: Office, lead: Session) -> None:
    lead.close()
    other = replace(laptop("LEAD", 2), device="LEAD-1")
    session = office.open(whole(office), other, LEAD_KEY)
    session.do(SetFields("C-0", {"office": "Truro"}))
    session.close()
    assert "The history names more than one key for device LEAD-1." in problems(whole(office), LEAD_KEY)


def test_check_names_a_changed_grant(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "AB")["AB"]
    _with_more_cases(out.path, out)
    assert any("whom it was handed out to was changed" in one for one in problems(out.path, out.key))


# Who may, everywhere


@pytest.mark.parametrize("key", [None, LEAD_KEY], ids=["plain", "encrypted"])
def test_details_and_team_are_the_leads(office: Office, key: FileKey | None) -> None:
    session = office.begin(key)
    session.do(SetDetails({"title": "By the lead"}))
    session.person = replace(session.person, author="DEP")
    session.do(SetDetails({}, {"EF": "inspector"}))
    session.person = replace(session.person, author="AB")
    for command in (SetDetails({"title": "Mine"}), SetDetails({}, {"AB": "lead"})):
        with pytest.raises(KnownError, match="lead inspector or the deputy changes the details"):
            session.do(command)
    assert session.details().team["AB"] == "inspector" and TEAM["AB"] == "inspector"


def test_without_a_lead_everybody_says_the_details(office: Office) -> None:
    session = office.begin(LEAD_KEY, team={"AB": "inspector"})
    session.person = replace(session.person, author="AB")
    session.do(SetDetails({"title": "Ours"}))
    assert session.details().details["title"] == "Ours"
