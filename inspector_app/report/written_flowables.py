"""Written paragraphs, lists and boxes as flowables."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from inspector_app.domain import document as model
from inspector_app.report import styles

_MARGIN = 14 * mm
Markup = Callable[[str], str]


def paragraph(block: model.Paragraph, markup: Markup, mark: str = "") -> Flowable:
    """A paragraph with its number, or another mark, before it."""
    style, before = styles.TEXT["body"], block.number or mark
    if before:
        style = style.clone(f"{style.name}-marked", leftIndent=_MARGIN)
    anchor = f'<a name="{markup(block.key)}"/>' if block.key else ""
    return Paragraph(anchor + "".join(_run(run, markup) for run in block.runs), style, bulletText=before or None)


def listed(block: model.Listed, markup: Markup) -> list[Flowable]:
    """A list, item by item."""
    made = []
    for place, item in enumerate(block.items, start=block.start):
        for first, one in enumerate(item):
            mark = (f"{place}." if block.ordered else "•") if not first else " "
            made.append(paragraph(one, markup, mark))
    return made


def box(block: model.Box, markup: Markup) -> Flowable:
    """An illustration or a quotation, set apart."""
    inside: list[Flowable] = [Paragraph(markup(block.title), styles.TEXT["strong"])] if block.title else []
    for one in block.blocks:
        inside += listed(one, markup) if isinstance(one, model.Listed) else [paragraph(one, markup)]
    rows = [[flowable] for flowable in inside] or [[""]]
    table = Table(rows, colWidths=[styles.WIDTH], spaceBefore=2 * mm, spaceAfter=4 * mm)
    table.setStyle([("LINEBEFORE", (0, 0), (0, -1), 2.5, styles.ACCENT), ("LEFTPADDING", (0, 0), (-1, -1), 5 * mm)])
    return table


def _run(run: model.Run, markup: Markup) -> str:
    text = markup(run.text)
    text = f"<b>{text}</b>" if run.strong else text
    text = f"<i>{text}</i>" if run.emphasis else text
    text = f'<a href="#{markup(run.link)}">{text}</a>' if run.link else text
    return f"{text} ({markup(run.note)})" if run.note else text
