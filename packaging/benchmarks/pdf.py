"""The PDF of the example's report, beside WeasyPrint and LibreOffice on the same content in the same run."""

from __future__ import annotations

import os
import pickle
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from benchmarks.as_html import as_html
from benchmarks.timing import timed, times
from inspector_app.domain.document import Document, Heading
from inspector_app.instruments.library import load_all
from inspector_app.report import styles
from inspector_app.report.compose import compose
from inspector_app.report.pages import Pages
from inspector_app.report.render import render, render_part
from inspector_app.report.setting.story import tell
from inspector_app.report.tagging import tagged
from inspector_app.runtime import paths
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.reporting import freeze
from inspector_app.services.session import Person

ROOT = Path(__file__).resolve().parents[2]
ROUNDS, LONG, LIMIT = 5, 15.0, 600
OURS = """
import pickle, sys
from pathlib import Path
from inspector_app.report.render import render
made = pickle.loads(Path(sys.argv[1]).read_bytes())
Path(sys.argv[3]).write_bytes(render(made, Path(sys.argv[2])).content)
"""
SAYS = """
All are whole processes that begin from the finished content and end with the PDF on disk; the median of five rounds, or
one round where it takes longer than 15 s.
Inspector begins from the document's blocks, sets them twice (contents, number of pages), and tags them.
WeasyPrint and LibreOffice begin from the same words, tables and bars as one HTML page. WeasyPrint sets footnotes at the
foot and fills in the contents; LibreOffice does neither, and does not draw the bars. An empty page is what LibreOffice
takes to start. Faults are rules of PDF/UA-1 that page-validation finds broken.
"""
Command = tuple[str, Sequence[str], Path]


def print_pdf(folder: Path, others_python: Path) -> None:
    """Prints the table, and what the parts of our own time are."""
    fonts = paths.resources() / "fonts"
    made = _document(folder)
    (folder / "made.pickle").write_bytes(pickle.dumps(made))
    page, empty = folder / "report.html", folder / "empty.html"
    page.write_text(as_html(made, fonts), encoding="utf-8")
    empty.write_text("<!DOCTYPE html><title>Empty</title><p>Empty", encoding="utf-8")
    load = f", {os.getloadavg()[0]:.1f} programs at work on them" if hasattr(os, "getloadavg") else ""
    print(f"The PDF of the example's report: {len(made.blocks)} blocks; {os.cpu_count()} cores{load}")
    print(SAYS)
    commands = [_ours(folder, fonts), *_weasyprint(folder, page, others_python), *_libreoffice(folder, page, empty)]
    ours = 0.0
    for name, command, target in commands:
        taken = _median(command)
        ours = ours or taken
        print(f"  {name:<38} {taken:7.2f} s  {taken / ours:5.1f} x  {_looked_at(target)}")
    _print_parts(made, fonts)


def _document(folder: Path) -> Document:
    makers = Inspections(load_all(paths.resources() / "instruments"))
    lead, path = Person("HMI-01", "bench"), folder / "example.inspection"
    write_example(makers, lead, paths.resources() / "example", path)
    session = makers.open(path, lead)
    try:
        return compose(freeze(session))
    finally:
        session.close()


def _ours(folder: Path, fonts: Path) -> Command:
    target = folder / "ours.pdf"
    return "Inspector", (sys.executable, "-c", OURS, str(folder / "made.pickle"), str(fonts), str(target)), target


def _weasyprint(folder: Path, page: Path, python: Path) -> list[Command]:
    plain, tagged = folder / "weasyprint.pdf", folder / "weasyprint-tagged.pdf"
    command = (str(python), "-m", "weasyprint", "--quiet", str(page))
    return [
        ("WeasyPrint, PDF/UA-1", (*command, str(tagged), "--pdf-variant", "pdf/ua-1"), tagged),
        ("WeasyPrint, not tagged", (*command, str(plain)), plain),
    ]


def _libreoffice(folder: Path, page: Path, empty: Path) -> list[Command]:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        print("  LibreOffice is not installed, so it is left out.")
        return []
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    options = '{"PDFUACompliance":{"type":"boolean","value":"true"}}'
    command = (program, profile, "--headless", "--infilter=HTML (StarWriter)")

    def convert(to: str, given: Path) -> tuple[str, ...]:
        return *command, "--convert-to", to, "--outdir", str(folder), str(given)

    _run(convert("pdf:writer_pdf_Export", empty))  # the first start makes a profile
    return [
        ("LibreOffice, PDF/UA-1", convert(f"pdf:writer_pdf_Export:{options}", page), folder / "report.pdf"),
        ("LibreOffice, an empty page", convert("pdf:writer_pdf_Export", empty), folder / "empty.pdf"),
    ]


def _median(command: Sequence[str]) -> float:
    first, _ = timed(lambda: _run(command))
    return first if first > LONG else statistics.median([first, *times(lambda _: _run(command), ROUNDS - 1)])


def _run(command: Sequence[str]) -> None:
    # WeasyPrint and LibreOffice find nothing of ours on their way.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH" or command[0] == sys.executable}
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=environment, timeout=LIMIT)


def _looked_at(target: Path) -> str:
    import page
    from pypdf import PdfReader

    found = page.validate_pdf(target, profile=page.ValidationProfile.PDF_UA_1)
    size = target.stat().st_size / 1024
    return f"{len(PdfReader(target).pages):4} pages {size:6.0f} KB {found.rules.failed:4} faults"


def _print_parts(made: Document, fonts: Path) -> None:
    styles.use_fonts(fonts)
    render(made, fonts)  # fonts are read and words measured once in a process
    target = BytesIO()
    telling, (story, setter) = timed(lambda: tell(made))
    pages = Pages(target, made, lambda _what, _value: None, setter.root)
    setting, _ = timed(lambda: pages.set(story))
    structure = pages.structure
    assert structure is not None
    tagging, _ = timed(lambda: tagged(target.getvalue(), structure, made.language))
    whole = telling + setting + tagging
    print(f"  Of Inspector's time {whole:.2f} s are work on the pages, the rest is loading:")
    for name, seconds in (("breaking lines", telling), ("setting pages, twice", setting), ("tagging", tagging)):
        print(f"    {name:<36} {seconds:7.2f} s  {100 * seconds / whole:4.0f}%")
    key = next(b.key for b in made.blocks if isinstance(b, Heading) and b.label == "2.2")
    one, part = timed(lambda: render_part(made, fonts, {key}))
    print(f"    one section for the preview, {part.pages} pages {one:9.2f} s")
