"""The commands merge and check where changes are signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Cli
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.services.commands import SetAnswer
from inspector_app.services.handing_out import HandedOut
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import change_key, key_of
from inspector_app.storage.store import Store
from proof_fixtures import Office, as_a_forger, laptop

WORDS = "quiet otter under seven bridges"
CASES = "case_ref,status,assessor,ldu\n4107,allocated,AB,Plymouth\n4108,allocated,CD,Exeter\n"


@pytest.fixture
def words(tmp_path: Path) -> Path:
    path = tmp_path / "words.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture
def file(cli: Cli, tmp_path: Path, words: Path) -> Path:
    path, cases = tmp_path / "i.inspection", tmp_path / "cases.csv"
    cases.write_text(CASES, encoding="utf-8")
    given = ("--passphrase-file", words)
    assert cli("new", path, "--instrument", "violence-2013", "--trust", "A Trust", *given).status == 0
    assert cli("import", path, "--cases", cases, *given).status == 0
    return path


@pytest.fixture
def out(file: Path, tmp_path: Path) -> HandedOut:
    """AB's hand-out of it, with an answer in it."""
    office = Office(tmp_path)
    office.inspections = Inspections(load_all(paths.resources() / "instruments"))
    lead = office.open(file, laptop("AB", 9), key_of(file, WORDS))
    one = office.hand_out(lead, "AB")["AB"]
    lead.close()
    session = office.open(one.path, laptop("AB"), one.key)
    session.do(SetAnswer("case", "4107", session.instrument.case_questions[0].id, note="Seen."))
    session.close()
    return one


def test_a_hand_out_is_merged_with_the_key_that_was_kept_and_its_device_told(
    cli: Cli, file: Path, words: Path, out: HandedOut
) -> None:
    dry = cli("merge", file, out.path, "--dry-run", "--passphrase-file", words)
    assert dry.status == 0 and "first changes of AB with the device key" in dry.err
    told = cli("merge", file, out.path, "--passphrase-file", words)
    assert told.status == 0 and "total: " in told.out and "not signed" not in told.err
    again = cli("merge", file, out.path, "--passphrase-file", words)
    assert "first changes" not in again.err and "total: 0 new" in again.out
    checked = cli("check", file, "--passphrase-file", words)
    assert checked.status == 0, checked.err
    assert sum(line.startswith("ok device key of AB ") for line in checked.out.splitlines()) == 2


def test_a_forged_hand_out_is_one_line_on_standard_error(cli: Cli, file: Path, words: Path, out: HandedOut) -> None:
    with as_a_forger(out.path, out.key) as driver:
        driver.execute("DELETE FROM signature")
    told = cli("merge", file, out.path, "--passphrase-file", words)
    assert told.status == 1 and len(told.err_lines) == 1 and "did not sign" in told.err
    checked = cli("check", file, "--passphrase-file", words)
    assert checked.status == 0


def test_a_plain_copy_is_told_as_unsigned(cli: Cli, file: Path, words: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.inspection"
    copy.write_bytes(file.read_bytes())
    change_key(copy, key_of(copy, WORDS), None)
    cases = tmp_path / "more.csv"
    cases.write_text("case_ref,ldu\n4107,Truro\n", encoding="utf-8")
    assert cli("import", copy, "--cases", cases).status == 0
    told = cli("merge", file, copy, "--passphrase-file", words)
    assert told.status == 0 and "copy.inspection is not encrypted: 1 change is not signed by its author" in told.err
    assert cli("check", file, "--passphrase-file", words).status == 0


def test_check_names_what_was_forged_by_who_has_the_passphrase(cli: Cli, file: Path, words: Path) -> None:
    key = key_of(file, WORDS)
    with as_a_forger(file, key) as driver:
        driver.execute("DELETE FROM signature WHERE rowid = 4")
    store = Store.open(file, key)
    signed = {one.revision for one in store.signatures()}
    missing = next(r.id for r in store.load() if r.id not in signed)
    store.close()
    told = cli("check", file, "--passphrase-file", words)
    assert told.status == 1 and missing in told.err and "is signed neither by its author’s device" in told.err
