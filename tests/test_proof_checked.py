"""What `check` names of a file that somebody changed who has its passphrase and SQL; it leaves honest ones be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.answers import Revision, Slot
from inspector_app.domain.signing import message
from inspector_app.instruments.carried import pack
from inspector_app.services.checking import check
from inspector_app.services.commands import NameDevice, SetAnswer, SetFields, SignOff, Submit
from inspector_app.services.passphrases import change_key
from inspector_app.services.salvaging import LACKS, RESCUED_AT
from inspector_app.services.session import Session
from inspector_app.storage.store import Store
from proof_fixtures import Office, answer_all, as_a_forger, chain_again, key_of_test, laptop, take, union_of
from set_files import changed, with_files
from small import small

LEAD_KEY = key_of_test("the lead")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def whole(office: Office) -> Path:
    """The lead's file, in which CD's case came back and was signed off."""
    lead = office.begin(LEAD_KEY)
    out = office.hand_out(lead, "CD")["CD"]
    session = office.open(out.path, laptop("CD"), out.key)
    answer_all(session, "C-2")
    session.do(Submit("C-2"))
    session.close()
    take(lead, out.path)
    lead.do(SignOff("C-2"))
    lead.do(SetFields("C-0", {"office": "Truro"}))
    lead.close()
    assert problems(lead, office.folder / "whole.inspection") == []
    return office.folder / "whole.inspection"


def problems(_: Session | None, path: Path, key: Any = LEAD_KEY) -> list[str]:
    return [problem for finding in check(path, {"small": small()}, key) for problem in finding.problems]


def told(path: Path, key: Any = LEAD_KEY) -> str:
    return "\n".join(finding.what for finding in check(path, {"small": small()}, key))


def history(path: Path, key: Any = LEAD_KEY) -> list[Revision]:
    store = Store.open(path, key)
    try:
        return store.load()
    finally:
        store.close()


def take_out(path: Path, one: Revision) -> None:
    with as_a_forger(path, LEAD_KEY) as driver:
        driver.execute("DELETE FROM signature WHERE revision = ?", (one.id,))
        driver.execute("DELETE FROM supersedes WHERE revision = ?", (one.id,))
        driver.execute("DELETE FROM revision WHERE id = ?", (one.id,))
        driver.execute("INSERT INTO anchor VALUES (?, ?, ?)", (one.device, one.sequence, one.digest))


def test_a_change_that_was_taken_out_and_said_to_be_kept_elsewhere_is_named(whole: Path) -> None:
    (gone,) = (r for r in history(whole) if r.value == "signed_off")
    take_out(whole, gone)
    (said,) = problems(None, whole)
    assert f"change {gone.sequence} of device LEAD-1 is kept elsewhere" in said


def test_so_it_is_in_a_hand_out(office: Office, whole: Path) -> None:
    """It says on what it follows, and the device of the lead signed that."""
    lead = office.open(whole, laptop("LEAD"), LEAD_KEY)
    out = office.hand_out(lead, "CD")["CD"]
    assert out.key is not None and problems(None, out.path, out.key) == []
    store = Store.open(out.path, out.key)
    assert store.anchors(), "it follows on what it does not hold"
    store.close()
    with as_a_forger(out.path, out.key) as driver:
        driver.execute("INSERT INTO anchor VALUES ('CD-1', 99, ?)", ("ab" * 32,))
    assert any("change 99 of device CD-1 is kept elsewhere" in one for one in problems(None, out.path, out.key))


def test_what_was_saved_from_damage_says_so_and_what_it_lacks(whole: Path) -> None:
    (gone,) = (r for r in history(whole) if r.value == "signed_off")
    take_out(whole, gone)
    store = Store.open(whole, LEAD_KEY)
    gaps = f'[["LEAD-1", {gone.sequence}, {gone.sequence}]]'
    store.set_local({RESCUED_AT: "2013-06-10T00:00:00+00:00", LACKS: gaps})
    store.close()
    assert problems(None, whole) == []
    assert "saved from damage on 2013-06-10" in told(whole) and "lacks: " in told(whole)


def test_a_leading_key_that_nobody_introduced_vouches_for_nobody(office: Office, whole: Path) -> None:
    """Somebody with the passphrase alters CD's answer, seals the chain anew, and signs it as LEAD on a new device."""
    place = Slot("case", "C-2", "answer", "plan", "CD")
    (victim,) = (r for r in history(whole) if r.slot == place)
    with as_a_forger(whole, LEAD_KEY) as driver:
        driver.execute("UPDATE revision SET value = 'na' WHERE id = ?", (victim.id,))
    chain_again(whole, LEAD_KEY, "CD-1")
    person = laptop("LEAD", 9)
    session = office.open(whole, person, LEAD_KEY)
    session.do(NameDevice())
    session.close()
    assert person.key is not None
    revisions = history(whole)
    inspection = next(r.value for r in revisions if r.slot.name == "id")
    with as_a_forger(whole, LEAD_KEY) as driver:
        for one in (r for r in revisions if r.device == "CD-1"):
            driver.execute("DELETE FROM signature WHERE revision = ?", (one.id,))
            (signature,) = person.key.sign([message(inspection, one.digest)])
            driver.execute("INSERT INTO signature VALUES (?, ?, ?)", (one.id, person.key.public, signature))
    assert any(f"Revision {victim.id} (case C-2, by CD) is signed neither" in one for one in problems(None, whole))
    assert "no leading device introduced it: ask LEAD whether it is theirs" in told(whole)


