"""What an attacker within the team tries who has a hand-out, its passphrase and SQL: nothing of it gets in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.answers import Anchor, Revision, Slot, seal
from inspector_app.domain.chain_ends import anchors_digest
from inspector_app.domain.grant import Grant, Scope, lead_act, read_grant
from inspector_app.domain.signing import Signature, message
from inspector_app.services.commands import (
    Allocate,
    NameDevice,
    Reopen,
    SetAnswer,
    SetDetails,
    SetFields,
    SignOff,
    Submit,
    Undo,
)
from inspector_app.services.handing_out import HandedOut
from inspector_app.services.passphrases import change_key
from inspector_app.services.session import Person, Session
from inspector_app.storage.store import Store
from proof_fixtures import Office, answer_all, as_a_forger, key_of_test, laptop, take, union_of

LEAD_KEY, OWN = key_of_test("the lead"), key_of_test("a file of one's own")
STATUS = Slot("case", "C-0", "status", "")
AB_LEADS = Slot("inspection", "", "member", "AB")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lead(office: Office) -> Session:
    return office.begin(LEAD_KEY)


@pytest.fixture
def out(office: Office, lead: Session) -> HandedOut:
    """AB's hand-out, with C-0 answered and submitted."""
    made = office.hand_out(lead, "AB")["AB"]
    session = office.open(made.path, laptop("AB"), made.key)
    answer_all(session, "C-0")
    session.do(Submit("C-0"))
    session.close()
    return made


def history(path: Path, key: object) -> list[Revision]:
    store = Store.open(path, key)  # type: ignore[arg-type]
    try:
        return store.load()
    finally:
        store.close()


def tip_of(revisions: list[Revision], device: str) -> Revision:
    return max((r for r in revisions if r.device == device), key=lambda r: r.sequence)


def after(
    tip: Revision, number: int, slot: Slot, value: str, *, author: str = "", at: datetime | None = None,
    supersedes: tuple[str, ...] = (),
) -> Revision:  # fmt: skip
    """A change that follows on another as far as digests go, by whomever."""
    made = tip._replace(
        id=f"{number:036d}", slot=slot, value=value, author=author or tip.author, at=at or tip.at, note="", evidence="",
        kind="edit", undoes="", supersedes=supersedes,
    )  # fmt: skip
    return seal(made, tip.sequence + 1, tip.digest)


def put(
    path: Path, key: object, made: list[Revision], signer: Person | None = None, anchors: tuple[Anchor, ...] = ()
) -> None:
    """Puts changes into a file, signed by somebody or nobody."""
    inspection = next(r.value for r in history(path, key) if r.slot.name == "id")
    signatures: list[Signature] = []
    if signer is not None and signer.key is not None:
        signed = signer.key.sign(message(inspection, r.digest) for r in made)
        signatures = [Signature(r.id, signer.key.public, one) for r, one in zip(made, signed, strict=True)]
    store = Store.open(path, key)  # type: ignore[arg-type]
    try:
        store.append(made, anchors=anchors, signatures=signatures)
    finally:
        store.close()


def standing(revisions: list[Revision], slot: Slot) -> tuple[str, ...]:
    return tuple(r.id for r in revisions if r.slot == slot)[-1:]


def refused(session: Session, *paths: Path, key: object = None) -> str:
    (said,) = union_of(session, *paths, keys=lambda _: key).refused  # type: ignore[arg-type,return-value]
    assert "nothing of it was taken in" in said
    return said


# What a change follows on is judged like every other


def test_what_a_change_that_was_taken_in_follows_on_is_judged_all_the_same(out: HandedOut, lead: Session) -> None:
    """Whoever has a change of theirs taken in cannot have anything at all come after it as its predecessor."""
    before = out.path.read_bytes()
    revisions = history(out.path, out.key)
    led, own = tip_of(revisions, "LEAD-1"), tip_of(revisions, "AB-1")
    forged = [after(led, 1, STATUS, "signed_off", supersedes=standing(revisions, STATUS))]
    forged.append(after(forged[-1], 2, AB_LEADS, "lead", supersedes=standing(revisions, AB_LEADS)))
    harmless = after(own, 9, Slot("case", "C-0", "answer", "comment", "AB"), "x")
    harmless = seal(harmless, 100, forged[-1].digest)
    put(out.path, out.key, [harmless], laptop("AB"), (Anchor("AB-1", 99, forged[-1].digest),))
    assert "follows on change 99 of device AB-1" in refused(lead, out.path)
    second = out.path.with_name("second.inspection")
    second.write_bytes(before)
    put(second, out.key, forged)
    union = union_of(lead, out.path, second)
    assert len(union.refused) == 2 and "did not sign" in union.refused[1] and not union.revisions
    assert lead.case("C-0").status != "signed_off" and lead.details().team["AB"] == "inspector"


