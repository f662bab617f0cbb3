"""The report as it is composed: what was written in its place, what may leave, the annex, and one answer's way."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from command_line import Cli
from inspector_app.domain.document import Block, Box, Chart, Heading, Listed, Paragraph, Run, Table, Terms, Text
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.report_outline import outline
from inspector_app.report.compose import compose
from inspector_app.report.input import ReportInput
from inspector_app.report.terms import is_used
from inspector_app.services import report_export
from inspector_app.services.commands import (
    AddCase,
    MarkRead,
    Reopen,
    SetAnswer,
    SetDetails,
    SetReport,
    SignOff,
    WriteSection,
)
from inspector_app.services.inspections import Inspections
from inspector_app.services.report_desk import ReportDesk
from inspector_app.services.report_readiness import readiness, refuse_unready
from inspector_app.services.session import Person, Session
from small import small

LEAD = Person("HMI-01", "test")
COMPLETE = {"plan": "sufficient", "review": "sufficient", "contact": "na", "progress": "good", "either": "na"}


@pytest.fixture
def example(example_file: Path, question_sets: dict[str, Instrument], tmp_path: Path) -> Iterator[Session]:
    """The example, open, to be changed."""
    session = Inspections(question_sets).open(Path(shutil.copy(example_file, tmp_path / "e.inspection")), LEAD)
    yield session
    session.close()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Twelve signed-off cases of the small set; in eight of them the plan was good enough."""
    made = Inspections({"small": small()}).create(
        tmp_path / "s.inspection", "small", LEAD, {"trust": "A Trust", "interviews": "no"}
    )
    for number in range(12):
        ref = f"C-{number}"
        made.do(AddCase(ref, LEAD.author, {"type": "order"}))
        for question, value in COMPLETE.items():
            if question != "contact":
                made.do(SetAnswer("case", ref, question, "not_done" if question == "plan" and number > 7 else value))
        made.do(SignOff(ref))
    yield made
    made.close()


def frozen(session: Session) -> ReportInput:
    return ReportDesk(session).freeze()


def blocks(given: ReportInput) -> tuple[Block, ...]:
    return tuple(compose(given).blocks)


def under(made: Iterable[Block], key: str) -> list[Block]:
    """The blocks beneath a heading, up to the next of the same level or a higher one."""
    held: list[Block] = []
    level = 0
    for block in made:
        if isinstance(block, Heading):
            if level and block.level <= level:
                break
            if block.key == key:
                level = block.level
                continue
        if level:
            held.append(block)
    return held


def runs(made: Iterable[Block]) -> Iterator[Run]:
    for block in made:
        if isinstance(block, Paragraph):
            yield from block.runs
        elif isinstance(block, Listed):
            yield from runs(p for item in block.items for p in item)
        elif isinstance(block, Box):
            yield from runs(block.blocks)


def said(made: Iterable[Block]) -> str:
    return "".join(run.text for run in runs(made))


def write(session: Session, section: str, text: str) -> None:
    session.do(WriteSection(section, text, ReportDesk(session).typed(section, text).reading))


# The structure


def test_the_report_stands_in_the_order_of_the_outline(example: Session) -> None:
    made = blocks(frozen(example))
    keys = [block.key for block in made if isinstance(block, Heading)]
    places = [keys.index(section.id) for section in outline(example.instrument)]
    assert places == sorted(places)
    first = [block.key for block in made if isinstance(block, Heading) and block.level == 1]
    assert first[:3] == ["foreword", "summary", "recommendations"]
    assert first[3:8] == [f"outcome-{n}" for n in range(1, 6)]
    assert first[8:] == ["context", "sample", "inspection", "scoring", "grid", "data", "glossary", "about"]
    second = [block.key for block in made if isinstance(block, Heading) and block.level == 2]
    assert [key for key in second if key in ("thanks", "arrangements", "role", "imprint")] == [
        "thanks", "arrangements", "role", "imprint",
    ]  # fmt: skip


