"""Charts on the page: the bars are a figure with its values in words, the labels and figures beside them a table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from reportlab.graphics.shapes import Line, Rect, String
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from inspector_app.domain import document as model
from inspector_app.report import charts, styles
from inspector_app.report.setting.canvas import TaggedCanvas
from inspector_app.report.setting.lines import in_line, width_of
from inspector_app.report.setting.setter import Setter
from inspector_app.report.setting.tables import titled
from inspector_app.report.setting.tags import Tag

_TALLEST = 0.8 * styles.HEIGHT
"""A taller chart is drawn in several parts."""


def chart(setter: Setter, block: model.Chart) -> list[Flowable]:
    """One drawing, or several where it would not fit a page."""
    bars = [replace(b, label=in_line(b.label), figures=in_line(b.figures), group=in_line(b.group)) for b in block.bars]
    if not bars:
        return titled(block.title, block.note, setter.tag("Div"))
    parts: list[list[model.Bar]] = [[]]
    for bar in bars:
        if charts.height_of((*parts[-1], bar)) > _TALLEST and parts[-1]:
            parts.append([])
        parts[-1].append(bar)
    table = setter.tag("Table")
    made = [*titled(block.title, block.note, table)]
    for nth, part in enumerate(parts):
        whole = setter.tag("Table") if nth else table
        made.extend((BarChart(tuple(part), Tag("Figure", setter.section, alt=told(block.title, part)), whole), _gap()))
    return made


def told(title: str, bars: list[model.Bar]) -> str:
    """A chart in words: each bar with its percentage and what it counts."""
    said, group = [], ""
    for bar in bars:
        begins = f"{bar.group}: " if bar.group and bar.group != group else ""
        group = bar.group
        counted = f" ({bar.figures})" if bar.figures else ""
        said.append(f"{begins}{bar.label}: {'–' if bar.percent is None else f'{bar.percent}%'}{counted}")
    return f"{in_line(title)}. {'; '.join(said)}" if title else "; ".join(said)


def _gap() -> Spacer:
    return Spacer(0, 4 * mm)


class BarChart(Flowable):
    """A chart's drawing. It is never broken over pages."""

    def __init__(self, bars: tuple[model.Bar, ...], figure: Tag, table: Tag) -> None:
        super().__init__()
        self.bars, self.figure, self.table = bars, figure, table
        self.drawing = charts.bar_chart(bars, styles.WIDTH)
        self.width, self.height = self.drawing.width, self.drawing.height
        self.rows = [Tag("TR", table) for _ in bars]
        self.cells = [(Tag("TH", row, scope="Row"), Tag("TD", row), Tag("TD", row)) for row in self.rows]

    def wrap(self, *_available: float) -> tuple[float, float]:
        """Its size is fixed."""
        return self.width, self.height

    def draw(self) -> None:
        """Draws bars and axis, then the words and figures beside them, row by row."""
        canvas: TaggedCanvas = self.canv
        texts: dict[tuple[int, int], list[String]] = defaultdict(list)
        with canvas.tagged(self.figure):
            for shape in self.drawing.contents:
                cell = charts.cell_of(shape) if isinstance(shape, String) else None
                if cell is not None:
                    texts[cell].append(shape)
                else:
                    _draw(canvas, shape)
        for place, (label, *figures) in enumerate(self.cells):
            self._group(canvas, texts[place, charts.GROUP])
            for column, tag in zip((charts.LABEL, charts.PERCENT, charts.FIGURES), (label, *figures), strict=True):
                with canvas.tagged(tag):
                    _write(canvas, texts[place, column])

    def _group(self, canvas: TaggedCanvas, texts: list[String]) -> None:
        if texts:
            with canvas.tagged(Tag("TH", Tag("TR", self.table), scope="Column", span=3)):
                _write(canvas, texts)


def _write(canvas: TaggedCanvas, texts: list[String]) -> None:
    for nth, text in enumerate(texts, start=1):
        _text(canvas, text, " " if nth < len(texts) else "")


def _draw(canvas: TaggedCanvas, shape: object) -> None:
    if isinstance(shape, String):
        _text(canvas, shape, " ")
    elif isinstance(shape, Line):
        canvas.setStrokeColor(shape.strokeColor)
        canvas.setLineWidth(shape.strokeWidth)
        canvas.line(shape.x1, shape.y1, shape.x2, shape.y2)
    elif isinstance(shape, Rect):
        canvas.setFillColor(shape.fillColor)
        canvas.rect(shape.x, shape.y, shape.width, shape.height, stroke=0, fill=1)


def _text(canvas: TaggedCanvas, text: String, ending: str) -> None:
    back = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.textAnchor]
    canvas.setFillColor(text.fillColor)
    canvas.setFont(text.fontName, text.fontSize)
    left = text.x - back * width_of(text.text, text.fontName, text.fontSize)
    canvas.drawString(left, text.y, f"{text.text}{ending}")