def test_a_hand_out_says_on_what_it_follows(office: Office, lead: Session) -> None:
    out = office.hand_out(lead, "CD")["CD"]
    store = Store.open(out.path, out.key)
    grant, anchors = read_grant(store.local()["grant"]), store.anchors()
    store.close()
    assert anchors and grant.anchors == anchors_digest(reversed(anchors))
    assert grant == read_grant(grant.text())
    assert read_grant(Grant("i", Scope("AB"), "at").text()).anchors == "", "one of an earlier version says nothing"
    session = office.open(out.path, laptop("CD"), out.key)
    answer_all(session, "C-2")
    session.close()
    assert take(lead, out.path).revisions


# Keys of those who lead


def test_a_file_of_ones_own_brings_no_key_of_the_lead(office: Office, out: HandedOut, lead: Session) -> None:
    own = out.path.with_name("whole.inspection")
    store = Store.open(out.path, out.key)
    store.rewrite_to(own, OWN)
    store.close()
    with as_a_forger(own, OWN) as driver:
        driver.execute("DELETE FROM local")
    session = office.open(own, laptop("LEAD", 7), OWN)
    session.do(SetDetails({}, {"AB": "lead"}))
    session.do(SignOff("C-0"))
    session.close()
    assert "new device key of LEAD, who leads" in refused(lead, own, key=OWN)


def test_a_key_that_a_leading_one_signed_is_believed_from_a_file_of_any_passphrase(
    office: Office, lead: Session
) -> None:
    copy = office.folder / "deputy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    other = office.folder / "other.inspection"
    deputy = office.open(copy, laptop("DEP"), LEAD_KEY)
    deputy.do(NameDevice())
    made = deputy.revisions()[-1]
    deputy.close()
    other.write_bytes(copy.read_bytes())
    change_key(other, LEAD_KEY, OWN)
    assert "new device key of DEP" in refused(lead, other, key=OWN)
    store = Store.open(other, OWN)
    inspection, key = lead.details().details["id"], laptop("LEAD").key
    assert key is not None
    store.sign([Signature(made.id, key.public, *key.sign([message(inspection, made.digest)]))])
    store.close()
    (brought,) = union_of(lead, other, keys=lambda _: OWN).brought
    assert not brought.refused and [one.holder for one in brought.first] == ["DEP"]
    assert not union_of(lead, copy).refused, "under this inspection's own passphrase it needs no other word"


# What is theirs still


def test_what_went_to_somebody_else_is_refused_until_it_is_allocated_back(
    office: Office, out: HandedOut, lead: Session
) -> None:
    session = office.open(out.path, laptop("AB"), out.key)
    answer_all(session, "C-1")
    session.close()
    lead.do(Allocate({"C-1": "CD"}))
    said = refused(lead, out.path)
    assert "changes case C-1, which was AB’s when it was handed out" in said and "Allocate it back to AB" in said
    lead.do(Allocate({"C-1": "AB"}))
    take(lead, out.path)
    lead.do(Allocate({"C-1": "CD"}))
    assert not union_of(lead, out.path).refused, "what is here already needs no right"


def test_what_nobody_has_now_is_still_theirs_who_were_given_it(office: Office, out: HandedOut, lead: Session) -> None:
    lead.do(Undo("case", "C-0"))
    assert lead.case("C-0").assessor == ""
    assert not union_of(lead, out.path).refused


def test_an_earlier_hand_out_that_comes_late_comes_in(office: Office, out: HandedOut, lead: Session) -> None:
    office.hand_out(lead, "AB")
    assert take(lead, out.path).revisions


def test_an_officers_interview_goes_with_the_case(office: Office, out: HandedOut, lead: Session) -> None:
    """To name another's officer for a moment gives no interview of theirs; to correct one's own does."""
    before = out.path.read_bytes()
    session = office.open(out.path, laptop("AB"), out.key)
    session.do(SetFields("C-1", {"officer": "O-9"}))
    session.do(SetAnswer("officer", "O-9", "fair", "yes"))
    session.do(SetFields("C-1", {"officer": "O-1"}))
    session.close()
    assert union_of(lead, out.path).revisions
    out.path.write_bytes(before)
    session = office.open(out.path, laptop("AB"), out.key)
    session.do(SetFields("C-1", {"officer": "O-3"}))
    session.do(SetAnswer("officer", "O-3", "fair", "yes"))
    session.do(SetFields("C-1", {"officer": "O-1"}))
    session.close()
    assert "the interview of officer O-3" in refused(lead, out.path)


