"""Counts an inspection again by another path: from its exported CSV and the published question set, and nothing else.

Written from the documentation of the command line and of the bound figures; it uses the standard library and none of
the product's own code, so that both would have to be wrong in the same way.
"""

from __future__ import annotations

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

Rule = dict[str, Any]
UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


@dataclass
class Sheet:
    """One case or interview: facts, answers, and which questions are open."""

    ref: str
    facts: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    def answer(self, question: str) -> list[str]:
        return self.answers.get(question, "").split(";") if question in self.open and self.answers.get(question) else []


@dataclass
class Counted:
    """What a figure counts and of what; a score has a share and no count."""

    count: int | None
    base: int
    share: Fraction | None


class Recount:
    """The inspection, from a folder with its export and its question set.

    Args:
        folder: `cases.csv`, `answers.csv` and `questions.csv` as exported, and `questions.json`.
        source: the files of the question set, for the bases of reasons and the titles that no export has.
    """

    def __init__(self, folder: Path, source: Path) -> None:
        said = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
        self.questions: dict[str, dict[str, Any]] = {q["id"]: q for q in said["questions"]}
        self.details = {row["id"]: row for row in rows(folder / "questions.csv")}
        self.set = tomllib.loads((source / "instrument.toml").read_text(encoding="utf-8"))
        self.fields = tomllib.loads((source / "fields.toml").read_text(encoding="utf-8"))["field"]
        self.bases = {q["id"]: q["base"] for page in pages(source) for q in page if "base" in q}
        self.cases = [Sheet(r["case_ref"], r) for r in rows(folder / "cases.csv") if r["status"] == "signed_off"]
        officers: dict[str, Sheet] = {}
        by_ref = {case.ref: case for case in self.cases}
        for row in rows(folder / "answers.csv"):
            if row["officer"]:
                sheet = officers.setdefault(row["officer"], Sheet(row["officer"], {}))
            elif row["case_ref"] in by_ref:
                sheet = by_ref[row["case_ref"]]
            else:
                continue
            sheet.answers[row["question_id"]] = row["value"]
        self.officers = [o for o in officers.values() if any(o.answers.values())]
        for per, sheets in (("case", self.cases), ("officer", self.officers)):
            for sheet in sheets:
                for question in self.questions.values():
                    if question["per"] == per and true_of(question["open_when"], sheet):
                        sheet.open.add(question["id"])

    # Scores

    def side(self, sheet: Sheet, question: str) -> str:
        """Above or below the line, or none of both."""
        given = sheet.answer(question)
        lines = {c["code"]: c["line"] for c in self.questions[question]["choices"]}
        return lines.get(given[0], "none") if len(given) == 1 else "none"

    def sides(self, question: str, of: list[Sheet] | None = None) -> tuple[int, int]:
        """How many are above and below the line."""
        found = [self.side(sheet, question) for sheet in (self.cases if of is None else of)]
        return found.count("above"), found.count("below")

    def scored(self, criterion: str = "") -> list[str]:
        """The scored questions of a criterion, or an outcome, or all."""
        return [
            q["id"]
            for q in self.questions.values()
            if q["scored"] and (not criterion or any(belongs(c, criterion) for c in q["criteria"]))
        ]

    def score(self, name: str, of: list[Sheet] | None = None) -> Fraction | None:
        """The question mean of an outcome or criterion."""
        shares = [share(*self.sides(question, of)) for question in self.scored(name)]
        return mean(shares)

    def criterion_mean(self, outcome: str) -> Fraction | None:
        """The mean of an outcome's criteria."""
        return mean([self.score(c["id"]) for c in self.set["criterion"] if belongs(c["id"], outcome) and scored(c)])

    # Figures

    def count(self, source: str) -> tuple[Counted, str]:
        """A bound figure as written, and its style."""
        body = source.strip()[2:-2].split(":", 1)[1].strip()
        parts = {m[1]: (m[2] or "").strip('"') for m in re.finditer(r'(\w+)(?:=("[^"]*"|[^,]*[^,\s]))?', body)}
        where = dict(one.strip().split("=", 1) for one in parts.get("where", "").split(";") if one.strip())
        style = parts.get("as", "")
        if "score" in parts:
            of = [case for case in self.cases if self.meets(case, where)]
            return Counted(None, len(of), self.score(parts["score"], of)), style or "words"
        if "cases" in parts or "officers" in parts:
            sheets = self.cases if "cases" in parts else self.officers
            number = len([s for s in sheets if self.meets(s, where)])
            return Counted(number, number, None), style or "number"
        question = self.questions.get(parts.get("question", ""))
        everybody = self.officers if question is not None and question["per"] == "officer" else self.cases
        of = [sheet for sheet in everybody if self.meets(sheet, where)]
        hit, applies = self._rule(parts, question)
        base = [s for s in of if applies(s) or hit(s) or parts.get("of") == "all"]
        hits = [s for s in of if hit(s)]
        return Counted(len(hits), len(base), share(len(hits), len(base) - len(hits))), style or "words"

    def _rule(
        self, parts: dict[str, str], question: dict[str, Any] | None
    ) -> tuple[Callable[[Sheet], bool], Callable[[Sheet], bool]]:
        """What is counted, and of what."""
        wanted = set(parts.get("answer", "").split("+")) - {""}
        if question is None:
            name = parts["field"]
            return lambda s: s.facts[name] in wanted, lambda s: s.facts[name] != ""
        name = question["id"]
        if not wanted and question["scored"]:
            line = parts.get("line", "above")
            return lambda s: self.side(s, name) == line, lambda s: self.side(s, name) in ("above", "below")
        return lambda s: bool(wanted & set(s.answer(name))), lambda s: self.applies(s, name)

    def applies(self, sheet: Sheet, question: str) -> bool:
        """Whether a case is among those that a reason's or fact's percentages are of (scoring rule 6)."""
        asked = self.questions[question]
        given = sheet.answer(question)
        unanswered = question in sheet.open and not given and (asked["required"] or asked["kind"] != "multiple")
        if unanswered or "na" in given:
            return False
        return true_of(self.bases[question], sheet) if question in self.bases else question in sheet.open

    def meets(self, sheet: Sheet, where: dict[str, str]) -> bool:
        """Whether a case fulfils the conditions of a figure."""
        for key, value in where.items():
            if key.startswith("question:"):
                if value not in sheet.answer(key.removeprefix("question:")):
                    return False
            elif re.fullmatch(r"\d+\.\.\d+", value):
                low, high = map(int, value.split(".."))
                if not sheet.facts[key] or not low <= int(float(sheet.facts[key])) <= high:
                    return False
            elif sheet.facts[key] != value:
                return False
        return True


