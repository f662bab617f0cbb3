"""Nothing leaves the laptop: no code of ours can reach a network, and the whole way of the product needs none."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(path for path in (ROOT / "inspector_app").rglob("*.py") if "_resources" not in path.parts)
STEPS = (
    "example", "form", "page team", "page report", "report's text and preview", "report and tables from the window",
    "hand out", "take back", "score", "report as PDF and as Word", "export and import", "merge", "check", "self-test",
)  # fmt: skip


def contract() -> dict[str, object]:
    """What import-linter holds (see `test_architecture.py`)."""
    linted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    found: dict[str, object] = next(one for one in linted["contracts"] if one["name"] == "No network")
    return found


def barred() -> set[str]:
    modules = contract()["forbidden_modules"]
    assert isinstance(modules, list)
    return set(modules)


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def reaches(source: str) -> list[str]:
    """What in a module could reach a network."""
    named = [name for name in imported(ast.parse(source)) if name.partition(".")[0] in barred()]
    qt = re.findall(
        r"Qt(?:Network|WebSockets|WebEngine)\w*|QNetwork\w+|Q(?:Tcp|Udp|Ssl|Local)(?:Socket|Server)", source
    )
    opened = [call for call in re.findall(r"openUrl\([^)]*", source) if "QUrl.fromLocalFile" not in call]
    return named + qt + opened


def journey(folder: Path, *planted: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tests" / "quiet_journey.py"), str(folder), *planted],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip


def test_no_module_of_ours_can_reach_a_network() -> None:
    assert contract()["source_modules"] == ["inspector_app"]
    assert {"socket", "urllib", "http", "ssl", "requests"} <= barred()
    assert {path.name: found for path in MODULES if (found := reaches(path.read_text(encoding="utf-8")))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "import socket", "import urllib.request as u", "from http import client", "def f():\n    import ssl",
        "from requests.api import get", "from PySide6.QtNetwork import QNetworkAccessManager",
        "from PySide6 import QtNetwork", "QDesktopServices.openUrl(QUrl('https://example.org'))",
    ],
)  # fmt: skip
def test_such_a_module_would_be_found(source: str) -> None:
    assert reaches(source)


def test_the_whole_way_needs_no_network(tmp_path: Path) -> None:
    told = journey(tmp_path)
    assert told.returncode == 0, told.stderr
    assert [step for step in STEPS if f"ok {step}\n" not in told.stderr] == []
    assert "reached out" not in told.stderr
    for made in ("report.pdf", "report.docx", "window.pdf", "window.docx", "tables/scores.csv", "window/scores.csv"):
        assert (tmp_path / made).stat().st_size > 1000


BELOW = ["c"] if sys.platform == "linux" else []
"""What C does without Python's knowing is seen where the system lists it."""


@pytest.mark.parametrize("how", ["socket", "connect", "name", "url", "qt", *BELOW])
def test_whoever_reached_out_on_the_way_would_be_noticed(tmp_path: Path, how: str) -> None:
    told = journey(tmp_path, how)
    assert (told.returncode, told.stdout) == (3, ""), told.stderr
    assert "reached out: " in told.stderr
