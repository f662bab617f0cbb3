"""From Markdown to blocks: what is understood, what is printed as typed, and that nothing typed is lost or harmful."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.document import Block, Box, Chart, Heading, Listed, Paragraph, Run
from inspector_app.domain.paragraphs import Piece, numbered, pieces_of
from inspector_app.domain.report_outline import Section
from inspector_app.report.narrative import Prints, blocks_of

CHART = Chart("", "", ())
PRINTS = Prints(
    figure=lambda source, begins: ("Some" if begins else "some") + source.count("{") * "",
    paragraph=lambda key: ("1.2.3", key),
    chart=lambda source: CHART if "plan" in source else None,
)
FINDINGS = Section("findings-1.2", "findings", "1", "1.2")


def blocks(text: str, pieces: tuple[Piece, ...] | None = None) -> tuple[Block, ...]:
    return blocks_of(text, numbered(FINDINGS, pieces_of(text)) if pieces is None else pieces, PRINTS, "x")


def runs(text: str) -> tuple[Run, ...]:
    (block,) = blocks(text)
    assert isinstance(block, Paragraph)
    return block.runs


def said(made: tuple[Block, ...]) -> str:
    """All that is printed, footnotes included."""
    words: list[str] = []
    for block in made:
        if isinstance(block, Paragraph):
            words += [text for run in block.runs for text in (run.text, run.note)]
            words.append("\n")
        elif isinstance(block, Listed):
            words += [said(item) for item in block.items]
        elif isinstance(block, Box):
            words += [block.title, "\n", said(block.blocks)]
        elif isinstance(block, Heading):
            words += [block.text, "\n"]
    return "".join(words)


def test_emphasis_and_strong_words_are_runs_of_their_own() -> None:
    assert runs("One *two* **three *four***.") == (
        Run("One "), Run("two", emphasis=True), Run(" "), Run("three ", strong=True),
        Run("four", strong=True, emphasis=True), Run("."),
    )  # fmt: skip


def test_paragraphs_carry_their_numbers_and_keys() -> None:
    text = "First.\n\n### Between\n\nSecond\nline.\n\n- item"
    pieces = tuple(
        Piece(p.kind, p.text, p.first, p.last, p.level, p.ordered, f"key{n}", p.number)
        for n, p in enumerate(numbered(FINDINGS, pieces_of(text)))
    )
    first, heading, second, listed = blocks(text, pieces)
    assert isinstance(heading, Heading)
    assert (heading.level, heading.text, heading.listed) == (3, "Between", False)
    assert [(p.number, p.key) for p in (first, second) if isinstance(p, Paragraph)] == [
        ("1.2.1", "key0"), ("1.2.2", "key2"),
    ]  # fmt: skip
    assert isinstance(listed, Listed)
    assert listed.items[0][0] == Paragraph((Run("item"),), "", "key3")


def test_a_quotation_and_an_illustration_are_boxes() -> None:
    quotation, illustration = blocks(
        "> “Words.” *Officer*\n\n> [!illustration] Ann {note: C-1/plan/AB}\n> What happened.\n>\n> - and then"
    )
    assert quotation == Box("quotation", "", (Paragraph((Run("“Words.” "), Run("Officer", emphasis=True))),))
    assert illustration == Box(
        "illustration", "Ann",
        (Paragraph((Run("What happened."),)), Listed(((Paragraph((Run("and then"),)),),))),
    )  # fmt: skip


def test_footnotes_hang_on_the_word_before_them() -> None:
    assert runs("One[^1] two *three*[^a].\n\n[^1]: First *note*.\n\n[^a]: Second.") == (
        Run("One", note="First note."), Run(" two "), Run("three", emphasis=True, note="Second."), Run("."),
    )  # fmt: skip


def test_a_figure_is_printed_and_keeps_its_source_also_where_it_holds_marks_of_emphasis() -> None:
    source = '{{fig: question=a_b, where="x_y=*z*"}}'
    assert runs(f"In {source} of *them*.") == (
        Run("In "), Run("some", source=source), Run(" of "), Run("them", emphasis=True), Run("."),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "begins"),
    [("", True), ("It is. ", True), ("“", True), ("He said: “No.” ", True), ("In ", False), ("e.g., ", False),
     ("(", True), ("It (", False)],
)  # fmt: skip
def test_a_figure_that_begins_a_sentence_knows_it(before: str, begins: bool) -> None:
    assert ("Some" in said(blocks(f"{before}{{{{fig: cases}}}} were."))) is begins


def test_a_link_to_a_paragraph_prints_its_number() -> None:
    assert runs("See {{para: 0a0b0c0d}}.") == (Run("See "), Run("1.2.3", link="0a0b0c0d"), Run("."))


def test_a_plain_number_is_printed_and_bound_to_nothing() -> None:
    assert runs("Under {{plain: sixteen}} weeks.") == (Run("Under sixteen weeks."),)


def test_a_chart_stands_alone_and_one_that_shows_nothing_is_printed_as_typed() -> None:
    assert blocks("{{chart: question=plan}}") == (CHART,)
    assert said(blocks("{{chart: question=other}}")) == "{{chart: question=other}}\n"
    assert said(blocks("In {{chart: question=plan}} here")) == "In {{chart: question=plan}} here\n"


@pytest.mark.parametrize(
    "typed",
    [
        "<b>bold</b>", "<script>x</script>", "[here](https://example.org)", "![picture](file:///etc/passwd)",
        "`code`", "<https://example.org>", "***", "[a]: https://example.org", "{{fig: question=plan", "[^9]",
        "[^1]: hangs on nothing", "| a | b |",
    ],
)  # fmt: skip
def test_what_the_report_does_not_do_is_printed_as_typed(typed: str) -> None:
    assert said(blocks(typed)) == f"{typed}\n"


def test_indented_and_fenced_text_is_text() -> None:
    assert said(blocks("    four spaces\n\n```\nx\n```")) == "four spaces\n``` x ```\n"


BOMBS = (
    ">" * 10_000, "*" * 10_000, "_a" * 5_000, "**a *b " * 3_000, "[" * 10_000, "[^a]" * 5_000, "- " * 5_000,
    "1. " * 4_000, "{{" * 5_000, "{{fig:" * 3_000, '{{fig:"' + '"' * 5_000, "[^1]: " * 3_000,
    "\n".join(">" * n for n in range(200)), "\n".join("  " * n + "- a" for n in range(500)), "a\n" * 20_000,
    "[^1]" + "\n\n[^1]: [^1]" * 100, "> [!illustration] " + "{note:" * 4_000, "\0" * 100, "\ud800", "\u202e" * 100,
    "&#x110000;&nosuch;&#0;",
)  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS, ids=range(len(BOMBS)))
def test_marks_nested_beyond_reason_make_no_trouble(bomb: str) -> None:
    """Nothing is timed; a text that takes more than linear time would not come to an end here."""
    blocks(bomb)


@given(
    st.text(alphabet=st.sampled_from("ab1.#>-+*_`~[]()<>!^: \n\t{}|=&;\\\"'“”"), max_size=300) | st.text(max_size=100)
)
def test_any_text_gives_blocks(text: str) -> None:
    made = blocks(text)
    assert bool("".join(c for c in text if c.isalpha())) <= bool(made)


LINES = st.sampled_from(
    ["", "> ", "- ", "1. ", "### ", "  ", "    ", "> > ", "> - ", "> [!illustration] ", "[^1]: ", "[^2]: ", "***"]
)


@given(st.lists(st.tuples(LINES, st.sampled_from(["", "*", "**", "[^1]", "[^2]", "`"])), max_size=25))
def test_no_word_that_is_typed_is_lost(shape: list[tuple[str, str]]) -> None:
    words = [f"word{n}end" for n in range(len(shape))]
    text = "\n".join(f"{lead}{mark}{word}{mark}" for (lead, mark), word in zip(shape, words, strict=True))
    printed = said(blocks(text))
    assert [word for word in words if word not in printed] == []