def test_a_chapter_has_all_its_parts_in_order(example: Session) -> None:
    chapter = under(blocks(frozen(example)), "outcome-3")
    keys = [block.key for block in chapter if isinstance(block, Heading) and block.level == 2]
    assert keys == [
        "look-3", "score-3", "strengths-3", "areas-3",
        "findings-3.1", "findings-3.2", "findings-3.3", "findings-3.4", "closing-3", "data-3",
    ]  # fmt: skip


def test_every_key_is_there_once_and_every_link_leads_to_one(example: Session) -> None:
    made = blocks(frozen(example))
    keys = [block.key for block in made if isinstance(block, Heading)]
    for block in made:
        paragraphs = [block] if isinstance(block, Paragraph) else []
        if isinstance(block, Listed):
            paragraphs = [p for item in block.items for p in item]
        keys += [p.key for p in paragraphs if p.key]
    assert len(keys) == len(set(keys))
    links = {run.link for run in runs(made) if run.link}
    assert len(links) > 40
    assert links <= set(keys)


def test_all_recommendations_are_listed_with_the_way_to_their_findings(example: Session) -> None:
    made = blocks(frozen(example))
    listed = [b for b in under(made, "recommendations") if isinstance(b, Listed)]
    chapters = [b for n in range(1, 6) for b in under(made, f"recommend-{n}") if isinstance(b, Listed)]
    assert [[said(item) for item in one.items] for one in listed] == [
        [said(item) for item in one.items] for one in chapters
    ]
    assert all(any(run.link for run in runs(item)) for one in listed for item in one.items)


def test_a_recommendation_that_names_no_finding_leads_to_its_chapter(session: Session) -> None:
    write(session, "recommend-2", "1. The Trust should see to it.")
    made = blocks(frozen(session))
    (listed,) = (b for b in under(made, "recommendations") if isinstance(b, Listed))
    (original,) = (b for b in under(made, "recommend-2") if isinstance(b, Listed))
    assert [run.link for run in runs(listed.items[0])] == ["", "", original.items[0][0].key]
    assert said(listed.items[0]) == "The Trust should see to it. (chapter 2)"


def test_figures_charts_and_links_are_printed_in_their_places(session: Session) -> None:
    write(session, "findings-1.1", "In {{fig: question=plan, as=counts}} cases.\n\n{{chart: question=plan}}")
    key = ReportDesk(session).section("findings-1.1").pieces[0].key
    write(session, "closing-1", f"{{{{fig: question=plan}}}} were planned well ({{{{para: {key}}}}}).")
    made = blocks(frozen(session))
    paragraph = next(b for b in under(made, "findings-1.1") if isinstance(b, Paragraph))
    chart = next(b for b in under(made, "findings-1.1") if isinstance(b, Chart))
    assert (paragraph.number, said([paragraph])) == ("1.1.1", "In 8 of 12 cases.")
    assert [(bar.percent, bar.figures) for bar in chart.bars] == [(67, "8 of 12")]
    assert said(under(made, "closing-1")) == "Two-thirds were planned well (1.1.1)."


def test_a_small_base_is_marked_and_explained_once_in_its_section(session: Session) -> None:
    few = '{{fig: question=plan, where="question:plan=not_done", as=counts}}'
    write(session, "findings-1.1", f"In {few} cases.\n\nAnd again in {few}.")
    write(session, "findings-1.2", "In {{fig: question=review, as=counts}} cases.")
    made = blocks(frozen(session))
    assert said(under(made, "findings-1.1")) == "In none of four† cases.And again in none of four†."
    notes = [b.text for b in under(made, "findings-1.1") if isinstance(b, Text)]
    assert len([note for note in notes if note.startswith("†")]) == 1
    assert not [b for b in under(made, "findings-1.2") if isinstance(b, Text) and b.text.startswith("†")]