def test_who_leads_works_on_in_the_file_on_another_device_and_it_is_told(office: Office, whole: Path) -> None:
    assert "introduced" not in told(whole)
    copy = office.folder / "copy.inspection"
    copy.write_bytes(whole.read_bytes())
    deputy = office.open(copy, laptop("DEP"), LEAD_KEY)
    deputy.do(SetFields("C-0", {"office": "Bodmin"}))
    deputy.close()
    assert problems(None, copy) == []
    assert "no leading device introduced it: ask DEP whether it is theirs" in told(copy)
    lead = office.open(whole, laptop("LEAD"), LEAD_KEY)
    take(lead, copy)
    lead.close()
    assert problems(None, whole) == [] and "introduced" not in told(whole), "whoever takes it in introduces it"


def test_what_only_a_leading_device_vouches_for_is_told(office: Office, whole: Path) -> None:
    lead = office.open(whole, laptop("LEAD"), LEAD_KEY)
    plain = office.folder / "plain.inspection"
    lead.writer.submit(lambda s: s.copy_to(plain)).result()
    change_key(plain, LEAD_KEY, None)
    away = office.open(plain, laptop("CD"), None)
    away.do(SetAnswer("case", "C-3", "plan", "na"))
    away.close()
    assert not union_of(lead, plain).refused
    take(lead, plain)
    lead.close()
    assert problems(None, whole) == []
    assert "changes that a leading device vouches for and their own did not sign: Revision" in told(whole)


def test_a_hand_out_brings_no_question_set_that_nobody_names(office: Office) -> None:
    """Nobody signs them: a set of another's making under an earlier version would have answers confirmed again."""
    own = with_files(small())
    office.inspections = replace(office.inspections, instruments={"small": own})
    lead = office.begin(LEAD_KEY)
    out = office.hand_out(lead, "AB")["AB"]
    session = office.open(out.path, laptop("AB"), out.key)
    session.do(SetAnswer("case", "C-1", "plan", "na"))
    session.close()
    assert [one.content_hash for one in union_of(lead, out.path).sets] == [own.content_hash]
    other = changed(own, "0.9.0", plan=replace(own.questions_by_id["plan"], text="Was it forged?"))
    forged = pack(with_files(other))
    assert forged is not None
    store = Store.open(out.path, out.key)
    store.add_question_set(forged)
    store.close()
    assert [one.content_hash for one in union_of(lead, out.path).sets] == [own.content_hash]


def test_a_copy_brings_signatures_back_that_a_file_saved_from_damage_lost(office: Office, whole: Path) -> None:
    """The changes are all there; one that is wrong is passed over."""
    backup = office.folder / "backup.inspection"
    backup.write_bytes(whole.read_bytes())
    lost = [r for r in history(whole) if r.slot.ref == "C-2" and r.slot.facet == "answer"]
    with as_a_forger(whole, LEAD_KEY) as driver:
        driver.executemany("DELETE FROM signature WHERE revision = ?", [(r.id,) for r in lost])
    with as_a_forger(backup, LEAD_KEY) as driver:
        driver.execute("UPDATE signature SET signature = zeroblob(64) WHERE revision = ?", (lost[0].id,))
    store = Store.open(whole, LEAD_KEY)
    store.set_local({RESCUED_AT: "2013-06-10T00:00:00+00:00"})
    store.close()
    assert len(problems(None, whole)) == len(lost)
    lead = office.open(whole, laptop("LEAD"), LEAD_KEY)
    take(lead, backup)
    lead.close()
    (said,) = problems(None, whole)
    assert f"Revision {lost[0].id}" in said
