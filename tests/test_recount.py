"""Every number that the report prints is counted again by another path (`recount`) and found in the PDF.

The PDF is read as text. Where a passage, a row or a bar stands exactly as it was counted again, it is explained; a
number that is left over, and is no number of a paragraph, page, date or the like, fails the test.
"""

from __future__ import annotations

import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from statistics import median
from typing import Any

import pypdfium2
import pytest

from inspector_app.domain.bound_figures_print import HouseStyle
from inspector_app.domain.bound_figures_text import Figures
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_text import WrittenSection
from inspector_app.domain.wording_en import ENGLISH
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_annex import figure_rows
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_figures import ground_of
from inspector_app.services.session import Person, Session
from recount import Recount, Sheet, Wording, belongs, mean, percent, rows, scored, share

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "resources/instruments/violence-2013"
FIGURE = re.compile(r"\{\{fig:(?:[^{}\"]|\"[^\"]*\")*\}\}")
FOOTNOTE = re.compile(r"\s*\[\^[^\]]+\]:")
EXPLAINED = "¤"


@pytest.fixture(scope="module")
def folder(example_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command line writes of the example: its tables, its question set, its report."""
    out = tmp_path_factory.mktemp("recount")
    for command in (
        ("export", str(example_file), "--format", "csv", "-d", str(out)),
        ("questions", "--format", "json", "-o", str(out / "questions.json")),
        ("report", str(example_file), "-o", str(out / "report.pdf"), "--annex"),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "inspector_app", *command], capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def recount(folder: Path) -> Recount:
    return Recount(folder, SOURCE)


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording((ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def session(
    example_file: Path, question_sets: dict[str, Instrument], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    copy = tmp_path_factory.mktemp("recounted") / "example.inspection"
    copy.write_bytes(example_file.read_bytes())
    session = Inspections(question_sets).open(copy, Person("HMI-01", "test"))
    yield session
    session.close()


def written(session: Session) -> list[WrittenSection]:
    desk = ReportDesk(session)
    views = [desk.section(section.id) for section in desk.sections()]
    return [WrittenSection(v.section, v.heads, v.pieces) for v in views]


def test_every_figure_of_the_annex_is_what_the_answers_say(
    recount: Recount, wording: Wording, session: Session
) -> None:
    sections = written(session)
    found = figure_rows(sections, Figures(ground_of(session), HouseStyle(ENGLISH)))
    sources = [m for section in sections for m in FIGURE.finditer(section.text)]
    assert len(found) == len(sources) > 400
    for row, source in zip(found, sources, strict=True):
        counted, style = recount.count(source[0])
        plain = style == "base" or counted.share is None
        assert row.count == (None if plain else counted.count), source[0]
        assert (row.base, row.ratio) == (counted.base, None if plain else counted.share), source[0]
        said = wording.printed(counted, style, begins(source.string[: source.start()]))
        assert row.printed + ("†" if row.caution else "") == said, source[0]


def test_the_table_of_figures_beside_the_report_is_what_the_answers_say(
    folder: Path, recount: Recount, session: Session
) -> None:
    # Beneath the table, after an empty line, stands what it is.
    found = list(itertools.takewhile(lambda row: row["Printed"], rows(folder / "report-figures.csv")))
    sources = [m[0] for section in written(session) for m in FIGURE.finditer(section.text)]
    for row, source in zip(found, sources, strict=True):
        counted, style = recount.count(source)
        plain = style == "base" or counted.share is None
        number = "" if plain or counted.count is None else str(counted.count)
        part = "" if plain else said(counted.share)
        assert (row["Number"], row["Of"], row["Share"]) == (number, str(counted.base), part), source


def test_an_answer_that_moved_would_be_noticed(
    folder: Path, recount: Recount, wording: Wording, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "moved")
    path = tmp_path / "moved" / "answers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if ",,lor_assessment,sufficient," in line)
    lines[at] = lines[at].replace("sufficient", "insufficient")
    path.write_text("".join(lines), encoding="utf-8")
    moved, page = Recount(tmp_path / "moved", SOURCE), Page(folder / "report.pdf")
    short = recount.details["lor_assessment"]["short"]
    for counted, there in ((recount, True), (moved, False)):
        above, below = counted.sides("lor_assessment")
        assert bool(page.explain(re.escape(bare(bar(short, above, above + below))))) == there
        figure = "{{fig: question=lor_assessment, answer=insufficient, as=number}}"
        passage = f"In {wording.printed(*counted.count(figure), False)} cases it was not"
        assert (bare(passage) in page.text) == there


# The PDF


def bare(text: str) -> str:
    """Without white space, so that it does not matter where lines break."""
    return re.sub(r"\s+", "", text)


def begins(before: str) -> bool:
    """Whether a sentence begins after some Markdown."""
    before = re.sub(r"(?m)^(?:> ?)?(?:\d+\. |- |#+ )?", "", before.rsplit("\n\n", 1)[-1].rsplit("\n- ", 1)[-1])
    return re.search(r"(?:^|[.?!][”’)]?\s+)[*“(]*$", before.strip(" ") + " " * before.endswith(" ")) is not None


class Page:
    """The text of the whole report, and what of it is explained."""

    def __init__(self, path: Path) -> None:
        pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path)]
        self.text = bare("\n".join(_without_frame(page) for page in pages))
        self.explained = bytearray(len(self.text))

    def take_out(self, pattern: str) -> int:
        """Removes what may stand in the middle of something else, such as a note at the foot of a page."""
        self.text, often = re.subn(pattern, "", self.text)
        self.explained = bytearray(len(self.text))
        return often

    def explain(self, pattern: str) -> int:
        """Marks what stands there as counted again; how often it stood there."""
        found = list(re.finditer(pattern, self.text))
        for m in found:
            self.explained[m.start() : m.end()] = b"\1" * len(m[0])
        return len(found)

    @property
    def rest(self) -> str:
        """The text, with a sign for each letter that is explained."""
        return "".join(EXPLAINED if done else c for c, done in zip(self.text, self.explained, strict=True))

    def prints(self, *said: object) -> None:
        """Holds that some row stands in the report."""
        row = bare("".join(str(one) for one in said))
        assert self.explain(re.escape(row)), f"not in the report: {' '.join(str(one) for one in said)}"


def _without_frame(page: str) -> str:
    """A page without its banner, running head and foot (they come first), title of the chapter (last), and contents."""
    lines = page.replace("\r", "").split("\n")
    foot = next(n for n, line in enumerate(lines[:5]) if re.search(r"Page \d+ of \d+$", line))
    kept = lines[foot + 2 if lines[foot + 1] == STATE else foot + 1 : -1]
    # A line of the contents ends with the number of a page, which may stand beneath it.
    return re.sub(r"(?: \.){3,}\s*\d+\b", "", "\n".join(kept))


STATE = "Draft for the Trust’s comment"
LINK, NOTE = r"\d\.\d\.\d+", r"\d{1,2}"


def passages(text: str, recount: Recount, wording: Wording) -> Iterator[str]:
    """The pattern of each paragraph as it must be printed; a footnote begins with its number, as does its call."""
    for block in re.split(r"\n\s*\n|\n(?=- |\d+\. )", text):
        said = re.sub(r"(?m)^\s*>\s?(?:\[![a-z]+\]\s*)?|^\s*(?:\d+\.|-|#+)\s+|^\[\^[^\]]+\]:\s*", "", block)
        said = re.sub(r"\{(?:note:|#)[^{}]*\}", "", said)
        before, pattern = "", NOTE if FOOTNOTE.match(block) else ""
        for piece in re.split(r"(\{\{(?:[^{}\"]|\"[^\"]*\")*\}\}|\[\^[^\]]+\])", said):
            if piece.startswith("{{para"):
                pattern += LINK
                continue
            if piece.startswith("[^"):
                pattern += NOTE
                continue
            if piece.startswith("{{fig"):
                piece = wording.printed(*recount.count(piece), begins(before))
            elif piece.startswith("{{plain"):
                piece = piece[2:-2].split(":", 1)[1].strip()
            elif piece.startswith("{{chart"):
                piece = ""
            before += piece
            pattern += re.escape(bare(re.sub(r"[*_]", "", piece)))
        if pattern:
            yield pattern


def test_every_printed_number_is_what_the_answers_say(
    folder: Path, recount: Recount, wording: Wording, session: Session
) -> None:
    page = Page(folder / "report.pdf")
    found = [(s.section.id, passage) for s in written(session) for passage in passages(s.text, recount, wording)]
    for section, passage in found:
        if passage.startswith(NOTE):
            assert page.take_out(passage), f"{section}: {passage}"
    for section in written(session):
        for names in re.findall(r"\{\{chart: question=([^}]*)\}\}", section.text):
            # It may have waited for the next page, and then stands in the middle of a paragraph.
            assert page.take_out(written_chart(names.split("+"), recount)), f"{section.section.id}: {names}"
    for section, passage in found:
        assert passage.startswith(NOTE) or page.explain(passage), f"{section}: {passage}"
    tables(page, recount)
    charts(page, recount)
    annex(page, recount, wording, written(session))
    rest = without_numbering(page.rest, recount)
    left = [rest[max(0, m.start() - 40) : m.end() + 40] for m in re.finditer(r"\d+", rest)]
    assert left == [], "\n".join(left)


def tables(page: Page, recount: Recount) -> None:
    _scores(page, recount)
    _questions(page, recount)
    _factors(page, recount)
    for field in recount.fields:
        _field(page, recount, field)
    page.prints("Officers interviewed", len(recount.officers))
    for told in (
        "Cases counted {}",
        "The report counts {} cases",
        "over {} cases",
        "smaller than {} cases",
        "left out {} / 0",
    ):
        page.prints(told.format(len(recount.cases)))

    page.prints("once for each officer (", len(recount.officers), " officers)")
    for name, question in recount.questions.items():
        sides = [c["line"] for c in question["choices"] if c["line"] != "none"]
        if question["kind"] in ("single", "multiple") and (not question["scored"] or len(sides) > 2):
            told = name == "offending_factors" or name.startswith("factor_")
            assert told or page.explain(_divided(recount, name)), name
        elif question["kind"] == "number":
            _measure(page, recount, name)


def asked(recount: Recount, question: str) -> list[Sheet]:
    return recount.cases if recount.questions[question]["per"] == "case" else recount.officers


def _divided(recount: Recount, name: str) -> str:
    """How the answers to a question divide: as a table of its own, or as a row of one with others."""
    question, number, short = recount.questions[name], recount.questions[name]["number"], recount.details[name]["short"]
    base = [s for s in asked(recount, name) if recount.applies(s, name)]
    answers, size, mark = counts(question, base), len(base), "†" if 0 < len(base) < 10 else ""
    of_officers = question["per"] == "officer"
    head = f"Answer{'Officers' if of_officers else 'Cases'}%"
    note = f"Base:{size}{'officer' if of_officers else 'case'}s?{mark}" + r"[^%]{0,400}?"
    rows = f"(?:{head})?".join(
        re.escape(bare(f"{label}{n}{said(Fraction(n, size) if size else None)}")) for label, n in answers
    )
    alone = re.escape(bare(f"{number}{short}")) + note + head + rows
    beside = re.escape(bare(f"{number}{short}") + "".join(str(n) for _, n in answers))
    away = sum("na" in s.answer(name) for s in asked(recount, name))
    return f"{alone}|{beside}(?:{away})?{mark}{size}(?!%)"


def _measure(page: Page, recount: Recount, name: str) -> None:
    given = sorted(float(n) for sheet in asked(recount, name) for n in sheet.answer(name))
    number, short, mark = recount.questions[name]["number"], recount.details[name]["short"], "†" * (len(given) < 10)
    if given:
        page.prints(number, short, *(f"{n:g}" for n in (given[0], median(given), given[-1])), mark, len(given))


def annex(page: Page, recount: Recount, wording: Wording, sections: list[WrittenSection]) -> None:
    """The row of each figure: what it prints, what was asked, what was counted, and of how many."""
    for section in sections:
        for source in FIGURE.finditer(section.text):
            counted, style = recount.count(source[0])
            about, number, label = _about(recount, source[0])
            printed = wording.printed(counted, style, begins(section.text[: source.start()]))
            plain = counted.share is None or style == "base" or counted.count is None
            mark = "†" if printed.endswith("†") else ""
            row = (
                printed.removesuffix("†"),
                number,
                label,
                *about,
                "–" if plain else counted.count,
                mark,
                counted.base,
            )
            page.prints(*row)


def _about(recount: Recount, source: str) -> tuple[list[str], str, str]:
    """What a figure is about, as the annex says it: answers and condition, number, wording."""
    parts = {m[1]: (m[2] or "").strip('"') for m in re.finditer(r'(\w+)(?:=("[^"]*"|[^,}]*))?', source[6:-2])}
    where = [one.strip().split("=") for one in parts.get("where", "").split(";") if one.strip()]
    told = [f"Only {'; '.join(f'{_key(recount, key)}: {_label(recount, key, value)}' for key, value in where)}"]
    if "score" in parts:
        titles = {one["id"]: one["title"] for one in (*recount.set["outcome"], *recount.set["criterion"])}
        return ["All scored answers"], "", f"Score of {parts['score']} {titles[parts['score']]}"
    if "cases" in parts or "officers" in parts:
        return told * bool(where), "", "Cases counted" if "cases" in parts else "Officers interviewed"
    key = f"question:{parts['question']}" if "question" in parts else parts["field"]
    if "answer" in parts:
        said = " or ".join(_label(recount, key, code) for code in parts["answer"].split("+"))
    elif parts.get("as") == "base":
        said = "All to whom it applies"
    else:
        said = "Not done well enough" if parts.get("line") == "below" else "Done well enough"
    of_all = [" (of all)"] if parts.get("of") == "all" else []
    if "field" in parts:
        return [said, *of_all, *told * bool(where)], "", _key(recount, key)
    question = recount.questions[parts["question"]]
    return [said, *of_all, *told * bool(where)], question["number"], question["text"]


def _key(recount: Recount, key: str) -> str:
    name = key.removeprefix("question:")
    if name != key:
        return f"{recount.questions[name]['number']} {recount.details[name]['short']}"
    return str(next(f["label"] for f in recount.fields if f["name"] == name))


def _label(recount: Recount, key: str, value: str) -> str:
    name = key.removeprefix("question:")
    if name != key:
        choices = recount.questions[name]["choices"]
    else:
        choices = next(f.get("choices", []) for f in recount.fields if f["name"] == name)
    return str(next((c["label"] for c in choices if c["code"] == value), value))


def _scores(page: Page, recount: Recount) -> None:
    for outcome in recount.set["outcome"]:
        name = outcome["id"]
        score, by_criteria, over = recount.score(name), recount.criterion_mean(name), len(recount.scored(name))
        page.prints(name, outcome["title"], said(score), said(by_criteria), over)
        page.prints(said(score), "of this work was done well enough Over ", over, " questions.")
        page.prints(
            said(score), "of this work was done well enough By the question mean, over ", over,
            " questions. By the criterion mean: ", said(by_criteria),
        )  # fmt: skip
        own = [c for c in recount.set["criterion"] if belongs(c["id"], name)]
        page.prints(name, outcome["short"], *(said(recount.score(c["id"])) if scored(c) else "not scored" for c in own))
        for criterion in (c for c in own if scored(c)):
            score, over = recount.score(criterion["id"]), len(recount.scored(criterion["id"]))
            page.prints(criterion["id"], criterion["title"], over, said(score))
            page.prints(criterion["id"], criterion["title"], over, " questions")
            page.prints("Score ", said(score), ", over ", over, " questions.")
            page.prints("Score of ", criterion["id"], said(score))
    stages = [
        mean([recount.score(c["id"]) for c in recount.set["criterion"] if c["process"] == p["id"] and scored(c)])
        for p in recount.set["process"]
    ]
    page.prints("Mean by stage", *(said(stage) for stage in stages if stage is not None))


def _questions(page: Page, recount: Recount) -> None:
    for name in recount.scored():
        question, short = recount.questions[name], recount.details[name]["short"]
        above, below = recount.sides(name)
        answered = sum(1 for case in recount.cases if case.answer(name))
        base, mark = above + below, "†" if above + below < 10 else ""
        row = f"{question['number']}{short}(?:\\(also[^)]*\\))?"
        numbers = f"{above}{below}{answered - base}{mark}{base}{said(share(above, below))}"
        found = page.explain(re.escape(question["number"] + bare(short)) + r"(?:\(also[^)]*\))?" + re.escape(numbers))
        assert found == len(question["criteria"]), row


def _factors(page: Page, recount: Recount) -> None:
    for choice in recount.questions["offending_factors"]["choices"]:
        present = sum(1 for case in recount.cases if choice["code"] in case.answer("offending_factors"))
        cells = [f"factor_{choice['code']}_{column}" for column in ("interventions", "progress")]
        if cells[0] in recount.questions:
            sides = [recount.sides(cell) for cell in cells]
            page.prints(
                choice["label"], present, said(Fraction(present, len(recount.cases))),
                *(f"{said(share(*s))} ({sum(s)})" for s in sides),
            )  # fmt: skip


def _field(page: Page, recount: Recount, field: dict[str, object]) -> None:
    name, label = str(field["name"]), str(field["label"])
    values = [case.facts[name] for case in recount.cases if case.facts[name]]
    if field["kind"] == "number":
        numbers = sorted(map(int, values))
        page.prints(label, numbers[0], f"{median(numbers):g}", numbers[-1], len(numbers))
        return
    if field["kind"] != "single" and not field.get("bar"):
        return
    choices = field.get("choices") or [{"code": v, "label": v} for v in sorted(set(values))]
    assert isinstance(choices, list)
    counts = [(c["label"], values.count(c["code"])) for c in choices]
    if [c["code"] for c in choices] == ["yes", "no"]:
        page.prints(label, *(n for _, n in counts), len(values))
        return
    as_table = [f"{one}{n}{said(Fraction(n, len(values)))}" for one, n in counts]
    as_bars = [bar(one, n, len(values)) for one, n in counts]
    table = re.escape(bare(f"{label}Base: {len(values)} cases.Answer Cases %{''.join(as_table)}"))
    chart = re.escape(bare(f"{label}0 25 50 75 100%{''.join(as_bars)}"))
    assert page.explain(f"{table}|{chart}"), label


def written_chart(names: list[str], recount: Recount) -> str:
    """The pattern of a chart of the text: its number, title and notes, then axis and bars."""
    drawn = ""
    for name in names:
        if name in recount.scored():
            above, below = recount.sides(name)
            drawn += bar(recount.details[name]["short"], above, above + below)
        else:
            question = recount.questions[name]
            base = [s for s in asked(recount, name) if recount.applies(s, name)]
            group = "" if name == "offending_factors" else recount.details[name]["short"]
            drawn += "".join((group, *bars(question, base)))
    return r"Chart\d+:(?:(?!Chart\d)[^¤]){1,400}?" + re.escape(bare(f"0 25 50 75 100%{drawn}"))


def charts(page: Page, recount: Recount) -> None:
    """The bars of scored questions, wherever they stand, and of other questions with all their answers."""
    for name in recount.scored():
        above, below = recount.sides(name)
        if above + below:
            found = page.explain(re.escape(bare(bar(recount.details[name]["short"], above, above + below))))
            assert found or recount.details[name]["key"] == "no", name
    for name, question in recount.questions.items():
        if question["kind"] in ("single", "multiple") and not question["scored"]:
            base = [s for s in asked(recount, name) if recount.applies(s, name)]
            if base:
                group = "" if name == "offending_factors" else recount.details[name]["short"]
                page.explain(re.escape(bare(group + "".join(bars(question, base)))))


def bars(question: dict[str, Any], base: list[Sheet]) -> Iterable[str]:
    return (bar(label, n, len(base)) for label, n in counts(question, base))


def counts(question: dict[str, Any], base: list[Sheet]) -> list[tuple[str, int]]:
    """The answers in the order of the list; where several may be ticked, the most frequent first."""
    name = str(question["id"])
    found = [(c["label"], sum(c["code"] in s.answer(name) for s in base)) for c in question["choices"]]
    found = [one for one, c in zip(found, question["choices"], strict=True) if c["code"] != "na"]
    return sorted(found, key=lambda one: -one[1]) if question["kind"] == "multiple" else found


def bar(label: str, count: int, base: int) -> str:
    return f"{label}{said(Fraction(count, base))}{count} of {base}{'†' if base < 10 else ''}"


def said(ratio: Fraction | None) -> str:
    return "–" if ratio is None else f"{percent(ratio)}%"


NUMBERING = (
    r"\d\.\d\.\d+(?=¤)",  # a paragraph
    r"(?<![\d.%])\d{1,2}(?=¤)",  # an item of a list
    r"0255075100%",  # an axis
    r"R\d\.\d(?=¤)|Chart\d+:",  # a recommendation, a chart
    r"\d(?=(?:Keystrengths|Keyareasforimprovement|Summary)Para\.)",  # a section, over its part of the annex
    r"\d{1,2}(?:Jan|Febr|March|April|May|June|July|August|Sept|Oct|Nov|Dec)[a-z]*\d{4}(?:,\d\d:\d\dUTC)?",
    r"2013-14|violence-2013",
    r"(?:HMI|LA)-\d\d",
    r"Version(?:ofthequestionset)?\d(?:\.\d\.\d)?",
    r"(?:Contenthashofthequestionset|Digestofthelatestchange)[0-9a-f]{64}",
    r"Changesinthefile’shistory\d+",
    r"(?:Fewerthan|basesunder|baseunder)10",
    r"adduptomorethan100%|notaddupto100%",
)


def without_numbering(rest: str, recount: Recount) -> str:
    """The rest without what counts nothing: numbers of paragraphs and chapters, dates, codes, axes, fixed phrases."""
    titles = [f"{one['id']}{bare(one['title'])}" for one in (*recount.set["outcome"], *recount.set["criterion"])]
    outcomes = [f"Outcome{one['id']}" for one in recount.set["outcome"]]
    findings = [f"Findingson{one['id']}" for one in recount.set["criterion"]]
    for pattern in (*map(re.escape, (*titles, *findings, *outcomes)), *NUMBERING):
        rest = re.sub(pattern, lambda m: EXPLAINED * len(m[0]), rest)
    return rest
