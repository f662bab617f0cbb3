"""Tables that come in and go out: nothing in them runs, all of it reads back, and what is too large is told at once."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from hostile_words import hostile_words
from inspector_app.domain.errors import KnownError
from inspector_app.domain.plain_table import PlainColumn, PlainTable
from inspector_app.exchange import csv_text
from inspector_app.exchange.csv_text import read_table
from inspector_app.exchange.plain_tables import as_clipboard, as_csv, as_workbook
from inspector_app.runtime import files
from inspector_app.runtime.files import read_text
from inspector_app.services import exporting
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.services.trust_comments import SentOut, read_file
from inspector_app.ui.desk import ImportSummary
from inspector_app.ui.widgets.import_panel import TOLD, ImportPanel
from set_files import with_files
from small import small
from watched import ROOT, watching

WORDS = hostile_words("file:///etc/passwd")
ME = Person("AB", "device-1")
DEVICES = ("pipe", "/dev/zero") if hasattr(os, "mkfifo") else ()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = open_new(tmp_path / "one.inspection")
    yield made
    made.close()


def open_new(path: Path) -> Session:
    instrument = with_files(small())
    return Inspections({"small": instrument}).create(path, "small", ME, {"trust": "T"}, {"AB": "lead"})


def test_what_goes_out_runs_in_no_spreadsheet_and_comes_back_word_for_word(session: Session, tmp_path: Path) -> None:
    kept = {}
    for number, said in enumerate(WORDS):
        ref = f"{number}{said[:40]}".strip()
        session.do(AddCase(ref, "AB", {"office": said[:100], "type": "licence"}))
        session.do(SetAnswer("case", ref, "comment", said, note=said))
        kept[ref] = (session.case(ref).answers.get("comment"), session.case(ref).fields.get("office", ""))
    exporting.export_tables(exporting.freeze(session), tmp_path)
    for name in ("cases.csv", "answers.csv", "questions.csv", "scores.csv"):
        for row in csv.reader(io.StringIO((tmp_path / name).read_bytes().decode(), newline="")):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))], name
    other = open_new(tmp_path / "two.inspection")
    texts = [Text(n, read_text(tmp_path / n)) for n in ("cases.csv", "answers.csv")]
    pending = take_in(other, read_in(other, *texts))
    assert pending is not None
    other.settle(pending)
    for ref, (comment, office) in kept.items():
        back = other.case(ref)
        assert back.fields.get("office", "") == office
        assert comment is None or (back.answers["comment"].value, back.answers["comment"].note) == comment.content[:2]
    other.close()


def test_a_workbook_holds_no_formula_no_link_and_nothing_from_outside() -> None:
    rows = tuple((said, said) for said in WORDS)
    table = PlainTable(WORDS[0], WORDS[13], (PlainColumn(WORDS[14]), PlainColumn("b")), rows)
    with zipfile.ZipFile(io.BytesIO(as_workbook(table))) as parts:
        whole = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    for name, content in whole.items():
        assert not re.search(r"<f[ >]|hyperlink|externalLink|<ddeLink|TargetMode=\"External\"|macro", content), name
    assert not [name for name in whole if "external" in name.lower() or "vba" in name.lower()]
    lines = as_clipboard(table).splitlines()
    assert not [cell for line in lines for cell in line.split("\t") if cell.startswith(("=", "+", "-", "@"))]
    for row in csv.reader(io.StringIO(as_csv(table), newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


BAD: dict[str, tuple[bytes, str]] = {
    "UTF-16": ("case_ref\nC1\n".encode("utf-16"), "not written in UTF-8"),
    "UTF-32": ("case_ref\nC1\n".encode("utf-32"), "not written in UTF-8"),
    "Latin-1": ("case_ref\nC\xe91\n".encode("latin-1"), "not written in UTF-8 .line 2"),
    "half a character": (b"case_ref\n\xed\xa0\x80\n", "not written in UTF-8"),
    "too long a code": (b"case_ref\n\xf8\x88\x80\x80\x80\n", "not written in UTF-8"),
    "nothing": (b"", "lacks the column"),
    "only a mark": (b"\xef\xbb\xbf", "lacks the column"),
    "only line ends": (b"\n" * 1000, "lacks the column"),
    "a quotation mark that does not close": (b'case_ref\n"C1\nC2\n', "quotation marks do not match"),
    "a quotation mark within": (b'case_ref\n"C"1"\n', "quotation marks do not match"),
    "a name twice": (b"case_ref,case_ref\nC1,C1\n", "repeats"),
    "a name with signs": ("case_ref,\u202egnp\x1b[31m\nC1,x\n".encode(), "unknown column"),
    "names without end": (b"case_ref," + b",".join(b"c%d" % n for n in range(5000)) + b"\nC1\n", "and 4990 more"),
    "rows of other lengths": (b"case_ref\nC1,,,\n\n,\n", "2 rows are wrong"),
    "no reference": (b"case_ref\n \n", "1 row is wrong"),
    "a reference twice": (b"case_ref\nC1\nC1\n", "1 row is wrong"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_a_table_that_is_none_is_told_in_a_sentence(what: str, session: Session, tmp_path: Path) -> None:
    content, why = BAD[what]
    (tmp_path / "in.csv").write_bytes(content)
    with pytest.raises(KnownError, match=why) as told:
        read_in(session, Text("in.csv", read_text(tmp_path / "in.csv")), None)
    assert len(str(told.value)) < 2_100
    assert session.refs() == ()


def test_control_signs_and_noughts_come_in_as_they_are(session: Session, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_bytes('case_ref,office\nC1,a\x00b\u202ec\x1b[31m\r\nC2,"x\r\ny"\r\n'.encode())
    pending = take_in(session, read_in(session, Text("in.csv", read_text(tmp_path / "in.csv")), None))
    assert pending is not None
    session.settle(pending)
    assert session.case("C1").fields["office"] == "a\x00b\u202ec\x1b[31m"


@pytest.mark.parametrize("what", ["folder", "link in a circle", *DEVICES])
def test_what_is_no_file_is_told_and_nobody_waits_for_it(what: str, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what.startswith("/dev"):
        path = Path(what)
    else:
        path.symlink_to(path)
    with pytest.raises(KnownError, match="nothing was changed"):
        read_text(path)
    with pytest.raises(KnownError, match="nothing was changed"):
        read_file(path, [])


def test_limits_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(files, "LARGEST_TABLE", 1 << 20)
    (tmp_path / "in.csv").write_bytes(b"x" * ((1 << 20) + 1))
    with pytest.raises(KnownError, match="larger than 1 MB"):
        read_text(tmp_path / "in.csv")
    monkeypatch.setattr(csv_text, "MOST_ROWS", 100)
    with pytest.raises(KnownError, match="more than 100 rows"):
        read_table("in.csv", "a\n" * 102, ["a"], ["a"])
    assert len(read_table("in.csv", "a\n" * 100, ["a"], ["a"]).rows) == 99


def test_columns_and_cells_without_end_are_told_before_they_are_made() -> None:
    """With 1.2 GB of memory in all, where the cells of that row alone would take more; Linux keeps to it."""
    told = subprocess.run(
        [sys.executable, "-c", "import test_hostile_tables as this; this.read_without_end()"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "tests"))},
        capture_output=True, encoding="utf-8", timeout=240, check=False, cwd=ROOT,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout.split("\n")[:-1] == ["columns", "quoted", "cell"]


def read_without_end() -> None:
    """What a careless reader would take apart first."""
    if sys.platform == "linux":
        import resource

        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + (1200 << 20), held + (1200 << 20)))
    texts = {"columns": "," * 100_000_000, "quoted": 'a\n"x\n' + "," * 50_000_000, "cell": 'a\n"' + "x" * 100_000_000}
    for what, text in texts.items():
        with pytest.raises(KnownError, match="nothing was taken from it"):
            read_table("in.csv", text, ["a"], ["a"])
        print(what, flush=True)


SENT = (SentOut("aaaaaaaa", "1.1.1", "Plans were late.", "findings-1.1"),)


def test_comments_in_a_table_are_words_and_nothing_else(tmp_path: Path) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("paragraph", "comment", "who", "when"), *(("1.1.1", w, w, w) for w in WORDS)])
    (tmp_path / "in.csv").write_bytes(out.getvalue().encode())
    with watching(tmp_path) as seen:
        found = read_file(tmp_path / "in.csv", SENT)
    assert seen.reached == []
    assert len(found) == sum(1 for said in WORDS if said.strip())
    assert {one.paragraph for one in found} == {"aaaaaaaa"}


def test_a_hundred_thousand_bad_rows_are_told_by_the_first(qtbot: QtBot) -> None:
    panel = ImportPanel()
    qtbot.addWidget(panel)
    rows = tuple(f"in.csv, line {n}: wrong." for n in range(100_000))
    panel.preview(Path("in.csv"), ImportSummary(100_000, bad_rows=rows))
    assert len(panel.lines()) <= TOLD + 5
    assert f"and {100_000 - TOLD:,} more".replace(",", "") in panel.lines()