# Words


class Wording:
    """The words for numbers, read from their table in the README."""

    def __init__(self, readme: str) -> None:
        self.bands: list[tuple[str, Fraction, bool, Fraction, bool]] = []
        for line in readme.splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if len(cells) == 4 and cells[1].endswith("%") and cells[2].endswith("%"):
                low, high = cells[1].removeprefix("more than "), cells[2].removeprefix("less than ")
                self.bands.append((cells[0], edge(low), low == cells[1], edge(high), high == cells[2]))
        assert len(self.bands) == 37

    def words(self, count: int | None, ratio: Fraction, begins: bool) -> str:
        (said,) = [
            words
            for words, low, with_low, high, with_high in self.bands
            if (ratio > low or (with_low and ratio == low)) and (ratio < high or (with_high and ratio == high))
        ]
        return said if said != "(the count)" or count is None else number(count, begins)

    def printed(self, counted: Counted, style: str, begins: bool) -> str:
        """What a figure prints, with the mark where a share is of fewer than ten."""
        said = self._said(counted, style, begins)
        said = said[0].upper() + said[1:] if begins else said
        return f"{said}†" if counted.base < 10 and style in ("words", "percent", "counts", "misses") else said

    def _said(self, counted: Counted, style: str, begins: bool) -> str:
        count, base = counted.count, counted.base
        if style in ("base", "number"):
            return number(base if style == "base" or count is None else count, begins)
        if style == "percent":
            assert counted.share is not None
            return f"{percent(counted.share)}%"
        assert counted.share is not None
        if style == "counts":
            assert count is not None
            return f"{number(count, False)} of {number(base, False)}" if base <= 10 else f"{count} of {base}"
        if style == "misses" and count is not None and 0 < base - count <= 8 and count * 5 >= base * 4:
            return f"all but {number(base - count, False)}"
        return self.words(count, counted.share, begins)


def number(n: int, begins: bool) -> str:
    """In words up to ten, and at the beginning of a sentence."""
    if n > (99 if begins else 10):
        return str(n)
    if n == 0:
        return "none"
    ten, unit = divmod(n, 10)
    return UNITS[n] if n < 20 else TENS[ten - 2] + (f"-{UNITS[unit]}" if unit else "")


def percent(ratio: Fraction) -> int:
    """Whole percent, half up."""
    return int(ratio * 100 + Fraction(1, 2))


def edge(said: str) -> Fraction:
    """*30⅓%* as a ratio."""
    parts = {"½": Fraction(1, 2), "⅓": Fraction(1, 3), "⅔": Fraction(2, 3), "⅙": Fraction(1, 6), "⅚": Fraction(5, 6)}
    whole = said.rstrip("%").rstrip("".join(parts))
    return (int(whole) + sum(parts[c] for c in said if c in parts)) / Fraction(100)


# Reading


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{k: re.sub(r"^'(?=[=+\-@\t\r])", "", v) for k, v in row.items()} for row in csv.DictReader(file)]


def pages(source: Path) -> Iterator[list[dict[str, Any]]]:
    for path in sorted(source.glob("page-*.toml")):
        yield list(_questions(tomllib.loads(path.read_text(encoding="utf-8"))))


def _questions(held: Any) -> Iterator[dict[str, Any]]:
    if isinstance(held, dict):
        if "id" in held and "base" in held:
            yield held
        for value in held.values():
            yield from _questions(value)
    elif isinstance(held, list):
        for value in held:
            yield from _questions(value)


def true_of(rule: Rule | None, sheet: Sheet) -> bool:
    """Whether a rule is true; one about a question that is closed or unanswered is not."""
    if rule is None:
        return True
    if "question" in rule:
        return bool(set(sheet.answer(rule["question"])) & set(rule["any_of"]))
    if "field" in rule:
        return sheet.facts[rule["field"]] in rule["any_of"]
    if "all" in rule:
        return all(true_of(part, sheet) for part in rule["all"])
    if "any" in rule:
        return any(true_of(part, sheet) for part in rule["any"])
    return not true_of(rule["not"], sheet)


def share(above: int, below: int) -> Fraction | None:
    return Fraction(above, above + below) if above + below else None


def mean(shares: list[Fraction | None]) -> Fraction | None:
    known = [s for s in shares if s is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def belongs(criterion: str, name: str) -> bool:
    return criterion == name or criterion.startswith(f"{name}.")


def scored(criterion: dict[str, Any]) -> bool:
    return bool(criterion.get("scored", True))
