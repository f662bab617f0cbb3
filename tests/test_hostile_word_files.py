"""Word files from strangers: entities, bombs, links and lies are told in a sentence, and nothing is looked up."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from hostile_words import hostile_words
from inspector_app.domain.errors import KnownError
from inspector_app.exchange.case_form_reading import read_word_form
from inspector_app.exchange.word_comments import KnownParagraph, read_comments
from inspector_app.exchange.word_parts import LARGEST_FILE, LARGEST_PART
from watched import ROOT, Trap, trap, watching

sys.path.insert(0, str(ROOT / "packaging"))
from fuzz.doors.word_files import COMMENTS, DOCUMENT, KIND, RELATIONS, TYPES, W, word_file

sys.path.remove(str(ROOT / "packaging"))

__all__ = ["trap"]
KNOWN = (KnownParagraph("aaaaaaaa", "1.1.1", "We found that plans were late."),)
LABELS = ("Case", "Officer")


def packed(folder: Path, method: int = zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    """A docx in which some parts are others; `__` in a name stands for a slash, `_` for a stop."""
    named = {
        "[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS % ("officeDocument", "word/document.xml"),
        "word/_rels/document.xml.rels": RELATIONS % ("comments", "comments.xml"), "word/document.xml": DOCUMENT,
        "word/comments.xml": COMMENTS,
    } | {name.replace("__", "/").replace("_", "."): content for name, content in parts.items()}  # fmt: skip
    with zipfile.ZipFile(folder / "made.docx", "w", method) as made:
        for name, content in named.items():
            made.writestr(name, content)
    return (folder / "made.docx").read_bytes()


def laughs(url: str) -> str:
    """A billion laughs, and entities that lie elsewhere."""
    grown = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{grown}<!ENTITY file SYSTEM "{url}"><!ENTITY % p SYSTEM "{url}">'
        f'<!ENTITY net SYSTEM "http://127.0.0.1:9/x"> %p;]><w:comments {W}><w:comment w:id="0"><w:p><w:r>'
        "<w:t>&l9;&file;&net;</w:t></w:r></w:p></w:comment></w:comments>"
    )


FORGED: dict[str, Callable[[Path, str], bytes]] = {
    "a billion laughs in the comments": lambda folder, url: packed(folder, word__comments_xml=laughs(url)),
    "a billion laughs in the text": lambda folder, url: packed(folder, word__document_xml=laughs(url)),
    "a document type from elsewhere": lambda folder, url: packed(
        folder, word__comments_xml=f'<!DOCTYPE x SYSTEM "{url}"><x>&a;</x>'
    ),
    "a part that unpacks to more": lambda folder, url: packed(folder, word__comments_xml=b" " * (LARGEST_PART + 1)),
    "a part that unpacks to more, with tags": lambda folder, url: packed(
        folder, word__document_xml=b"<x>" + b"<y/>" * (LARGEST_PART // 4) + b"</x>"
    ),
    "packed another way": lambda folder, url: packed(folder, zipfile.ZIP_LZMA),
    "packed another way still": lambda folder, url: packed(folder, zipfile.ZIP_BZIP2),
    "tags in tags": lambda folder, url: packed(folder, word__comments_xml=b"<x>" * 100_000 + b"</x>" * 100_000),
    "a part that is cut off": lambda folder, url: packed(folder, word__comments_xml=COMMENTS[:-20]),
    "an encoding that is none": lambda folder, url: packed(
        folder, word__comments_xml=b'<?xml version="1.0" encoding="x-none"?>' + COMMENTS.encode()
    ),
    "signs that XML cannot hold": lambda folder, url: packed(folder, word__comments_xml=COMMENTS.replace("Not",
    "&#0;\x01")),
    "nothing": lambda folder, url: b"",
    "no archive": lambda folder, url: b"PK\x03\x04" + bytes(1000),
    "too large": lambda folder, url: bytes(LARGEST_FILE + 1),
}  # fmt: skip


@pytest.mark.parametrize("what", FORGED)
def test_what_is_no_sound_word_file_is_told_and_nothing_is_looked_up(what: str, tmp_path: Path, trap: Trap) -> None:
    content = FORGED[what](tmp_path, trap.url)
    with watching(tmp_path) as seen:
        with pytest.raises(KnownError, match="nothing was taken in"):
            read_comments(content, "x.docx", KNOWN)
        with pytest.raises(KnownError, match="nothing was taken in"):
            read_word_form(content, "x.docx", LABELS)
    assert seen.reached == []
    assert not trap.touched()


def test_relations_that_lead_out_of_the_file_are_not_followed(tmp_path: Path, trap: Trap) -> None:
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{KIND}/comments" Target="{trap.url}" TargetMode="External"/></Relationships>'
    )
    for target in (outside, RELATIONS % ("comments", "../../../../etc/passwd"), RELATIONS % ("comments", trap.url)):
        content = packed(tmp_path, **{"word___rels__document_xml_rels": target})
        with watching(tmp_path) as seen:
            assert read_comments(content, "x.docx", KNOWN) in (
                (),
                read_comments(word_file(DOCUMENT.encode(), COMMENTS.encode()), "x", KNOWN),
            )
        assert seen.reached == []
    assert not trap.touched()


def test_comments_of_any_words_are_words(tmp_path: Path) -> None:
    import html

    words = [w for w in hostile_words("file:///etc/passwd") if w.strip()]
    inside = "".join(
        f'<w:comment w:id="{n}" w:author="{html.escape(legal(w))[:200]}"><w:p><w:r><w:t xml:space="preserve">'
        f"{html.escape(legal(w))}</w:t></w:r></w:p></w:comment>" for n, w in enumerate(words)
    )  # fmt: skip
    found = read_comments(
        packed(tmp_path, word__comments_xml=f"<w:comments {W}>{inside}</w:comments>"), "x.docx", KNOWN
    )
    assert len(found) == len(words)
    assert all(not set("\u202a\u202e\u2066") & set(one.text + one.author) for one in found)


def legal(text: str) -> str:
    """Without what no XML file can hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (ord(c) >= 32 and not 0xFDD0 <= ord(c) <= 0xFDEF and ord(c) & 0xFFFE != 0xFFFE)
    )


def test_many_comments_on_long_paragraphs_that_are_nearly_the_same_are_placed_in_time() -> None:
    """In a process of its own, which is ended where it does not come to an end."""
    told = subprocess.run(
        [sys.executable, "-c", "import test_hostile_word_files as this; this.place_many()"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in ("", "packaging", "tests"))},
        capture_output=True, encoding="utf-8", timeout=200, check=False, cwd=ROOT,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    assert int(told.stdout) == 1_500


def place_many() -> None:
    """Each paragraph has a number that is known and four thousand signs that are like, and not the same."""
    text = " ".join(f"w{n}" for n in range(1_000))
    known = [KnownParagraph(f"{n:08x}", "1.1.1", f"x{n} {text}") for n in range(20)]
    mark = '</w:t></w:r><w:r><w:commentReference w:id="{n}"/></w:r></w:p>'
    begin = "<w:p><w:r><w:t>1.1.1</w:t><w:tab/><w:t>"
    body = "".join(f"{begin}y{n} {text}{mark.format(n=n)}" for n in range(1_500))
    said = "".join(f'<w:comment w:id="{n}"><w:p><w:r><w:t>c{n}</w:t></w:r></w:p></w:comment>' for n in range(1_500))
    content = word_file(
        f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(),
        f"<w:comments {W}>{said}</w:comments>".encode(),
    )
    print(len(read_comments(content, "x.docx", known)))
