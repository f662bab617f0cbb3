"""A document's blocks as one HTML page with a style sheet for print: what other programs set in the benchmark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from inspector_app.domain import document as model

STYLE = """
@page { size: A4; margin: 26mm 22mm 24mm;
  @top-left { content: "HEAD"; font: 8pt Lato } @bottom-left { content: "FOOT"; font: 8pt Lato }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 8pt Lato } }
body { font: 10pt/14.5pt Lato; color: #1d2426; margin: 0 }
p, ul, ol, blockquote, section.box { margin: 0 38mm 6pt 0 }
h1 { break-before: page; font-size: 24pt; line-height: 29pt }
h2 { font-size: 14pt; color: #1a5c69 } h1, h2, h3 { break-after: avoid } h3 { font-size: 10.5pt }
.number { display: inline-block; width: 13mm; margin-left: -13mm } .numbered { margin-left: 13mm; margin-right: 25mm }
table { width: 100%; border-collapse: collapse; font-size: 8.8pt; line-height: 11.6pt } th { text-align: left }
tr { break-inside: avoid } th, td { border-bottom: .5pt solid #b9c2c5; padding: 3pt 4pt; vertical-align: top }
.right { text-align: right } .box { background: #eff4f5; border-left: 2.5pt solid #1a5c69; padding: 4mm 6mm }
.box, blockquote, svg { break-inside: avoid }
blockquote { border-left: 1pt solid #1a5c69; padding-left: 6mm; font-style: italic }
.note { float: footnote; font-size: 8pt } a { color: #1a5c69; text-decoration: none }
nav a::after { content: leader(".") target-counter(attr(href), page) } nav p { margin: 2pt 0 }
"""
FACES = {"Regular": "400", "Semibold": "600", "Bold": "700", "Italic": "400; font-style: italic"}


def as_html(made: model.Document, fonts: Path) -> str:
    """The whole page. Fonts are named by their files."""
    face = '@font-face { font-family: Lato; src: url("%s"); font-weight: %s }\n'
    faces = "".join(face % ((fonts / f"Lato-{name}.ttf").as_uri(), weight) for name, weight in FACES.items())
    style = STYLE.replace("HEAD", escape(made.head[0])).replace("FOOT", escape(made.foot))
    body = "\n".join(_MAKERS[type(block)](block, made) for block in made.blocks)
    return (
        f'<!DOCTYPE html><html lang="{made.language}"><head><meta charset="utf-8"><title>{escape(made.title)}</title>'
        f"<style>{faces}{style}</style></head><body>{body}</body></html>"
    )


def _runs(runs: model.Runs) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: model.Run) -> str:
    text = escape(run.text)
    text = f"<strong>{text}</strong>" if run.strong else text
    text = f"<em>{text}</em>" if run.emphasis else text
    text = f'<a href="#k-{run.link}">{text}</a>' if run.link else text
    return f'{text}<span class="note">{escape(run.note)}</span>' if run.note else text


def _paragraph(block: model.Paragraph, _made: object = None) -> str:
    key = f' id="k-{block.key}"' if block.key else ""
    if block.number:
        return f'<p class="numbered"{key}><span class="number">{block.number}</span>{_runs(block.runs)}</p>'
    return f"<p{key}>{_runs(block.runs)}</p>"


def _listed(block: model.Listed, _made: object = None) -> str:
    name = "ol" if block.ordered else "ul"
    items = ("".join(map(_paragraph, item)) for item in block.items)
    return f"<{name}>{''.join(f'<li>{item}</li>' for item in items)}</{name}>"


def _box(block: model.Box, _made: object = None) -> str:
    inner = "".join(_listed(b) if isinstance(b, model.Listed) else _paragraph(b) for b in block.blocks)
    if block.kind == "quotation":
        return f"<blockquote>{inner}</blockquote>"
    return f'<section class="box"><p><strong>{escape(block.title)}</strong></p>{inner}</section>'


def _heading(block: model.Heading, _made: object = None) -> str:
    label = f"{escape(block.label)} " if block.label else ""
    return f'<h{block.level} id="k-{block.key}">{label}{escape(block.text)}</h{block.level}>'


def _contents(block: model.Contents, made: model.Document) -> str:
    heads = (b for b in made.blocks if isinstance(b, model.Heading) and b.level < 3 and b.listed)
    lines = "".join(f'<p><a href="#k-{b.key}">{escape(b.label + " " + b.text)}</a></p>' for b in heads)
    return f"<h1>{escape(block.title)}</h1><nav>{lines}</nav>"


def _cover(block: model.Cover, _made: object = None) -> str:
    facts = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in block.facts)
    notices = "".join(f"<p>{escape(n)}</p>" for n in block.notices)
    said = f"<p>{escape(block.mark)}</p><h2>{escape(block.title)}</h2><p>{escape(block.trust)}</p>"
    return f"{said}<table>{facts}</table>{notices}"


def _table(block: model.Table, _made: object = None) -> str:
    right = [' class="right"' if c.kind == "number" else "" for c in block.columns]
    heads = "".join(f'<th scope="col"{r}>{escape(c.label)}</th>' for c, r in zip(block.columns, right, strict=True))
    rows = "".join(
        f"<tr>{''.join(_cell(value, r) for value, r in zip(row, right, strict=True))}</tr>" for row in block.rows
    )
    title = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    return f"{title}<p>{escape(block.note)}</p><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(value: model.Cell, right: str) -> str:
    if isinstance(value, int):
        return f"<td>{_svg([value], 80)}</td>"
    return f"<td{right}>{escape(value or '')}</td>"


def _chart(block: model.Chart, _made: object = None) -> str:
    rows: list[str] = []
    for group, bars in groupby(block.bars, key=lambda bar: bar.group):
        rows.extend([f'<tr><th colspan="3">{escape(group)}</th></tr>'] if group else [])
        rows.extend(
            f'<tr><th scope="row">{escape(b.label)}</th><td>{_svg([b.percent or 0], 200)}</td>'
            f"<td>{'–' if b.percent is None else f'{b.percent}%'} {escape(b.figures)}</td></tr>"
            for b in bars
        )
    title = f"<h3>{escape(block.title)}</h3>" if block.title else ""
    return f"{title}<p>{escape(block.note)}</p><table>{''.join(rows)}</table>"


def _svg(values: list[int], width: int) -> str:
    bars = "".join(f'<rect width="{width * v / 100}" height="8" fill="#1a5c69"/>' for v in values)
    return f'<svg width="{width}" height="8" role="img" aria-label="{values[0]}%">{bars}</svg>'


def _terms(block: model.Terms, _made: object = None) -> str:
    return f"<table>{''.join(f'<tr><th>{escape(t)}</th><td>{escape(m)}</td></tr>' for t, m in block.items)}</table>"


def _pages(text: str) -> Iterator[str]:
    yield from (f"<p>{escape(line)}</p>" for line in text.splitlines())


_MAKERS: dict[type, Callable[..., str]] = {
    model.Cover: _cover,
    model.Contents: _contents,
    model.Heading: _heading,
    model.Text: lambda block, _: "".join(_pages(block.text)),
    model.Figure: lambda block, _: (
        f"<p><strong>{block.figure}</strong> {escape(block.label)} {escape(block.beside)}</p>"
    ),
    model.Table: _table,
    model.Chart: _chart,
    model.Terms: _terms,
    model.Paragraph: _paragraph,
    model.Listed: _listed,
    model.Box: _box,
}
