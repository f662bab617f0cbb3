"""The Trust's comments: out as a Word file, back with comments on it, taken in once, decided, and printed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.document import Box, Document, Paragraph, Run
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.trust_comments import About, Incoming, pack_about, sort_out, still_open, unpack_about
from inspector_app.exchange.word_comments import KnownParagraph, WordComment, read_comments
from inspector_app.exchange.word_report import ChartWords, as_word
from inspector_app.services.commands import WriteSection
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.session import Person, Session
from inspector_app.services.trust_comments import CommentDesk, SentOut, read_file, write_table
from inspector_app.services.word_export import write_word

FILES = Path(__file__).parent / "files"
KNOWN = (
    KnownParagraph("0a0a0a01", "1.1.1", "Reports were clear in *all but four* cases."),
    KnownParagraph("0a0a0a02", "1.1.2", "Sources had been checked, and the bench was told so."),
    KnownParagraph("0a0a0a03", "1.1.3", "Proposals were followed in most of the cases we read."),
)


def small() -> Any:
    """A report of three paragraphs, open in Word."""
    blocks = tuple(Paragraph((Run(k.text.replace("*", "")),), k.number, k.key) for k in KNOWN)
    made = Document("T", "A", "S", "en", ("L", "R"), "F", "{page}{pages}", blocks)
    return docx.Document(io.BytesIO(as_word(made, ChartWords("a", "b", "c"))))


def saved(word: Any) -> bytes:
    held = io.BytesIO()
    word.save(held)
    return held.getvalue()


def read(word: Any) -> tuple[WordComment, ...]:
    return read_comments(saved(word), "back.docx", KNOWN)


def repacked(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        held = {name: source.read(name) for name in source.namelist()}
    change(held)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, blob in held.items():
            target.writestr(name, blob)
    return packed.getvalue()


# Word files


def test_a_comment_finds_its_paragraph_by_the_key() -> None:
    word = small()
    word.add_comment(word.paragraphs[0].runs[-1], "It was five.\nSee our records.", author="A. Manager")
    word.add_comment([word.paragraphs[1].runs[0], word.paragraphs[2].runs[-1]], "Both.", author="B. Director")
    first, second = read(word)
    assert (first.author, first.text, first.keys) == ("A. Manager", "It was five.\nSee our records.", ("0a0a0a01",))
    assert second.keys == ("0a0a0a02", "0a0a0a03")
    assert re.match(r"\d{4}-\d\d-\d\dT", first.at)


def test_a_file_saved_by_another_program_reads_the_same() -> None:
    found = read_comments((FILES / "comments-libreoffice.docx").read_bytes(), "back.docx", KNOWN)
    assert [(c.author, c.keys, c.text.split("\n")[0]) for c in found] == [
        ("A. Manager", ("0a0a0a01",), "It was five cases."),
        ("B. Director", ("0a0a0a02", "0a0a0a03"), "Both paragraphs overstate this."),
        ("A. Manager", ("0a0a0a05",), "Since put right."),
        ("", ("0a0a0a06",), "Who said this? evil =1+1"),
        ("B. Director", (), "We added this."),
    ]
    assert found[-1].beside == "A paragraph of our own."


def test_a_paragraph_that_lost_its_bookmark_is_found_by_its_words_or_not_at_all() -> None:
    word = small()
    for mark in list(word.element.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    word.paragraphs[1].runs[-1].text = "Sources have been checked, and the bench was told so!"
    word.paragraphs[2].runs[-1].text = "Something else altogether stands here now."
    for place, paragraph in enumerate(word.paragraphs):
        word.add_comment(paragraph.runs, f"Comment {place}", author="X")
    assert [c.keys for c in read(word)] == [("0a0a0a01",), ("0a0a0a02",), ()]


def test_a_paragraph_that_somebody_parts_in_two_keeps_its_key_in_both() -> None:
    word = small()
    body = word.element.body
    first = word.paragraphs[0]._p
    second = docx.oxml.parse_xml(
        '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t>cases.</w:t></w:r></w:p>'
    )
    end = first.find(qn("w:bookmarkEnd"))
    first.remove(end)
    second.append(end)
    body.insert(1, second)
    word.add_comment(word.paragraphs[1].runs, "In the second half.", author="X")
    word.add_comment(word.paragraphs[2].runs, "In the next one.", author="X")
    assert [c.keys for c in read(word)] == [("0a0a0a01",), ("0a0a0a02",)]


def test_a_comment_anywhere_in_a_box_is_about_the_box() -> None:
    inside = (Paragraph((Run("He came back."),), key="0a0a0a06"), Paragraph((Run("He found work."),)))
    made = Document("T", "A", "S", "en", ("L", "R"), "F", "", (Box("illustration", "A way back", inside),))
    word = docx.Document(io.BytesIO(as_word(made, ChartWords("a", "b", "c"))))
    for paragraph in word.tables[0].rows[0].cells[0].paragraphs:
        word.add_comment(paragraph.runs, "Said.", author="X")
    word.add_comment(word.add_paragraph("After it.").runs, "Said.", author="X")
    assert [c.keys for c in read(word)] == [("0a0a0a06",)] * 3 + [()]


def test_what_was_struck_out_is_not_read_and_a_mark_without_length_is() -> None:
    word = small()
    word.add_comment(word.paragraphs[0].runs[-1], "Said.", author="X")
    for mark in list(word.element.body.iter(qn("w:commentRangeStart"), qn("w:commentRangeEnd"))):
        mark.getparent().remove(mark)
    assert [c.keys for c in read(word)] == [("0a0a0a01",)]


def test_a_reply_says_to_whom() -> None:
    word = small()
    word.add_comment(word.paragraphs[0].runs[-1], "Five.", author="A. Manager")
    word.add_comment(word.paragraphs[0].runs[-1], "Four, I think.", author="B. Director")

    def thread(held: dict[str, bytes]) -> None:
        ids = iter((b"00000011", b"00000022"))
        space = b' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
        comments = re.sub(rb"<w:p>", lambda _: b'<w:p w14:paraId="' + next(ids) + b'">', held["word/comments.xml"])
        held["word/comments.xml"] = comments.replace(b"<w:comments ", b"<w:comments" + space + b" ", 1)
        if space not in held["word/comments.xml"].replace(b" xmlns:w14", b" xmlns:w14", 1):
            raise AssertionError
        held["word/commentsExtended.xml"] = (
            b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
            b'<w15:commentEx w15:paraId="00000011" w15:done="0"/>'
            b'<w15:commentEx w15:paraId="00000022" w15:paraIdParent="00000011" w15:done="0"/></w15:commentsEx>'
        )
        held["word/_rels/document.xml.rels"] = held["word/_rels/document.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended" '
            b'Target="commentsExtended.xml"/></Relationships>',
        )

    found = read_comments(repacked(_without_w14(saved(word)), thread), "back.docx", KNOWN)
    assert [(c.author, c.reply_to) for c in found] == [("A. Manager", ""), ("B. Director", "A. Manager")]


def _without_w14(content: bytes) -> bytes:
    def change(held: dict[str, bytes]) -> None:
        held["word/comments.xml"] = re.sub(
            rb' (xmlns:w14|mc:Ignorable|w14:paraId)="[^"]*"', b"", held["word/comments.xml"]
        )

    return repacked(content, change)


def bomb(part: str) -> Callable[[dict[str, bytes]], None]:
    def change(held: dict[str, bytes]) -> None:
        held[part] = held[part].replace(b"</w:body>", b"<w:p/>" * 8_000_000 + b"</w:body>")

    return change


def entities(held: dict[str, bytes]) -> None:
    text = held["word/document.xml"]
    head = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hosts">]>'
    held["word/document.xml"] = head + re.sub(rb"^<\?xml[^>]*\?>", b"", text).replace(b"Reports", b"&x;&b;", 1)


def outside(held: dict[str, bytes]) -> None:
    held["word/_rels/document.xml.rels"] = re.sub(
        rb'Target="comments.xml"',
        b'TargetMode="External" Target="http://example.org/c.xml"',
        held["word/_rels/document.xml.rels"],
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a Word file"),
        (b"\xd0\xcf\x11\xe0" + bytes(4096), "not a Word file"),
        (b"PK\x03\x04" + bytes(100), "not a Word file"),
        (repacked(saved(small()), lambda held: held.pop("[Content_Types].xml")), "not a Word file"),
        (repacked(saved(small()), lambda held: held.pop("word/document.xml")), "not a Word file"),
        (repacked(saved(small()), lambda held: held.update({"word/document.xml": b"<w:document"})), "damaged"),
        (repacked(saved(small()), entities), "damaged"),
        (repacked(saved(small()), bomb("word/document.xml")), "unpacks to more"),
        (repacked(saved(small()), lambda held: held.update({f"x/{n}": b"" for n in range(20_001)})), "unpacks to more"),
        (saved(small())[:-700], "not a Word file"),
        (bytes(65 << 20), "larger than any report"),
    ],
    ids=["empty", "old", "cut", "no-types", "no-body", "no-xml", "entities", "bomb", "many", "torn", "huge"],
)  # fmt: skip
def test_a_hostile_or_broken_file_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(KnownError, match=said) as told:
        read_comments(content, "back.docx", KNOWN)
    assert str(told.value).count("back.docx") == 1


def test_nothing_is_looked_up_outside_the_file() -> None:
    word = small()
    word.add_comment(word.paragraphs[0].runs[-1], "Said.", author="X")
    assert read_comments(repacked(saved(word), outside), "back.docx", KNOWN) == ()


def test_a_file_without_comments_has_none() -> None:
    assert read(small()) == ()


def test_a_damaged_entry_is_told(tmp_path: Path) -> None:
    content = bytearray(saved(small()))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as packed:
        entry = packed.getinfo("word/document.xml")
    for place in range(entry.header_offset + 80, entry.header_offset + 200):
        content[place] ^= 0xFF
    with pytest.raises(KnownError, match="damaged"):
        read_comments(bytes(content), "back.docx", KNOWN)


# What is kept


@given(st.text(), st.text(), st.text(), st.text(), st.lists(st.text()).map(tuple))
def test_whence_a_comment_came_is_kept_exactly(
    who: str, when: str, number: str, to: str, also: tuple[str, ...]
) -> None:
    about = About(who, when, number, to, also)
    assert unpack_about(pack_about(about)) == about
    assert unpack_about(who).who == who or unpack_about(who) != About()


def test_one_comment_is_one_however_often_it_comes() -> None:
    one, other = Incoming("It was five.", About("A"), "0a0a0a01"), Incoming("It was  five.", About("A"), "0a0a0a01")
    lost = Incoming("Where?", About("B"), beside="nowhere", why="no_paragraph")
    found = sort_out([one, other, lost, lost], [])
    assert (len(found.new), len(found.same), len(found.not_placed)) == (1, 0, 1)
    assert one.id == other.id != Incoming("It was five.", About("A"), "0a0a0a02").id


# An inspection


@pytest.fixture
def example(example_file: Path, question_sets: dict[str, Instrument], tmp_path: Path) -> Iterator[Session]:
    """The example, open, to be written in."""
    copy = tmp_path / "example.inspection"
    copy.write_bytes(example_file.read_bytes())
    session = Inspections(question_sets).open(copy, Person("HMI-01", "test"))
    yield session
    session.close()


def back_from_the_trust(desk: ReportDesk, folder: Path) -> tuple[Path, list[SentOut]]:
    """The report sent out and returned, with comments on three of its paragraphs and on one that is not ours."""
    written = write_word(desk.freeze(), folder / "sent.docx")
    assert written is not None
    word = docx.Document(str(written.path))
    numbered = [one for one in CommentDesk(desk).sent_out() if re.fullmatch(r"3\.1\.[124]", one.number)]
    for one in numbered:
        paragraph = next(p for p in word.paragraphs if p.text.startswith(f"{one.number}\t"))
        word.add_comment(paragraph.runs, f"On {one.number}.", author="A. Manager")
    word.add_comment(word.add_paragraph("Ours.").runs, "New.", author="B. Director")
    word.save(str(folder / "back.docx"))
    return folder / "back.docx", numbered


def test_comments_go_out_come_back_once_and_are_decided(example: Session, tmp_path: Path) -> None:
    report = ReportDesk(example)
    desk = CommentDesk(report)
    path, numbered = back_from_the_trust(report, tmp_path)
    found = desk.sort_out(read_file(path, desk.sent_out()))
    assert [(one.paragraph, one.about.number) for one in found.new] == [(one.key, one.number) for one in numbered]
    assert [(one.words, one.beside, one.why) for one in found.not_placed] == [("New.", "Ours.", "no_paragraph")]
    placed = desk.place(found.not_placed[0], numbered[0].key)
    example.do(desk.take_in([*found.new, placed]))
    assert len(desk.all()) == 4
    again = desk.sort_out(read_file(path, desk.sent_out()))
    assert (again.new, len(again.same)) == ((), 3)
    assert example.do(desk.take_in(again.same)) is None
    assert example.do(desk.take_in([*found.new, placed])) is None
    views = desk.all()
    assert [view.number for view in views] == ["3.1.1", "3.1.1", "3.1.2", "3.1.4"]
    assert views[0].section == "findings-3.1" and views[0].figures and not views[0].moved
    assert {chip.source for chip in views[0].figures} >= {"{{fig: question=lor_assessment}}"}
    example.do(desk.decide(views[0].comment, "accepted", "Mended."))
    example.do(desk.decide(views[2].comment, "not", "The file says otherwise."))
    assert len(still_open([view.comment for view in desk.all()])) == 2
    example.do(desk.decide(views[0].comment, ""))
    assert len(still_open([view.comment for view in desk.all()])) == 3


def test_a_comment_follows_its_paragraph_and_says_when_that_is_gone(example: Session, tmp_path: Path) -> None:
    report = ReportDesk(example)
    desk = CommentDesk(report)
    path, numbered = back_from_the_trust(report, tmp_path)
    example.do(desk.take_in(desk.sort_out(read_file(path, desk.sent_out())).new))
    text = report.section("findings-3.1").text
    example.do(WriteSection("findings-3.1", f"A new beginning.\n\n{text}"))
    assert [(v.number, v.moved) for v in desk.all()] == [("3.1.2", True), ("3.1.3", True), ("3.1.5", True)]
    # The file that the Trust sent back is still read as it was sent.
    assert len(desk.sort_out(read_file(path, desk.sent_out())).same) == 3
    example.do(WriteSection("findings-3.1", "Only this."))
    assert all(view.gone for view in desk.all())
    assert [row[0] for row in desk.table().rows] == [one.number for one in numbered]


def commented(desk: ReportDesk, path: Path, words: str, beginnings: tuple[str, ...]) -> Path:
    """The report as it went out, with the same comment beside each paragraph that begins in one of these ways."""
    written = write_word(desk.freeze(), path)
    assert written is not None
    word = docx.Document(str(path))
    for beginning in beginnings:
        paragraph = next(p for p in reversed(word.paragraphs) if p.text.startswith(beginning))
        word.add_comment(paragraph.runs, f"{words} ({beginning})", author="A. Manager")
    word.save(str(path))
    return path


def test_a_second_round_brings_what_is_new_in_it(example: Session, tmp_path: Path) -> None:
    report = ReportDesk(example)
    desk = CommentDesk(report)
    strength = "Sentences began promptly."
    numbered = ("3.1.1", "2.2.5")
    first = commented(report, tmp_path / "first.docx", "First", (strength, *numbered))
    found = desk.sort_out(read_file(first, desk.sent_out()))
    assert [one.words for one in found.not_placed] == []
    assert len(found.new) == 3
    example.do(desk.take_in(found.new))
    text = report.section("findings-3.1").text
    example.do(WriteSection("findings-3.1", f"A new beginning.\n\n{text}"))
    second = commented(report, tmp_path / "second.docx", "Second", ("3.1.2", strength))
    again = desk.sort_out(read_file(second, desk.sent_out()))
    assert (again.same, again.not_placed) == ((), ())
    assert {one.paragraph for one in again.new} < {one.paragraph for one in found.new}
    example.do(desk.take_in(again.new))
    assert len(desk.all()) == 5


def test_comments_come_in_a_table_too(example: Session, tmp_path: Path) -> None:
    desk = CommentDesk(ReportDesk(example))
    sent = desk.sent_out()
    key = next(one.key for one in sent if one.number == "3.1.2")
    path = tmp_path / "comments.csv"
    path.write_text(
        "comment,paragraph,who,when\r\n'=1+1 is wrong,3.1.2,A,2013-11-20\r\nBy key,"
        f"{key},A,\r\nIn which chapter?,1,B,\r\nThat one,strengths-3 1,B,\r\nNowhere,9.9.9,B,\r\n,3.1.1,B,\r\n",
        encoding="utf-8",
    )
    found = desk.sort_out(read_file(path, sent))
    assert [(one.words, one.paragraph) for one in found.new[:2]] == [("=1+1 is wrong", key), ("By key", key)]
    assert found.new[2].words == "That one" and len(found.new) == 3
    assert [(one.words, one.why) for one in found.not_placed] == [
        ("In which chapter?", "several"), ("Nowhere", "no_paragraph"),
    ]  # fmt: skip
    path.write_text("who,comment\r\nA,B\r\n", encoding="utf-8")
    with pytest.raises(KnownError, match="paragraph"):
        read_file(path, sent)
    path.write_text("paragraph,comment\r\nA,B,C\r\n", encoding="utf-8")
    with pytest.raises(KnownError, match="line 2"):
        read_file(path, sent)


def test_comments_and_replies_are_printed_however_long_they_are(example: Session, tmp_path: Path) -> None:
    report = ReportDesk(example)
    desk = CommentDesk(report)
    assert write_table(desk.document(), tmp_path / "none.pdf") is not None
    path, _ = back_from_the_trust(report, tmp_path)
    incoming = desk.sort_out(read_file(path, desk.sent_out())).new
    long = Incoming("This is wrong throughout. " * 900, About("C", "2013-11-21"), incoming[0].paragraph)
    example.do(desk.take_in([*incoming, long]))
    example.do(desk.decide(desk.all()[0].comment, "partly", "We have said so more plainly. " * 400))
    table = desk.table()
    assert "Of 4 comments 0 accepted, 1 in part" in table.counted
    assert len(table.rows) == 4 and table.rows[0][3] == "Accepted in part"
    made = write_table(desk.document(), tmp_path / "comments.pdf")
    assert made is not None and made.read_bytes().startswith(b"%PDF")
    assert write_table(desk.document(), tmp_path / "stopped.pdf", cancelled=lambda: True) is None
    assert not (tmp_path / "stopped.pdf").exists()
