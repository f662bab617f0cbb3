"""Tables that come in: cases, answers, the Trust's comments."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.ground import desk, folder
from fuzz.target import Target, refused
from inspector_app.domain.plain_table import PlainColumn, PlainTable
from inspector_app.exchange.csv_text import guarded, read_table, unguarded, write_table
from inspector_app.exchange.plain_tables import as_clipboard, as_csv, as_workbook
from inspector_app.runtime.files import read_text
from inspector_app.services.importing import Text, count_rows, read_in
from inspector_app.services.trust_comments import SentOut, read_file

SENT = (
    SentOut("aaaaaaaa", "1.1.1", "We found that plans were late.", "findings-1.1"),
    SentOut("bbbbbbbb", "1.1.2", "We found that plans were thin.", "findings-1.1"),
    SentOut("cccccccc", "", "Thanks.", "thanks"),
)

CASES = b"case_ref,status,assessor,type,officer,age,start\r\nC1,signed_off,AB,licence,OM1,31,2013-09-02\r\n"
ANSWERS = (
    b"case_ref,officer,question_id,value,assessor,note,evidence,recorded_at\r\n"
    b'C1,,plan,sufficient,AB,"two\nlines",on_file,2013-09-02T10:30:00+01:00\r\n,OM1,topics,late;thin,,,,\r\n'
    b"C2,,visits,'-3.5,,,,\r\n"
)
COMMENTS = b"paragraph,comment,who,when\r\n1.1.1,Not late.,Ms Howe,2014-01-02\r\nfindings-1.1 1.1.2,=1+1,,\r\n"


def _text(data: bytes) -> str | None:
    path = folder() / "in.csv"
    path.write_bytes(data)
    with refused():
        return read_text(path)
    return None


def _cases(data: bytes) -> None:
    if (text := _text(data)) is not None:
        with refused():
            read_in(desk(), Text("in.csv", text), None)
        count_rows(Text("in.csv", text))


def _answers(data: bytes) -> None:
    if (text := _text(data)) is not None:
        with refused():
            read_in(desk(), None, Text("in.csv", text))


def _comments(data: bytes) -> None:
    path = folder() / "comments.csv"
    path.write_bytes(data)
    with refused():
        for one in read_file(path, SENT):
            assert one.words and one.id


def _cells(data: bytes) -> None:
    """What is written reads back as it was, and no spreadsheet runs any of it."""
    text = data.decode("utf-8", "replace")
    rows = [(line + "\t\t").split("\t")[:3] for line in text.split("\n")]
    table = read_table("out.csv", write_table(("a", "b", "c"), rows), ("a",), ("a", "b", "c"))
    assert not table.bad
    back = [[row.get(column) for column in "abc"] for row in table.rows]
    assert back == rows, (back, rows)
    for cell in text.split("\n"):
        assert unguarded(guarded(cell)) == cell
        assert not guarded(cell).startswith(("=", "+", "-", "@", "\t", "\r")), ascii(cell)
    plain = PlainTable(text[:200], text[200:400], tuple(PlainColumn(c, "text") for c in "abc"), tuple(map(tuple, rows)))
    for written in (as_csv(plain), as_clipboard(plain)):
        written.encode()
    if len(data) % 8 == 0:
        as_workbook(plain)


def _target(name: str, run: Callable[[bytes], None], *seeds: bytes) -> Target:
    return Target(name, run, lambda: seeds, 4096)


TARGETS = (
    _target("cases_csv", _cases, CASES, b"\xef\xbb\xbfcase_ref\n=1+1\n", CASES.decode().encode("utf-16")),
    _target("answers_csv", _answers, ANSWERS),
    _target("comments_csv", _comments, COMMENTS),
    _target("cells", _cells, b"=1+1\t'x\ty\n@SUM(A1)\t-1\t\n", b"one"),
)
