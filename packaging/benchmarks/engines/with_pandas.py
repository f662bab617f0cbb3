"""The scores by pandas."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Tables:
    """What was read."""

    answers: pd.DataFrame
    cases: pd.DataFrame
    lines: pd.DataFrame
    outcomes: pd.DataFrame


def read(folder: Path) -> Tables:
    """Reads the tables in."""
    names = ("answers", "cases", "lines", "outcomes")
    return Tables(*(pd.read_csv(folder / f"{name}.csv", keep_default_na=False) for name in names))


def _per_question(data: Tables, group: list[str], unfinished: bool = False) -> pd.DataFrame:
    cases = data.cases if unfinished else data.cases[data.cases.signed_off]
    rows = data.answers[data.answers.is_open].merge(data.lines, on=["question", "value"]).merge(cases, on="case")
    rows = rows.assign(above=rows.line == "above", below=rows.line == "below")
    return rows.groupby([*group, "question"])[["above", "below"]].sum().reset_index()


def _per_outcome(data: Tables, group: list[str], unfinished: bool = False) -> pd.Series:
    rows = _per_question(data, group, unfinished).merge(data.outcomes, on="question")
    return rows.assign(score=rows.above / (rows.above + rows.below)).groupby([*group, "outcome"]).score.mean()


def counts(data: Tables) -> dict[str, list[int]]:
    """Question -> how often above and below."""
    rows = _per_question(data, [])
    return {q: [int(above), int(below)] for q, above, below in zip(rows.question, rows.above, rows.below, strict=True)}


def scores(data: Tables, unfinished: bool = False) -> dict[str, float]:
    """Outcome -> score."""
    return {str(outcome): float(score) for outcome, score in _per_outcome(data, [], unfinished).items()}


def by_ldu(data: Tables) -> dict[str, dict[str, float]]:
    """LDU -> outcome -> score."""
    found: dict[str, dict[str, float]] = {}
    for (ldu, outcome), score in _per_outcome(data, ["ldu"]).items():
        found.setdefault(ldu, {})[str(outcome)] = float(score)
    return found


def change(data: Tables, case: str, question: str, value: str) -> Tables:
    """Changes one answer."""
    data.answers.loc[(data.answers.case == case) & (data.answers.question == question), "value"] = value
    return data
