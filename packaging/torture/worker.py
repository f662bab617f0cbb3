"""A process that holds trials one after the other: a name and a seed come in by line, a verdict goes out by line."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from torture.acts import ACTS
from torture.stock import Stock
from torture.trial import Place, preload

LATE = (
    "inspector_app.ui.pages.team", "inspector_app.ui.pages.report", "inspector_app.ui.pages.scores",
    "inspector_app.ui.pages.safekeeping", "inspector_app.report.compose", "inspector_app.services.report_export",
    "inspector_app.services.word_export", "inspector_app.services.exporting", "argon2.low_level", "platformdirs",
    "PySide6.QtSvg",
)  # fmt: skip
"""What the app loads when it is first used."""


def main(stock_folder: Path, folder: Path, typed_age: float) -> None:
    """Serves until the input ends."""
    preload([name for name in LATE if _is_there(name)])
    stock = Stock(stock_folder).read()
    place = Place(folder / "trials", folder / "kept", typed_age)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        verdict = ACTS[asked["act"]].hold(stock, place, asked["seed"])
        print(json.dumps(verdict.plain()), flush=True)


def _is_there(name: str) -> bool:
    import importlib.util

    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
