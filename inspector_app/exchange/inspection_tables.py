"""The tables of an inspection as CSV: their columns, and rows to and from plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import MAXYEAR, MINYEAR, datetime

from inspector_app.exchange.csv_text import Row, Table, read_table, write_table

CASE_COLUMNS = ("case_ref", "status", "assessor")
"""Before the case fields of the question set."""

ANSWER_COLUMNS = ("case_ref", "officer", "question_id", "value", "assessor", "note", "evidence", "recorded_at")

QUESTION_COLUMNS = (
    "id", "number", "page", "section", "criteria", "text", "short", "kind", "per", "required", "scored", "key",
    "choices", "lines", "labels", "open_when",
)  # fmt: skip

EARLIER_COLUMNS = (
    "kind", "case_ref", "officer", "id", "why", "value", "words", "version", "assessor", "note", "evidence",
    "recorded_at",
)  # fmt: skip
"""What was given under an earlier version of the question set, and counts nowhere under the one in force."""

SCORE_COLUMNS = (
    "kind", "id", "title", "method", "score", "percent", "questions",
    "above", "below", "not_applicable", "blank", "closed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of cases.csv; `fields` holds only the columns that the table has."""

    line: int
    ref: str
    status: str
    assessor: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One row of answers.csv. `note` and `evidence` are None where the table has no such column."""

    line: int
    case_ref: str
    officer: str
    question: str
    value: str
    assessor: str
    note: str | None
    evidence: str | None
    recorded_at: str


@dataclass(frozen=True, slots=True)
class CaseTable:
    """cases.csv; `allocates` where it has a column for the assessor, `bad` as in `Table`."""

    name: str
    rows: tuple[CaseRow, ...]
    allocates: bool
    bad: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """answers.csv; `bad` as in `Table`."""

    name: str
    rows: tuple[AnswerRow, ...]
    bad: tuple[tuple[int, str], ...] = ()


def read_cases(name: str, text: str, fields: Iterable[str]) -> CaseTable:
    """The rows of cases.csv for a question set with these case fields.

    Raises:
        KnownError: the table cannot be read; see `read_table`.
    """
    names = tuple(fields)
    table = read_table(name, text, ("case_ref",), (*CASE_COLUMNS, *names))
    given = tuple(n for n in names if table.has(n))
    rows = tuple(
        CaseRow(
            r.line,
            r.get("case_ref").strip(),
            r.get("status").strip(),
            r.get("assessor").strip(),
            {n: r.cells[n] for n in given},
        )
        for r in table.rows
    )
    return CaseTable(name, rows, table.has("assessor"), table.bad)


def write_cases(fields: Sequence[str], rows: Iterable[CaseRow]) -> str:
    """cases.csv."""
    return write_table(
        (*CASE_COLUMNS, *fields),
        ((r.ref, r.status, r.assessor, *(r.fields.get(f, "") for f in fields)) for r in rows),
    )


def read_answers(name: str, text: str) -> AnswerTable:
    """The rows of answers.csv.

    Raises:
        KnownError: the table cannot be read; see `read_table`.
    """
    table = read_table(name, text, ("question_id", "value"), ANSWER_COLUMNS)
    return AnswerTable(name, tuple(_answer(table, row) for row in table.rows), table.bad)


def write_answers(rows: Iterable[AnswerRow]) -> str:
    """answers.csv."""
    return write_table(ANSWER_COLUMNS, (tuple(cell or "" for cell in astuple(r)[1:]) for r in rows))


def read_moment(text: str) -> datetime | None:
    """A moment as ISO 8601 with its offset; None for an empty text.

    Raises:
        ValueError: it is no such moment, or so near an end of the calendar that another zone could not show it.
    """
    if not text.strip():
        return None
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError("without an offset to UTC")
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("at an end of the calendar")
    return moment


def _answer(table: Table, row: Row) -> AnswerRow:
    return AnswerRow(
        row.line,
        row.get("case_ref").strip(),
        row.get("officer").strip(),
        row.get("question_id").strip(),
        row.get("value"),
        row.get("assessor").strip(),
        row.get("note") if table.has("note") else None,
        row.get("evidence").strip() if table.has("evidence") else None,
        row.get("recorded_at"),
    )
