"""The scores by DuckDB."""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = ("answers", "cases", "lines", "outcomes")

PER_QUESTION = """
    SELECT {group} question, count(*) FILTER (line = 'above') AS above, count(*) FILTER (line = 'below') AS below
    FROM answers JOIN cases USING ("case") JOIN lines USING (question, value)
    WHERE is_open AND ({unfinished} OR signed_off)
    GROUP BY ALL
"""
PER_OUTCOME = """
    SELECT {group} outcome, avg(above / (above + below)) AS score
    FROM ({per_question}) JOIN outcomes USING (question)
    GROUP BY ALL
"""


def read(folder: Path) -> duckdb.DuckDBPyConnection:
    """Reads the tables in."""
    data = duckdb.connect()
    for table in TABLES:
        data.execute(f"CREATE TABLE {table} AS FROM read_csv('{folder / table}.csv', header = true)")
    return data


def counts(data: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    """Question -> how often above and below."""
    rows = data.execute(PER_QUESTION.format(group="", unfinished="false")).fetchall()
    return {question: [above, below] for question, above, below in rows}


def scores(data: duckdb.DuckDBPyConnection, unfinished: bool = False) -> dict[str, float]:
    """Outcome -> score."""
    per_question = PER_QUESTION.format(group="", unfinished=unfinished)
    return {str(o): s for o, s in data.execute(PER_OUTCOME.format(group="", per_question=per_question)).fetchall()}


def by_ldu(data: duckdb.DuckDBPyConnection) -> dict[str, dict[str, float]]:
    """LDU -> outcome -> score."""
    per_question = PER_QUESTION.format(group="ldu,", unfinished="false")
    found: dict[str, dict[str, float]] = {}
    for ldu, outcome, score in data.execute(PER_OUTCOME.format(group="ldu,", per_question=per_question)).fetchall():
        found.setdefault(ldu, {})[str(outcome)] = score
    return found


def change(data: duckdb.DuckDBPyConnection, case: str, question: str, value: str) -> duckdb.DuckDBPyConnection:
    """Changes one answer."""
    data.execute('UPDATE answers SET value = ? WHERE "case" = ? AND question = ?', [value, case, question])
    return data
