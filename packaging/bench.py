"""Times what people feel, each figure beside something known in the same run. Machines differ; the ratios matter.

Run with `bash packaging/bench.sh`; `bash packaging/bench.sh --archive` for a national archive beside DuckDB, polars and
pandas; `bash packaging/bench.sh --pdf` for the report’s PDF beside WeasyPrint and LibreOffice; `--latency` for key
presses, also on a slow disk; or `--proof` for what signatures cost. None is a test.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OTHERS = Path(__file__).resolve().parents[1] / "out" / "bench-env" / "bin" / "python"


def main() -> None:
    """Prints the tables that were asked for."""
    parser = argparse.ArgumentParser(prog="bench.sh", description="Prints figures of this machine.")
    parser.add_argument("--archive", action="store_true", help="a national archive beside DuckDB, polars and pandas")
    parser.add_argument("--pdf", action="store_true", help="the PDF of the report beside WeasyPrint and LibreOffice")
    parser.add_argument("--backups", action="store_true", help="backups of the example and of ten times as many cases")
    parser.add_argument("--proof", action="store_true", help="what signing and verifying changes costs")
    parser.add_argument(
        "--latency", action="store_true", help="key presses until they are painted, also on a slow disk"
    )
    parser.add_argument("--cases", type=int, default=5000, help="how many cases the archive has")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as name:
        if arguments.pdf:
            from benchmarks.pdf import print_pdf

            print_pdf(Path(name), OTHERS)
        elif arguments.proof:
            from benchmarks.proof import print_proof

            print_proof(Path(name))
        elif arguments.latency:
            from benchmarks.latency import print_latency

            print_latency(Path(name))
        elif arguments.archive:
            from benchmarks.national import print_archive

            print_archive(Path(name), arguments.cases, OTHERS)
        elif arguments.backups:
            from benchmarks.backing_up import print_backing_up

            print_backing_up(Path(name))
        else:
            from benchmarks.answering import print_answering
            from benchmarks.example import print_example

            print_answering(Path(name))
            print_example(Path(name))


if __name__ == "__main__":
    main()
