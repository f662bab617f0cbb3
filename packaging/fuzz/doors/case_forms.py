"""Forms of cases that come back filled in, as Word files and as texts; and what stands in one of their answers."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import cache

from fuzz.ground import desk, folder
from fuzz.target import Target, refused
from inspector_app.domain.instrument import Choice
from inspector_app.domain.paper_marks import chosen, read_entry
from inspector_app.domain.paper_words_en import ENGLISH
from inspector_app.services.filled_forms import command_of, look, read_files
from inspector_app.services.paper_forms import prepare, printed, write

CHOICES = (Choice("x", "x-ray, seen"), Choice("two", "2 weeks"), Choice("1", "Level 2"), Choice("na", "Not applicable"))
_CODE = re.compile(rb"Inspector form 1 / [0-9a-f]{12} / small 1\.0\.0 / [0-9a-f]{12}")
ANSWER = "☐ 1 x-ray, seen\n☒ 2 2 weeks\n[x] 3 Level 2\n4"


@cache
def form(ref: str, ending: str) -> bytes:
    """The form of a case of the desk as it stands; of a new one without a reference."""
    path = folder() / f"printed{ending}"
    write(((prepare(desk(), (ref,), datetime(2013, 9, 2, 12, tzinfo=UTC))[0], path),))
    return path.read_bytes()


@cache
def _code() -> bytes:
    return printed(desk(), "C1").code.written().encode()


def _of_the_desk(data: bytes) -> bytes:
    """A kept form as one of the inspection of this run, whose id depends on what was made before."""
    return _CODE.sub(_code(), data)


def _read(content: bytes, ending: str) -> None:
    path = folder() / f"filled{ending}"
    path.write_bytes(content)
    files = read_files((path,))
    assert files is not None
    read = look(desk(), files)
    (told,) = read.forms
    assert not (told.refused and told.changes), "a refused form changes nothing"
    known = printed(desk(), told.ref, told.officer).rows if told.changes else {}
    for change in told.changes:
        assert known[change.asked.key].name == change.asked.name
        assert change.now != change.was
    for trouble in told.troubles:
        assert trouble.why.strip() and len(trouble.why) < 1_000
    command_of(read, {(0, change.asked.key) for change in told.changes})


def _word(data: bytes) -> None:
    """The body of a form, in a file that is otherwise as Word makes it."""
    data, held = _of_the_desk(data), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form("C1", ".docx"))) as source, zipfile.ZipFile(held, "w") as made:
        for name in source.namelist():
            made.writestr(name, data if name == "word/document.xml" else source.read(name))
    _read(held.getvalue(), ".docx")


def _body() -> bytes:
    with zipfile.ZipFile(io.BytesIO(form("C1", ".docx"))) as source:
        return source.read("word/document.xml")


def _answer(data: bytes) -> None:
    entered = data.decode("utf-8", "replace")
    for several in (False, True):
        with refused():
            found = chosen(entered, CHOICES, several)
            assert set(found) <= {c.code for c in CHOICES} and (several or len(found) < 2)
    for kind in ("number", "date", "text"):
        with refused():
            read_entry(kind, (), entered, ENGLISH.months)


TARGETS = (
    Target("case_form_word", _word, lambda: [_body()], 64 << 10),
    Target(
        "case_form_text",
        lambda data: _read(_of_the_desk(data), ".md"),
        lambda: [form("C1", ".md"), form("C2", ".md").replace(b"[ ] 1", b"[x] 1"), form("", ".md")],
        16 << 10,
    ),
    Target("case_form_answer", _answer, lambda: [ANSWER.encode(), b"2nd Sept 2013", b"x x x", b"(x) 1, 2;na"], 2048),
)
