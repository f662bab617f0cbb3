"""The real PDF, read back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from inspector_app.domain.scoring import percent
from inspector_app.report.input import ReportInput
from inspector_app.report.render import Cancelled, render
from inspector_app.services.commands import SetReport
from inspector_app.services.reporting import freeze
from report_inspection import FONTS, ROOT, TEAM, inspection

FOOT = "Working draft, not for publication · Example: the cases are synthetic"
HOSTILE = '<img src="x"> & <font color="[0,0,0]">Trust</font> </para>'
ONE_RUN = """
import hashlib, sys, tempfile
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from report_inspection import FONTS, inspection
from inspector_app.report.render import render
from inspector_app.services.reporting import freeze
session = inspection(Path(tempfile.mkdtemp()), cases=3)
print(hashlib.sha256(render(freeze(session), FONTS).content).hexdigest())
session.close()
"""


class Read(NamedTuple):
    """A report and what it says, page by page, with white space as single blanks."""

    given: ReportInput
    reader: PdfReader
    pages: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.pages)


def _read(given: ReportInput) -> Read:
    reader = PdfReader(BytesIO(render(given, FONTS).content))
    return Read(given, reader, [" ".join(page.extract_text().split()) for page in reader.pages])


def _of(folder: Path, include_unfinished: bool = False, **how: object) -> Read:
    session = inspection(folder, **how)  # type: ignore[arg-type]
    session.do(SetReport({"annex": "yes"}))
    try:
        return _read(freeze(session, include_unfinished=include_unfinished))
    finally:
        session.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Read:
    return _of(tmp_path_factory.mktemp("report"), cases=14, unfinished=2)


def test_every_page_has_the_trust_the_draft_foot_and_its_number_of_all(report: Read) -> None:
    for number, page in enumerate(report.pages, start=1):
        assert "Northmoor Probation Trust" in page
        assert FOOT in page
        assert f"Page {number} of {len(report.pages)}" in page


def test_the_cover_says_draft_dates_and_that_the_cases_are_synthetic(report: Read) -> None:
    cover = report.pages[0]
    assert "WORKING DRAFT" in cover and "Text and figures will still change." in cover
    assert "2 September 2013 to 20 September 2013" in cover
    assert "Example: the cases are synthetic. No real person" in cover


def test_the_cover_names_the_team_by_code_and_counts_a_large_one(report: Read, tmp_path: Path) -> None:
    assert "DRAFT" in report.pages[0]
    assert "Team Lead inspector: LI1 Deputy lead inspector: DL1 Inspectors: IN1, IN2" in report.pages[0]
    large = _of(tmp_path, cases=1, team={**TEAM, **{f"IN{n}": "inspector" for n in range(3, 40)}})
    assert "Inspectors: 39 people" in large.pages[0] and "IN38, IN39" in large.text


def test_the_running_head_names_the_chapter(report: Read) -> None:
    title, glossary = "Inspection of adult offending work", "G Glossary"
    assert title in report.pages[0]
    assert glossary in next(p for p in report.pages if "The return to prison of a person on licence" in p)
    harm = "4 Protecting the public by minimising the risk of harm to others"
    page = next(p for p in report.pages if "4.2 Work to reduce risk of harm to others Score" in p)
    assert harm in page and title not in page


def test_the_criteria_of_a_chapter_stand_in_the_order_of_the_grid(report: Read) -> None:
    numbers = [e.split()[0] for e, _ in _entries(report.reader) if re.match(r"\d\.\d ", e)]
    assert numbers == sorted(numbers) and {"5.3", "5.4", "5.5"} <= {*numbers}


def test_a_real_inspection_is_not_called_synthetic(tmp_path: Path) -> None:
    assert "synthetic" not in _of(tmp_path, cases=1, details={"synthetic": ""}).text


def test_the_summary_prints_the_five_scores_by_both_methods_and_names_the_one_in_use(report: Read) -> None:
    summary = next(p for p in report.pages if "The five scores" in p)
    assert "Question mean (in use)" in summary and "Criterion mean" in summary
    for outcome in report.given.findings.outcomes:
        row = rf"{outcome.id} {outcome.title} {percent(outcome.score.score)}% {percent(outcome.alternative.score)}%"
        assert f"{row} {outcome.score.questions}" in summary
    assert "The inspection counted 12 cases" in summary and "2 more cases are not signed off" in summary


def test_the_other_method_is_named_where_it_is_in_use(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=4)
    text = _read(freeze(session, method="criterion-mean")).text
    session.close()
    assert "Criterion mean (in use)" in text and "This report uses the criterion mean." in text


def test_every_scored_question_is_printed_with_its_figures(report: Read) -> None:
    for outcome in report.given.findings.outcomes:
        for criterion in outcome.criteria:
            for question in criterion.questions:
                base = f"† {question.part.base}" if 0 < question.part.base < 10 else str(question.part.base)
                share = "–" if question.part.percent is None else f"{question.part.percent}%"
                figures = f"{question.above} {question.below} {question.not_applicable} {base} {share}"
                assert re.search(rf"{re.escape(question.number)} .{{0,90}}? {re.escape(figures)}", report.text), (
                    question
                )


def test_key_questions_have_a_bar_with_percentage_and_base(report: Read) -> None:
    keys = [q for o in report.given.findings.outcomes for c in o.criteria for q in c.questions if q.key and q.part.base]
    assert len(keys) > 20
    for question in keys:
        mark = " †" if question.part.base < 10 else ""
        assert f"{question.part.percent}% {question.part.count} of {question.part.base}{mark}" in report.text


def test_reasons_print_their_base_and_what_it_is_of(report: Read) -> None:
    reasons = [s for o in report.given.findings.outcomes for c in o.criteria for s in c.reasons if s.of]
    assert reasons
    for spread in reasons:
        number = spread.of.number if spread.of else ""
        assert re.search(
            rf"{re.escape(spread.number)} .{{0,80}}?Base: {spread.base} cases?( †)? with .+? to {number}[. ]",
            report.text,
        )


def test_the_factor_table_stands_in_chapter_three_with_its_bases(report: Read) -> None:
    factors = report.given.findings.outcomes[2].factors
    assert len(factors) == 11
    page = next(p for p in report.pages if "How often each factor was found" in p)
    for row in factors:
        mark = "† " if 0 < row.progress.base < 10 else ""
        assert f"{row.label} {row.present.count} {row.present.percent}%" in page
        assert row.progress.percent is None or f"{row.progress.percent}% ({mark}{row.progress.base})" in page


def test_small_bases_are_marked_and_explained_and_large_ones_are_not(tmp_path: Path) -> None:
    small = _of(tmp_path / "a", cases=3) if (tmp_path / "a").mkdir() is None else None
    assert small is not None and "† Fewer than 10 in the base: read with caution." in small.text
    page = next(p for p in small.pages if "Findings on 3.1" in p)
    assert "† 3 " in page
    (tmp_path / "b").mkdir()
    session = inspection(tmp_path / "b", cases=12)
    text = _read(freeze(session, caution_below=1)).text
    session.close()
    assert "† Fewer" not in text and not re.search(r"† \d", text)


def test_officers_views_are_counted_once_each_with_their_number(report: Read) -> None:
    assert "counted once for each officer (5 officers) and never scored" in report.text
    assert re.search(r"2\.4 Leadership and management to deliver the sentence Told by", report.text)
    assert "Base: 5 officers" in report.text


def test_without_interviews_there_is_no_leadership_section_and_nothing_reads_as_incomplete(tmp_path: Path) -> None:
    read = _of(tmp_path, cases=3, details={"interviews": "no"})
    entries = _entries(read.reader)
    assert not [e for e, _ in entries if re.match(r"\d\.4 ", e)]
    assert [e for e, _ in entries if e.startswith("2.1 ")]
    assert not re.search("Told by the officers|No interview has been recorded|Officers’ views|unfinished", read.text)
    assert not re.search("not scored|Leadership and management", read.text)
    assert "None held in this inspection" in read.pages[0]


def test_unfinished_cases_are_named_on_the_cover_and_on_every_page(tmp_path: Path) -> None:
    read = _of(tmp_path, cases=4, unfinished=1, include_unfinished=True)
    assert "counts 1 case that is not signed off" in read.pages[0]
    assert all("Includes unfinished cases" in page for page in read.pages)


def test_finished_cases_only_say_nothing_of_unfinished_ones(report: Read) -> None:
    assert "Includes unfinished" not in report.text


def test_an_inspection_without_a_counted_case_still_makes_a_report(tmp_path: Path) -> None:
    text = _of(tmp_path, cases=0, team={}).text
    assert "No case counts yet" in text and "No team has been entered yet." in text


def test_text_that_looks_like_markup_prints_as_typed(tmp_path: Path) -> None:
    team = {"A<b>&1": "inspector", "Z\x00\x07\u202e😀": "<i>guest</i>"}
    read = _of(tmp_path, cases=2, details={"trust": HOSTILE, "title": "A & B <br/> \x0bC"}, team={**TEAM, **team})
    assert HOSTILE in read.pages[0] and "A & B <br/> ?C" in read.pages[0]
    assert all(HOSTILE in page for page in read.pages)
    assert "A<b>&1" in read.text and "<i>guest</i> Z???" in read.text
    assert "Coast & Moor" in read.text
    assert read.reader.metadata is not None and HOSTILE in (read.reader.metadata.title or "")


def test_very_long_text_does_not_break_the_pages(tmp_path: Path) -> None:
    team = {f"CODE{n:04d}": "inspector" for n in range(900)}
    read = _of(tmp_path, cases=1, details={"trust": "Trust " * 300, "instrument": "x" * 5000}, team=team)
    # The cover has no running head, and prints the name whole.
    assert all("…" in page and "draft, not for publication" in page for page in read.pages[1:])


def test_bookmarks_and_contents_lead_to_the_pages_they_name(report: Read) -> None:
    entries = _entries(report.reader)
    names = [entry for entry, _ in entries]
    for wanted in (
        "Summary",
        "3 Reducing the likelihood of reoffending",
        "4.2 Work to reduce risk of harm to others",
        "G Glossary",
    ):
        assert wanted in names
    contents = report.pages[2]
    for entry, page in entries:
        heading = entry.split(" ", 1)[-1]
        assert heading in report.pages[page - 1]
        listed = re.search(rf" {re.escape(entry)} [. ]*\. ?(\d+) ", f"{contents} ")
        # Each outcome stands in the summary, too, and there it is not in the contents.
        pages = {p for e, p in entries if e == entry}
        assert entry.startswith("Data") or listed is None or int(listed.group(1)) in pages
    assert len(re.findall(r"\. ?\d+ ", f"{contents} ")) > 30


def test_the_appendices_hold_sample_scoring_grid_glossary_team_and_imprint(report: Read) -> None:
    text, origin = report.text, report.given.origin
    for breakdown in report.given.findings.sample:
        if breakdown.name in ("gender", "ethnicity", "rosh", "case_type", "principal_offence"):
            for part in breakdown.parts:
                assert f"{part.percent}% {part.count} of {part.base}" in text
    assert "A criterion scores the plain mean of its questions." in text
    assert "2.1 Assessment and planning to deliver the sentence" in text
    assert {"MAPPA", "RoSH"} <= {term for term, _ in report.given.instrument.glossary if term in text}
    assert "Inspectors IN1, IN2" in text and "Lead inspector LI1" in text
    for mark in (origin.instrument, origin.version, origin.content_hash, str(origin.revisions), origin.digest):
        assert mark and mark in text


def test_metadata_names_title_author_and_language(report: Read) -> None:
    meta = report.reader.metadata
    assert meta is not None and meta.title == "Inspection of adult offending work: Northmoor Probation Trust"
    assert meta.author == "Inspection team"
    assert report.reader.trailer["/Root"]["/Lang"] == "en-GB"


def test_every_font_is_embedded(report: Read) -> None:
    fonts = {
        f.get_object()["/BaseFont"]: f.get_object()
        for p in report.reader.pages
        for f in p["/Resources"]["/Font"].values()
    }
    assert fonts
    for name, font in fonts.items():
        assert "Lato" in name and "/FontFile2" in font["/FontDescriptor"]


def test_the_same_data_gives_the_same_bytes(report: Read) -> None:
    assert render(report.given, FONTS).content == render(report.given, FONTS).content


def test_the_same_data_gives_the_same_bytes_in_another_run_with_other_hashes() -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", ONE_RUN, str(ROOT / "tests")],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True, capture_output=True, text=True,
        ).stdout
        for seed in ("1", "77")
    }  # fmt: skip
    assert len(digests) == 1 and digests.pop().strip()


def test_no_heading_is_left_at_the_foot_of_a_page(report: Read) -> None:
    headings = [entry for entry, _ in _entries(report.reader)]
    chapters = [h for h in headings if not re.match(r"\d\.\d ", h)]
    for number, page in enumerate(report.pages[2:], start=3):
        # The head and foot are drawn before the page, the chapter in the head after it.
        assert page.startswith("WORKING DRAFT Northmoor") and page.index(FOOT) < 80
        chapter = next((c for c in chapters if page.endswith(c)), "")
        body = page.removesuffix(chapter).rstrip()
        assert len(body) > 200 or "Not written yet." in body, number
        assert not chapter or not any(body.endswith(heading) for heading in headings), number


def test_progress_only_grows_and_a_stop_at_any_moment_stops(report: Read) -> None:
    shares: list[float] = []
    render(report.given, FONTS, progress=lambda share, _page: shares.append(share))
    assert shares == sorted(shares) and shares[-1] == 1.0
    for moment in (0, 1, 40, len(shares) - 1):
        asked = iter(range(10**6))
        with pytest.raises(Cancelled):
            render(report.given, FONTS, cancelled=lambda asked=asked, moment=moment: next(asked) >= moment)  # type: ignore[misc]


def _entries(reader: PdfReader) -> list[tuple[str, int]]:
    """The bookmarks in order, each with its page number."""

    def walk(items: list[object]) -> Iterator[tuple[str, int]]:
        for item in items:
            if isinstance(item, list):
                yield from walk(item)
            elif isinstance(item, Destination):
                yield " ".join(str(item.title).split()), (reader.get_destination_page_number(item) or 0) + 1

    return list(walk(list(reader.outline)))
