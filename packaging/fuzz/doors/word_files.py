"""Word files that come back with comments."""

from __future__ import annotations

import io
import zipfile

from fuzz.target import Target, refused
from inspector_app.exchange.word_comments import KnownParagraph, read_comments

KNOWN = (
    KnownParagraph("aaaaaaaa", "1.1.1", "We found that plans were late."),
    KnownParagraph("bbbbbbbb", "1.1.2", "We found that plans were thin."),
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{KIND}/%s" Target="%s"/></Relationships>'
)
DOCUMENT = (
    f'<w:document {W}><w:body><w:p><w:bookmarkStart w:id="1" w:name="p_aaaaaaaa"/><w:commentRangeStart w:id="0"/>'
    '<w:r><w:t>We found that plans were late.</w:t></w:r><w:commentRangeEnd w:id="0"/><w:bookmarkEnd w:id="1"/></w:p>'
    "<w:p><w:r><w:t>1.1.2</w:t><w:tab/><w:t>We found that plans are thin.</w:t></w:r><w:r>"
    '<w:commentReference w:id="2"/></w:r></w:p></w:body></w:document>'
)
COMMENTS = (
    f'<w:comments {W} {W14}><w:comment w:id="0" w:author="Ms Howe" w:date="2014-01-02T10:00:00Z"><w:p w14:paraId="1">'
    '<w:r><w:t>Not so.</w:t></w:r></w:p></w:comment><w:comment w:id="2" w:author="B"><w:p><w:r><w:t>Why?</w:t></w:r>'
    "</w:p></w:comment></w:comments>"
)
PARTED = b"\x00---\x00"


def word_file(document: bytes, comments: bytes, **more: bytes) -> bytes:
    """A docx of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("_rels/.rels", RELATIONS % ("officeDocument", "word/document.xml"))
        made.writestr("word/_rels/document.xml.rels", RELATIONS % ("comments", "comments.xml"))
        made.writestr("word/document.xml", document)
        made.writestr("word/comments.xml", comments)
        for name, content in more.items():
            made.writestr(name, content)
    return out.getvalue()


def _read(content: bytes) -> None:
    with refused():
        for one in read_comments(content, "x.docx", KNOWN):
            assert one.text.strip()
            f"{one.author}{one.text}{one.beside}{one.reply_to}{one.at}".encode()


def _parts(data: bytes) -> None:
    document, _, comments = data.partition(PARTED)
    _read(word_file(document, comments or COMMENTS.encode()))
    if not comments:
        _read(word_file(DOCUMENT.encode(), document))


TARGETS = (
    Target(
        "word_parts",
        _parts,
        lambda: [
            DOCUMENT.encode(), COMMENTS.encode(), DOCUMENT.encode() + PARTED + COMMENTS.encode(),
            DOCUMENT.encode("utf-16") + PARTED + COMMENTS.encode("utf-16"),
            b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        ],
        4096,
    ),
    Target(
        "word_file", _read,
        lambda: [word_file(DOCUMENT.encode(), COMMENTS.encode()), b"PK\x05\x06" + bytes(18)], 8192,
    ),
)  # fmt: skip