def test_of_what_is_not_written_a_working_draft_speaks_and_no_other(session: Session) -> None:
    given = frozen(session)
    assert [b.text for b in under(blocks(given), "foreword") if isinstance(b, Text)] == ["Not written yet."]
    final = blocks(replace(given, settings=replace(given.settings, state="final")))
    assert not [b for b in final if isinstance(b, Text) and b.text == "Not written yet."]
    keys = {b.key for b in final if isinstance(b, Heading)}
    assert "foreword" not in keys and "strengths-1" not in keys
    assert {"summary", "outcome-1", "findings-1.1", "data", "imprint"} <= keys


def test_without_interviews_there_is_no_section_on_leadership(session: Session) -> None:
    keys = {b.key for b in blocks(frozen(session)) if isinstance(b, Heading)}
    assert "findings-1.2" in keys and not {key for key in keys if key.endswith("1.4")}
    session.do(SetDetails({"interviews": "yes"}))
    assert "findings-1.4" in {b.key for b in blocks(frozen(session)) if isinstance(b, Heading)}


def test_charts_are_numbered_through_the_report_and_named_after_what_they_stand_under(example: Session) -> None:
    titles = [b.title for b in blocks(frozen(example)) if isinstance(b, Chart)]
    assert [t.split(":")[0] for t in titles] == [f"Chart {n}" for n in range(1, len(titles) + 1)]
    assert "Data summary" in " ".join(titles) and len({t.split(": ", 1)[1] for t in titles}) > 15


def test_the_glossary_explains_the_terms_that_the_report_uses(example: Session) -> None:
    made = blocks(frozen(example))
    (terms,) = (b for b in made if isinstance(b, Terms))
    told = {term for term, _ in terms.items}
    assert {"RoSH", "MAPPA", "Restorative justice"} <= told
    assert told < {term for term, _ in example.instrument.glossary}


@pytest.mark.parametrize(
    ("term", "text", "used"),
    [
        ("PO", "Each PO has", True), ("PO", "the Post office", False), ("PO", "po box", False),
        ("Breach", "a breach was", True), ("Breach", "Breaches were", True), ("Breach", "unbreachable", False),
        ("Risk of serious harm (RoSH)", "the RoSH class", True), ("A+B", "A+B", True),
    ],
)  # fmt: skip
def test_a_term_is_used_where_it_stands_as_a_word(term: str, text: str, used: bool) -> None:
    assert is_used(term, text) is used


def test_all_scored_questions_stand_once_more_with_their_counts(session: Session) -> None:
    table = next(b for b in under(blocks(frozen(session)), "full-1") if isinstance(b, Table))
    assert [table.rows[n][:2] for n in table.groups] == [("1.1", "One one"), ("1.2", "One two")]
    plan = next(row for row in table.rows if row[0] == "A1")
    assert plan[1:] == ("plan done", "8", "4", "0", "12", "67%", 67)


def test_the_annex_brings_reasons_facts_and_views_besides(example: Session) -> None:
    given = frozen(example)
    short, long = (
        [b for b in under(blocks(replace(given, settings=replace(given.settings, annex=annex))), "data")]
        for annex in (False, True)
    )
    assert len([b for b in short if isinstance(b, Table)]) == 6
    assert len([b for b in long if isinstance(b, Table)]) > 60


# State


@pytest.mark.parametrize(
    ("state", "mark", "banner"),
    [("working", "WORKING DRAFT", "Working draft"), ("comment", "DRAFT", "Draft for the Trust’s comment"),
     ("final", "REPORT", "")],
)  # fmt: skip
def test_the_state_stands_on_cover_and_pages(session: Session, state: str, mark: str, banner: str) -> None:
    session.do(SetReport({"state": state, "version": "3"}))
    document = compose(frozen(session))
    cover = document.blocks[0]
    assert (getattr(cover, "mark", ""), document.banner) == (mark, banner)
    assert document.edition.startswith("Version 3, ")
    assert ("not for publication" in document.subject) is (state != "final")


# What may leave the team


def fill(session: Session) -> None:
    for section in ReportDesk(session).sections():
        write(session, section.id, "Words.")


