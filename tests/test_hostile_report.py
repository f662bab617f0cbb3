"""Hostile words in the report: on its pages and in its Word file they stand as typed, lead nowhere and take no time."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from hostile_words import hostile_words
from inspector_app.domain.disclosure import Passage, People, disclosures
from inspector_app.domain.instrument import Instrument
from inspector_app.services import exporting, report_export
from inspector_app.services.commands import (
    AddCase,
    AddComments,
    ChangeName,
    NewComment,
    SetAnswer,
    SetDetails,
    SetReport,
    WriteSection,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_preview import prepare as prepare_preview
from inspector_app.services.session import Person, Session
from inspector_app.services.trust_comments import CommentDesk, write_table
from set_files import with_files
from small import small
from watched import ROOT, Trap, trap, watching

__all__ = ["trap"]
ME = Person("AB", "device-1")


@pytest.fixture
def makers() -> Inspections:
    instrument: Instrument = with_files(small())
    return Inspections({"small": instrument})


@pytest.fixture
def session(makers: Inspections, trap: Trap, tmp_path: Path) -> Any:
    words = hostile_words(trap.url)
    details = {"trust": words[0], "title": words[7], "lead": words[2], "fieldwork_start": words[9]}
    team = {"AB": "lead", words[0][:100]: "inspector", words[7][:100]: "local_assessor"}
    made = makers.create(tmp_path / "hostile.inspection", "small", ME, details, team)
    fill(made, words)
    yield made
    made.close()


def fill(session: Session, words: tuple[str, ...]) -> None:
    for number, said in enumerate(words):
        ref = f"{number} {said[:60]}".strip()
        session.do(AddCase(ref, "AB", {"office": said[:200], "officer": said[:80], "type": "licence"}))
        session.do(SetAnswer("case", ref, "plan", "insufficient", note=said))
        session.do(SetAnswer("case", ref, "comment", said))
    session.do(WriteSection("foreword", "\n\n".join(words)))
    session.do(WriteSection("findings-1.1", "\n".join(f"- {said}[^{n}]" for n, said in enumerate(words[:20]))))
    session.do(WriteSection("thanks", "> [!illustration] " + "\n> ".join(words[:12])))
    session.do(
        AddComments([NewComment("aaaaaaaa", said, said, f"id-{n}") for n, said in enumerate(words) if said.strip()])
    )
    session.do(SetReport({"version": words[7][:40]}))


def test_the_pdf_holds_no_action_and_shows_the_words_as_typed(session: Session, trap: Trap, tmp_path: Path) -> None:
    # When it is loaded ReportLab looks for settings of its own in the home folder; that is no matter of words.
    import inspector_app.report.render

    assert inspector_app.report.render
    with watching(tmp_path) as seen:
        report_export.write(report_export.prepare(session, annex=True), tmp_path / "out.pdf")
    assert seen.reached == []
    assert not trap.touched()
    content = (tmp_path / "out.pdf").read_bytes()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary):
                acts = {"/URI", "/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EF", "/AA"}
                if found.get("/Type") == "/Annot":
                    acts |= {"/A"}
                assert not acts & set(found.keys()), found
                assert found.get("/S") not in ("/URI", "/Launch", "/JavaScript", "/GoToR", "/SubmitForm", "/ImportData")
                assert found.get("/Subtype") != "/Image"
    text = " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
    for said in ('<font color="[__import__', "![picture](file:", "DDEAUTO", "%s %n %x"):
        assert said in text


def test_the_word_file_holds_no_field_no_link_and_no_other_part(session: Session, trap: Trap, tmp_path: Path) -> None:
    with watching(tmp_path) as seen:
        report_export.write(report_export.prepare(session), tmp_path / "out.docx")
    assert seen.reached == []
    assert not trap.touched()
    with zipfile.ZipFile(tmp_path / "out.docx") as parts:
        for name in parts.namelist():
            content = parts.read(name).decode("utf-8", "replace")
            assert 'TargetMode="External"' not in content, name
            assert "altChunk" not in content and "<!DOCTYPE" not in content, name
            assert "attachedTemplate" not in content and "vbaProject" not in name
            fields = set(re.findall(r'w:instr="([^"]*)"', content)) | set(
                re.findall(r"<w:instrText[^>]*>([^<]*)", content)
            )
            assert fields <= {"PAGE", "NUMPAGES"}, (name, fields)
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", content), name


def test_preview_tables_and_comments_are_drawn_and_nothing_is_reached_for(
    session: Session, trap: Trap, tmp_path: Path
) -> None:
    desk = ReportDesk(session)
    with watching(tmp_path) as seen:
        preview = prepare_preview(desk, "foreword", "\n\n".join(hostile_words(trap.url)), 300)
        assert preview(lambda *_: None, lambda: False) is not None
        exporting.export_tables(exporting.freeze(session), tmp_path / "tables")
        write_table(CommentDesk(desk).document(), tmp_path / "comments.pdf")
    assert seen.reached == []
    assert not trap.touched()


def test_a_watch_would_notice_who_reads_a_file_or_starts_a_program(trap: Trap, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with watching(tmp_path / "in") as seen:
        Path("/etc/hostname").exists() and Path("/etc/hostname").read_bytes()
        trap.path.read_bytes()
        (tmp_path / "out").write_text("x")
        subprocess.run([sys.executable, "-c", ""], check=True)
    assert [line.split()[0] for line in seen.reached if "trap" in line] == ["open"]
    assert any("open to write" in line for line in seen.reached)
    assert any(line.startswith("subprocess.Popen") for line in seen.reached)
    assert trap.touched()


def test_half_a_character_is_kept_as_the_sign_for_what_is_missing(session: Session) -> None:
    """A clipboard may bring one, and no file can hold it."""
    session.do(ChangeName("Ann \ud800Howe", "Bella\udfff", "note \ud8ff"))
    session.do(AddCase("C\ud800", "AB", {"office": "\udcff", "type": "licence"}))
    session.do(WriteSection("role", "half \ud83d"))
    session.do(SetDetails({"trust": "T\ud800"}, {"X\udfff": "inspector"}))
    assert "C\ufffd" in session.refs()
    session.keep_draft("case", "C\ud800", "comment", "value", "typing \ud800").result()
    (draft,) = session.left_by_a_crash()
    assert draft.text == "typing \ufffd"
    assert disclosures([Passage("s", "p", "half \ud800 of Ann Howe")], People(("Ann \ud800 Howe",)))


LARGE = {
    "figures": "1" * 60_000, "number words": "two " * 15_000, "stars": "*" * 60_000, "brackets": "[" * 60_000,
    "braces": "{{fig: \"" * 8_000, "boxes": "> " * 30_000, "footnotes": "[^1]: x\n" * 8_000, "codes": "A/" * 30_000,
    "marks": "a\u0301" * 30_000, "spaces": "\u00a0a" * 30_000, "emphasis": "**a*" * 15_000, "escapes": "&#60;" * 12_000,
    "signs": "a@" * 30_000, "a hundred thousand lines": "a\n" * 100_000, "a megabyte": "word " * 200_000,
}  # fmt: skip
"""A megabyte, a hundred thousand lines, and what a careless pattern would go through again and again: sixty thousand
figures in a row took minutes once."""


def test_a_text_of_a_megabyte_is_read_in_time() -> None:
    """In a process of its own, which is ended where it does not come to an end; each takes a second or two."""
    told = subprocess.run(
        [sys.executable, "-c", "import test_hostile_report as this; this.read_large()"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "packaging", "tests"))},
        capture_output=True, encoding="utf-8", timeout=400, check=False, cwd=ROOT,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    assert told.stdout.split("\n")[:-1] == list(LARGE)


def read_large() -> None:
    """All that is done with a text while it is written and when it is printed, but for the setting of its pages."""
    from fuzz.doors.report_texts import read_text

    for what, text in LARGE.items():
        read_text(text)
        print(what, flush=True)
