"""Fills in forms of cases as people do: in Word by python-docx, in a text by editing its lines."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from inspector_app.domain.instrument import Choice, Guidance, Instrument
from inspector_app.domain.paper_form import Asked, PaperForm, Said
from inspector_app.domain.paper_words_en import ENGLISH
from inspector_app.services import paper_forms
from inspector_app.services.filled_forms import FormRead, FormsRead, look, read_files
from inspector_app.services.session import Session
from tests.small import small

AT = datetime(2013, 9, 2, 12, 0, tzinfo=UTC)


def paper_set() -> Instrument:
    """The small set, with help beside its questions and labels that are hard to read back."""
    made = small()
    hard = (
        Choice("x", "x-ray, seen"), Choice("two", "2 weeks"), Choice("paren", "(a) first"),
        Choice("comma", "Late; thin"), Choice("1", "Level 2"), Choice("tick", "Box ticked ☒"),
    )  # fmt: skip
    changed = {
        "plan": replace(made.questions_by_id["plan"], guidance=Guidance("By the plan, & in <time>.", "File.", "Why.")),
        "progress": replace(made.questions_by_id["progress"], choices=hard),
        "plan_reasons": replace(made.questions_by_id["plan_reasons"], choices=(*hard, Choice("na", "Not applicable"))),
    }
    return replace(made, questions=tuple(changed.get(q.id, q) for q in made.questions))


def rows_of(session: Session, ref: str) -> dict[str, Asked]:
    """The rows of a form as it would be printed now."""
    return paper_forms.printed(session, ref).rows


def write_form(session: Session, ref: str, path: Path) -> Path:
    """Writes the form of a case as it stands."""
    (prepared,) = paper_forms.prepare(session, (ref,), AT)
    paper_forms.write(((prepared, path),))
    return path


def read_form(session: Session, *paths: Path) -> FormsRead:
    """What forms would change."""
    files = read_files(paths)
    assert files is not None
    return look(session, files)


def one_form(session: Session, path: Path) -> FormRead:
    """What one form would change."""
    (form,) = read_form(session, path).forms
    return form


# Word


def open_word(path: Path) -> Any:
    """A Word file as python-docx has it."""
    return docx.Document(io.BytesIO(path.read_bytes()))


def word_row(word: Any, key: str) -> Any:
    """The row with a number."""
    return next(row for table in word.tables for row in table.rows if row.cells[0].text.strip() == key)


def tick(cell: Any, numbers: set[int], how: str = "box") -> None:
    """Ticks the choices with these printed numbers and no others.

    Args:
        how: *box* turns the sign over, as a click does; *x* takes the sign out and types an x in its place; *before*
            types it before the box; *typed* leaves the boxes empty and types the numbers beneath them.
    """
    for paragraph in cell.paragraphs:
        texts = [t for t in paragraph._p.iter(qn("w:t")) if t.text]
        number = int(re.findall(r"\d+", "".join(t.text for t in texts[1:]))[0])
        wanted = number in numbers and how != "typed"
        sign = {"box": "☒", "x": "x", "before": "x☐"}.get(how, "☒")
        texts[0].text = sign if wanted else "☐"
    if how == "typed":
        for number in sorted(numbers):
            cell.add_paragraph(str(number))


def put(cell: Any, text: str) -> None:
    """Types a text over what stands in a cell, a paragraph for each line."""
    for paragraph in cell.paragraphs[1:]:
        paragraph._p.getparent().remove(paragraph._p)
    lines = text.split("\n")
    cell.paragraphs[0].text = lines[0]
    for line in lines[1:]:
        cell.add_paragraph(line)


def fill_word(path: Path, rows: Mapping[str, Asked], said: Mapping[str, Said], how: str = "box") -> None:
    """Fills in a Word form."""
    word = open_word(path)
    for key, one in said.items():
        asked, cells = rows[key], word_row(word, key).cells
        if asked.kind in ("single", "multiple"):
            tick(cells[2], _numbers(asked, one.value), how)
        else:
            put(cells[2], ENGLISH.day(one.value) if asked.kind == "date" else one.value)
        if not asked.fact:
            put(cells[3], _evidence(one.evidence))
            put(cells[4], one.note)
    word.save(path)


# Text


def fill_text(path: Path, rows: Mapping[str, Asked], said: Mapping[str, Said]) -> None:
    """Fills in a form in Markdown, by writing each row anew as a person would leave it."""
    lines = path.read_text(encoding="utf-8").split("\n")
    for key, one in said.items():
        asked = rows[key]
        first = next(n for n, line in enumerate(lines) if line.startswith(f"### {key} "))
        last = next((n for n in range(first + 1, len(lines)) if lines[n].startswith("#")), len(lines))
        answer = lines.index("Answer:", first)
        made = lines[first : answer + 1]
        if asked.kind in ("single", "multiple"):
            chosen = _numbers(asked, one.value)
            made += [f"[{'X' if n in chosen else ''}] {n} {c.label}" for n, c in enumerate(asked.choices, 1)]
        else:
            made.append(ENGLISH.day(one.value) if asked.kind == "date" else one.value)
        if not asked.fact:
            made += [f"Evidence (1–4): {_evidence(one.evidence)}", "Note:", one.note]
        lines[first:last] = [*made, ""]
    path.write_text("\n".join(lines), encoding="utf-8")


def _numbers(asked: Asked, value: str) -> set[int]:
    codes = [c.code for c in asked.choices]
    return {codes.index(code) + 1 for code in value.split(";") if code}


def _evidence(status: str) -> str:
    codes = [c.code for c in ENGLISH.evidence]
    return str(codes.index(status) + 1) if status else ""


def said_in(form: PaperForm) -> dict[str, Said]:
    """What stands in each row."""
    return {key: asked.said for key, asked in form.rows.items()}