def test_a_report_with_a_mistake_does_not_leave_the_team(session: Session) -> None:
    write(session, "findings-1.1", "In {{fig: question=nothing}} cases.")
    assert "[figure missing]" in said(blocks(frozen(session)))
    for state in ("comment", "final"):
        session.do(SetReport({"state": state}))
        with pytest.raises(KnownError, match="cannot be printed in “1.1 One one”"):
            report_export.prepare(session)
    session.do(SetReport({"state": "working"}))
    assert "Places that cannot be printed: “1.1 One one”." in report_export.prepare(session).tells


def test_before_a_case_counts_only_a_working_draft_is_written(session: Session) -> None:
    for ref in session.refs():
        session.do(Reopen(ref, "again"))
    report_export.prepare(session)
    for state in ("comment", "final"):
        session.do(SetReport({"state": state}))
        with pytest.raises(KnownError, match="because no case is signed off yet"):
            report_export.prepare(session)


def test_an_unbound_number_holds_back_the_final_report_alone(session: Session) -> None:
    fill(session)
    write(session, "findings-1.1", "In 17 of the cases.")
    session.do(SetReport({"state": "comment"}))
    assert report_export.prepare(session).tells == ("Numbers bound to no figure: “1.1 One one”.",)
    session.do(SetReport({"state": "final"}))
    with pytest.raises(KnownError, match="bound to no figure in “1.1 One one”"):
        report_export.prepare(session)


def test_what_is_not_written_holds_back_the_final_report_alone(session: Session) -> None:
    session.do(SetReport({"state": "comment"}))
    (told,) = report_export.prepare(session).tells
    assert told.startswith("Nothing written yet: “Foreword”") and told.endswith("more.")
    session.do(SetReport({"state": "final"}))
    with pytest.raises(KnownError, match="no text yet in “Foreword”"):
        report_export.prepare(session)
    fill(session)
    assert report_export.prepare(session).tells == ()


def test_a_figure_that_moved_holds_back_the_final_report_until_it_is_read(session: Session) -> None:
    fill(session)
    write(session, "findings-1.1", "In {{fig: question=plan, as=counts}} cases.")
    session.do(SetReport({"state": "final"}))
    report_export.prepare(session)
    change(session, "C-0", "plan", "not_done")
    with pytest.raises(KnownError, match="moved since they were read in “1.1 One one”"):
        report_export.prepare(session)
    session.do(MarkRead("findings-1.1", ReportDesk(session).section("findings-1.1").reading))
    assert readiness(ReportDesk(session)).changed == ()
    refuse_unready(ReportDesk(session))


def test_a_text_whose_section_the_report_has_no_more_is_told(session: Session) -> None:
    session.do(SetDetails({"interviews": "yes"}))
    fill(session)
    session.do(SetDetails({"interviews": "no"}))
    (told,) = report_export.prepare(session).tells
    assert told == "Written and not printed, because this report has no such section: “findings-1.4”."


def test_the_example_may_go_to_the_trust_and_be_published(example: Session) -> None:
    for state in ("comment", "final"):
        example.do(SetReport({"state": state}))
        assert report_export.prepare(example).tells == ()


def test_the_command_line_refuses_in_one_line_and_writes_nothing(example_file: Path, cli: Cli, tmp_path: Path) -> None:
    file, out = Path(shutil.copy(example_file, tmp_path / "e.inspection")), tmp_path / "out.pdf"
    session = Inspections({}).open(file, LEAD)
    session.do(WriteSection("foreword", "In {{fig: question=nothing}} cases."))
    session.close()
    told = cli("report", file, "-o", out)
    assert (told.status, told.out, len(told.err_lines)) == (1, "", 1)
    assert "draft for comment was not written" in told.err and "“Foreword”" in told.err
    assert [path.name for path in tmp_path.iterdir()] == ["e.inspection"]


# The desk


