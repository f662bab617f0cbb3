"""Charts as SVG: the drawing of the PDF, made so that it looks the same in other programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from reportlab.graphics.renderSVG import drawToString
from reportlab.graphics.shapes import Drawing, Group, String

from inspector_app.domain.document import Bar, Chart
from inspector_app.domain.plain_table import PlainChart
from inspector_app.domain.scoring import percent
from inspector_app.report import styles
from inspector_app.report.charts import picture

WIDTH = 400.0
"""How wide a chart is drawn, in points: half a page, or a column of the screen."""
FALLBACKS = "Carlito, Calibri, sans-serif"
"""What stands in for the bundled font in programs that do not have it."""
_WEIGHTS = {styles.REGULAR: 400, styles.SEMIBOLD: 600, styles.BOLD: 700}


def chart_svg(chart: PlainChart, fonts: Path, elsewhere: bool = False) -> bytes:
    """A chart with its title above and what was counted below.

    Args:
        fonts: the folder with the bundled fonts, by which text is measured.
        elsewhere: names fonts that stand in, too; Qt takes such a list for one name.
    """
    styles.use_fonts(fonts)
    bars = tuple(Bar(b.label, percent(b.share), b.figures, b.group) for b in chart.bars)
    drawing = picture(Chart(chart.title, chart.counted, bars), WIDTH)
    svg = _mend(drawToString(drawing), drawing, chart)
    return (svg.replace("font-family: Lato;", f"font-family: Lato, {FALLBACKS};") if elsewhere else svg).encode()


def _mend(svg: str, drawing: Drawing, chart: PlainChart) -> str:
    """Puts right what ReportLab's SVG gets wrong.

    It cuts heights, places and colours to whole numbers, anchors every text left, names fonts as a PDF does, and clips
    for nothing.
    """
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<clipPath.*?</clipPath>", "", svg, flags=re.DOTALL)
    svg = svg.replace(' style="clip-path: url(#clip)"', "").replace(' transform=""', "")
    svg = re.sub(r'viewBox="[^"]*"', f'viewBox="0 0 {drawing.width:g} {drawing.height:g}" role="img"', svg, count=1)
    svg = re.sub(r"translate\(0,-\d+\)", f"translate(0,{-drawing.height:g})", svg, count=1)
    texts = iter(_strings(drawing))
    svg = re.sub(r'<text x="[^"]*"([^>]*)transform="[^"]*"', lambda found: _placed(found, next(texts)), svg)
    svg = re.sub(r"font-family: ([\w-]+);", _named, svg)
    for colour in (styles.INK, styles.QUIET, styles.LINE, styles.PAPER, styles.ACCENT):
        cut = ",".join(f"{int(part * 100)}%" for part in colour.rgb())
        svg = svg.replace(f"rgb({cut})", f"#{colour.hexval()[2:]}")
    svg = re.sub(r"<title>.*?</title>", lambda _: f"<title>{escape(chart.title)}</title>", svg, count=1)
    svg = re.sub(r"<desc>.*?</desc>", lambda _: f"<desc>{escape(_told(chart))}</desc>", svg, count=1)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + svg


def _strings(group: Group | Drawing) -> Iterator[String]:
    """The texts of a drawing in the order in which they are written."""
    for part in group.contents:
        if isinstance(part, String):
            yield part
        elif isinstance(part, Group):
            yield from _strings(part)


def _placed(found: re.Match[str], text: String) -> str:
    """A text anchored where it was, since another program may set it wider or narrower than it was measured."""
    turned = f"translate(0,{2 * text.y:g}) scale(1,-1)"
    return f'<text x="{text.x:g}" text-anchor="{text.textAnchor}"{found.group(1)}transform="{turned}"'


def _named(found: re.Match[str]) -> str:
    return f"font-family: Lato; font-weight: {_WEIGHTS.get(found.group(1), 400)};"


def _told(chart: PlainChart) -> str:
    """The chart in words, for who cannot see it."""
    bars = "; ".join(
        f"{b.label}: {'–' if b.share is None else f'{percent(b.share)}%'} ({b.figures})" for b in chart.bars
    )
    return " ".join(filter(None, (chart.counted, bars)))