def test_nobody_begins_anothers_interview(office: Office, out: HandedOut, lead: Session) -> None:
    session = office.open(out.path, laptop("AB"), out.key)
    session.do(SetFields("C-1", {"officer": "O-3"}))
    session.close()
    tip = tip_of(history(out.path, out.key), "AB-1")
    made = after(tip, 1, Slot("officer", "O-3", "answer", "fair", "CD"), "no", at=datetime(2099, 1, 1, tzinfo=UTC))
    put(out.path, out.key, [made], laptop("AB"))
    assert "the interview that CD held with officer O-3" in refused(lead, out.path)


# What is signed off


def test_a_hand_out_takes_no_sign_off_back(office: Office, out: HandedOut, lead: Session) -> None:
    take(lead, out.path)
    lead.do(SignOff("C-0"))
    session = office.open(out.path, laptop("AB"), out.key)
    session.do(Reopen("C-0", "One more look."))
    session.close()
    assert "changes case C-0, which was signed off meanwhile" in refused(lead, out.path)
    assert lead.case("C-0").signed_off
    lead.do(Reopen("C-0", "AB has one more thing."))
    take(lead, out.path)


def test_an_answer_beside_the_one_that_was_signed_off_is_refused_and_one_after_it_told(
    office: Office, out: HandedOut, lead: Session
) -> None:
    take(lead, out.path)
    lead.do(SignOff("C-0"))
    before = out.path.read_bytes()
    tip, place = tip_of(history(out.path, out.key), "AB-1"), Slot("case", "C-0", "answer", "plan", "AB")
    put(out.path, out.key, [after(tip, 1, place, "na", at=datetime(2001, 1, 1, tzinfo=UTC))], laptop("AB"))
    assert "changes case C-0, which was signed off meanwhile" in refused(lead, out.path)
    out.path.write_bytes(before)
    stands = standing(history(out.path, out.key), place)
    put(out.path, out.key, [after(tip, 1, place, "insufficient", supersedes=stands)], laptop("AB"))
    (brought,) = union_of(lead, out.path).brought
    assert not brought.refused and brought.changes_signed_off == ("C-0",)


@pytest.mark.parametrize("key", [None, LEAD_KEY], ids=["plain", "encrypted"])
def test_that_a_case_is_signed_off_no_more_is_told(office: Office, key: object) -> None:
    lead = office.begin(key)  # type: ignore[arg-type]
    answer_all(lead, "C-4")
    lead.do(SignOff("C-4"))
    copy = office.folder / "copy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    other = office.open(copy, laptop("LEAD", 2), key)  # type: ignore[arg-type]
    other.do(Reopen("C-4", "One more look."))
    other.close()
    assert union_of(lead, copy).brought[0].changes_signed_off == ("C-4",)


# Plain copies


def test_a_plain_hand_out_is_held_to_whom_it_was_made_for(office: Office, out: HandedOut, lead: Session) -> None:
    take(lead, out.path)
    plain = out.path.with_name("plain.inspection")
    store = Store.open(out.path, out.key)
    store.rewrite_to(plain, None)
    store.close()
    revisions = history(plain, None)
    forged = after(tip_of(revisions, "LEAD-1"), 1, AB_LEADS, "lead", supersedes=standing(revisions, AB_LEADS))
    before = plain.read_bytes()
    put(plain, None, [forged])
    assert "changes the team, which is not theirs to change" in refused(lead, plain)
    plain.write_bytes(before)
    put(plain, None, [after(tip_of(revisions, "AB-1"), 1, Slot("case", "C-0", "answer", "comment", "AB"), "x")])
    (brought,) = take(lead, plain).brought
    assert (brought.unsigned, brought.acts) == (1, ())


def test_what_a_plain_copy_does_in_the_leads_name_is_told_before(office: Office, lead: Session) -> None:
    answer_all(lead, "C-4")
    copy = office.folder / "copy.inspection"
    lead.writer.submit(lambda s: s.copy_to(copy)).result()
    change_key(copy, LEAD_KEY, None)
    away = office.open(copy, laptop("LEAD", 2), None)
    away.do(SignOff("C-4"))
    away.do(SetDetails({"trust": "Another Trust"}, {"AB": "deputy"}))
    away.close()
    (brought,) = union_of(lead, copy).brought
    assert set(brought.acts) == {"the sign-off of case C-4", "the team", "the details of the inspection"}


def test_what_is_the_leads_to_do() -> None:
    assert lead_act(STATUS, "in_progress", {"signed_off"}) == "the sign-off of case C-0"
    assert lead_act(STATUS, "submitted") == lead_act(Slot("case", "C-0", "answer", "plan", "AB"), "na") == ""
