"""The one module that draws. A chart is a `Drawing`: the PDF embeds it, and a screen may show the same one."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.graphics.shapes import Drawing, Group, Line, Rect, String
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from inspector_app.domain.document import Bar, Chart
from inspector_app.report import styles

LABEL_WIDTH = 66 * mm
FIGURES_WIDTH = 33 * mm
GAP = 3 * mm
BAR_HEIGHT = 9.0
LINE_HEIGHT = 10.4
ROW_GAP = 6.5
AXIS_HEIGHT = 15.0
GROUP_HEIGHT = 20.0
GROUP, LABEL, PERCENT, FIGURES = range(4)
TICKS = (0, 25, 50, 75, 100)
SIZE = 8.6
TITLE_SIZE, TITLE_LEADING = 11.0, 16.0
MARGIN = 12.0


def plot_width(width: float, labels: float = LABEL_WIDTH) -> float:
    """The length of 100 % in a chart of that width, whose labels take so much of it."""
    return float(width - labels - FIGURES_WIDTH - 2 * GAP)


def height_of(bars: tuple[Bar, ...], labels: float = LABEL_WIDTH) -> float:
    """The height of the chart of these bars."""
    return sum(height for *_, height in _rows(bars, labels)) + AXIS_HEIGHT


def bar_chart(bars: tuple[Bar, ...], width: float, labels: float = LABEL_WIDTH) -> Drawing:
    """Horizontal bars on an axis that always runs from 0 to 100, each with its figures printed beside it.

    A bar whose group differs from that of the bar before it stands under the name of the group.
    """
    drawing = Drawing(width, height_of(bars, labels))
    top = drawing.height
    _axis(drawing, width, top, labels)
    for place, (bar, lines, begins, height) in enumerate(_rows(bars, labels)):
        if begins:
            _group(drawing, bar.group, top, place)
        _row(drawing, width, bar, lines, top - height + _body(lines) / 2, labels, place)
        top -= height
    return drawing


def cell_of(text: String) -> tuple[int, int] | None:
    """Which cell of the chart a text is: its bar and `GROUP`, `LABEL`, `PERCENT` or `FIGURES`; None for the axis."""
    cell: tuple[int, int] | None = getattr(text, "_cell", None)
    return cell


def picture(chart: Chart, width: float) -> Drawing:
    """A chart that stands alone, on paper of its own: its title above, its note below."""
    titles = simpleSplit(chart.title, styles.SEMIBOLD, TITLE_SIZE, width - 2 * MARGIN)
    notes = simpleSplit(chart.note, styles.REGULAR, SIZE, width - 2 * MARGIN)
    above, below = len(titles) * TITLE_LEADING, len(notes) * LINE_HEIGHT
    widest = max((stringWidth(bar.label, styles.REGULAR, SIZE) for bar in chart.bars), default=0.0)
    plot = bar_chart(chart.bars, width - 2 * MARGIN, min(LABEL_WIDTH, widest + 1))
    drawing = Drawing(width, plot.height + above + below + 2 * MARGIN)
    drawing.add(Rect(0, 0, width, drawing.height, fillColor=styles.PAPER, strokeColor=None))
    for place, line in enumerate(titles, start=1):
        y = drawing.height - MARGIN - place * TITLE_LEADING + 6
        drawing.add(_text(MARGIN, y, line, styles.SEMIBOLD, styles.INK, size=TITLE_SIZE))
    for place, line in enumerate(notes, start=1):
        y = MARGIN + below - place * LINE_HEIGHT
        drawing.add(_text(MARGIN, y, line, styles.REGULAR, styles.QUIET))
    drawing.add(Group(*plot.contents, transform=(1, 0, 0, 1, MARGIN, MARGIN + below)))
    return drawing


def _rows(bars: tuple[Bar, ...], labels: float) -> Iterator[tuple[Bar, list[str], bool, float]]:
    """Each bar with the lines of its label, whether it begins a group, and its height."""
    before = ""
    for bar in bars:
        lines = simpleSplit(bar.label, styles.REGULAR, SIZE, labels)
        begins = bool(bar.group) and bar.group != before
        before = bar.group
        yield bar, lines, begins, _body(lines) + (GROUP_HEIGHT if begins else 0.0)


def _body(lines: list[str]) -> float:
    return max(len(lines), 1) * LINE_HEIGHT + ROW_GAP


def _group(drawing: Drawing, name: str, top: float, place: int) -> None:
    # On a white ground, so that the lines of the axis do not run through the words.
    base = top - GROUP_HEIGHT + 4
    ground = Rect(0, base - 3, stringWidth(name, styles.SEMIBOLD, SIZE) + 4, SIZE + 4)
    ground.fillColor, ground.strokeColor = styles.PAPER, None
    drawing.add(ground)
    drawing.add(_cell(_text(0, base, name, styles.SEMIBOLD, styles.INK), place, GROUP))


def _axis(drawing: Drawing, width: float, top: float, labels: float) -> None:
    left, length = labels + GAP, plot_width(width, labels)
    for tick in TICKS:
        x = left + length * tick / 100
        colour = styles.QUIET if tick == 0 else styles.LINE
        drawing.add(Line(x, AXIS_HEIGHT - 3, x, top, strokeColor=colour, strokeWidth=styles.HAIRLINE))
        text = f"{tick}%" if tick == TICKS[-1] else str(tick)
        drawing.add(_text(x, 3, text, styles.REGULAR, styles.QUIET, anchor="middle", size=7.4))


def _row(drawing: Drawing, width: float, bar: Bar, lines: list[str], middle: float, labels: float, place: int) -> None:
    left, length = labels + GAP, plot_width(width, labels)
    first = middle + (len(lines) - 1) * LINE_HEIGHT / 2 - SIZE * 0.34
    for nth, line in enumerate(lines):
        text = _text(labels, first - nth * LINE_HEIGHT, line, styles.REGULAR, styles.INK, anchor="end")
        drawing.add(_cell(text, place, LABEL))
    baseline = middle - SIZE * 0.34
    end = left + length + GAP
    if bar.percent is None:
        drawing.add(_cell(_text(end, baseline, "–", styles.REGULAR, styles.QUIET), place, PERCENT))
        return
    if bar.percent:
        filled = Rect(left, middle - BAR_HEIGHT / 2, length * bar.percent / 100, BAR_HEIGHT)
        filled.fillColor, filled.strokeColor = styles.ACCENT, None
        drawing.add(filled)
    share = _text(end + 8.5 * mm, baseline, f"{bar.percent}%", styles.SEMIBOLD, styles.INK, anchor="end")
    drawing.add(_cell(share, place, PERCENT))
    drawing.add(_cell(_text(end + 11 * mm, baseline, bar.figures, styles.REGULAR, styles.QUIET), place, FIGURES))


def _cell(text: String, place: int, column: int) -> String:
    text._cell = (place, column)
    return text


def _text(
    x: float, y: float, text: str, font: str, colour: object, anchor: str = "start", size: float = SIZE
) -> String:
    return String(x, y, text, fontName=font, fontSize=size, fillColor=colour, textAnchor=anchor)