def test_an_outline_that_may_not_wait_is_whole_when_it_is_asked_often_enough(example: Session) -> None:
    example.do(WriteSection("role", "In 17 of {{fig: question=nothing}}."))
    desk, patient = ReportDesk(example), ReportDesk(example)
    told = desk.outline(0.0)
    assert desk.behind
    assert [(entry.id, entry.words) for entry in told] == [(entry.id, entry.words) for entry in patient.outline()]
    while desk.behind:
        told = desk.outline(0.001)
    assert told == patient.outline()
    assert {entry.id: (entry.unbound, entry.mistakes) for entry in told}["role"] == (1, 1)


# The annex


def test_the_annex_lists_every_figure_and_so_does_its_table(example: Session, tmp_path: Path) -> None:
    prepared = report_export.prepare(example, annex=True)
    assert "annex" not in {b.key for b in blocks(frozen(example)) if isinstance(b, Heading)}
    desk = ReportDesk(example)
    figures = [chip for s in desk.sections() for chip in desk.section(s.id).chips if chip.kind == "fig"]
    table = [row for row in csv.DictReader(report_export.figures_csv(prepared.given).splitlines()) if row["Printed"]]
    assert [row["Printed"] for row in table] == [chip.printed for chip in figures]
    row = next(r for r in table if r["Section"] == "Foreword" and r["Printed"] == "over half")
    assert (row["Number"], row["Of"], row["Counted"]) == ("37", "67", "Done well enough")
    annex = under(compose(prepared.given).blocks, "annex")
    tables = [block for block in annex if isinstance(block, Table)]
    assert [row[1] for one in tables for row in one.rows] == [chip.printed for chip in figures]


def test_the_table_of_figures_stands_beside_the_report_or_where_it_was_asked_for(
    session: Session, tmp_path: Path
) -> None:
    write(session, "foreword", "{{fig: cases}} were read.")
    out = tmp_path / "out.pdf"
    report_export.write(report_export.prepare(session), out)
    assert not (tmp_path / "out-figures.csv").exists()
    report_export.write(report_export.prepare(session, annex=True), out)
    assert (tmp_path / "out-figures.csv").read_text(encoding="utf-8").count("\n") > 2
    report_export.write(report_export.prepare(session), out, figures=tmp_path / "f.csv")
    assert "Twelve" in (tmp_path / "f.csv").read_text(encoding="utf-8")


# One answer's way


def change(session: Session, ref: str, question: str, value: str) -> None:
    session.do(Reopen(ref, "A mistake."))
    session.do(SetAnswer("case", ref, question, value))
    session.do(SignOff(ref))


def printed(session: Session, path: Path) -> str:
    assert report_export.write(report_export.prepare(session), path) is not None
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_one_answer_moves_the_words_the_chart_and_the_mark_of_its_sentence(session: Session, tmp_path: Path) -> None:
    figures = "{{fig: question=plan}} of the plans were good ({{fig: question=plan, as=counts}})."
    write(session, "findings-1.1", f"{figures} Nothing else is said.\n\n{{{{chart: question=plan}}}}")
    desk = ReportDesk(session)
    before = printed(session, tmp_path / "before.pdf")
    assert "Two-thirds of the plans were good (8 of 12). Nothing else is said." in before
    assert "plan done 67% 8 of 12" in before
    assert desk.section("findings-1.1").changed == ()
    change(session, "C-8", "plan", "sufficient")
    view = desk.section("findings-1.1")
    (sentence,) = view.changed
    assert view.text[sentence.start : sentence.end].endswith("as=counts}}).")
    assert [(c.was, c.printed) for c in view.chips if c.changed] == [
        ("two-thirds", "Three-quarters"), ("8 of 12", "9 of 12"),
    ]  # fmt: skip
    entry = next(e for e in desk.outline() if e.id == "findings-1.1")
    assert (entry.changed, entry.mistakes, entry.unbound) == (1, 0, 0)
    after = printed(session, tmp_path / "after.pdf")
    assert "Three-quarters of the plans were good (9 of 12). Nothing else is said." in after
    assert "plan done 75% 9 of 12" in after
    session.do(MarkRead("findings-1.1", view.reading))
    assert desk.section("findings-1.1").changed == ()
