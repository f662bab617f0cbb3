"""The scores by polars."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl


@dataclass(frozen=True)
class Tables:
    """What was read."""

    answers: pl.DataFrame
    cases: pl.DataFrame
    lines: pl.DataFrame
    outcomes: pl.DataFrame


def read(folder: Path) -> Tables:
    """Reads the tables in."""
    return Tables(*(pl.read_csv(folder / f"{n}.csv") for n in ("answers", "cases", "lines", "outcomes")))


def _per_question(data: Tables, group: list[str], unfinished: bool = False) -> pl.LazyFrame:
    cases = data.cases.lazy() if unfinished else data.cases.lazy().filter(pl.col("signed_off"))
    return (
        data.answers.lazy()
        .filter(pl.col("is_open"))
        .join(cases, on="case")
        .join(data.lines.lazy(), on=["question", "value"])
        .group_by(*group, "question")
        .agg(above=(pl.col("line") == "above").sum(), below=(pl.col("line") == "below").sum())
    )


def _per_outcome(data: Tables, group: list[str], unfinished: bool = False) -> pl.DataFrame:
    return (
        _per_question(data, group, unfinished)
        .join(data.outcomes.lazy(), on="question")
        .group_by(*group, "outcome")
        .agg(score=(pl.col("above") / (pl.col("above") + pl.col("below"))).mean())
        .collect()
    )


def counts(data: Tables) -> dict[str, list[int]]:
    """Question -> how often above and below."""
    return {q: [above, below] for q, above, below in _per_question(data, []).collect().iter_rows()}


def scores(data: Tables, unfinished: bool = False) -> dict[str, float]:
    """Outcome -> score."""
    return {str(outcome): score for outcome, score in _per_outcome(data, [], unfinished).iter_rows()}


def by_ldu(data: Tables) -> dict[str, dict[str, float]]:
    """LDU -> outcome -> score."""
    found: dict[str, dict[str, float]] = {}
    for ldu, outcome, score in _per_outcome(data, ["ldu"]).iter_rows():
        found.setdefault(ldu, {})[str(outcome)] = score
    return found


def change(data: Tables, case: str, question: str, value: str) -> Tables:
    """Changes one answer."""
    there = (pl.col("case") == case) & (pl.col("question") == question)
    changed = pl.when(there).then(pl.lit(value)).otherwise(pl.col("value")).alias("value")
    return replace(data, answers=data.answers.with_columns(changed))
