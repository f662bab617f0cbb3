"""The shape of the program: imports go down, modules stay small, and nothing new lies at the top."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "inspector_app"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_resources" not in path.parts)

MODULE_LINES, CLASS_LINES, METHODS, FUNCTION_LINES = 400, 300, 25, 40
DRAWERS = {"utils", "util", "misc", "common", "helpers", "tools", "base", "core"}
TOP = {
    "inspector_app", "packaging", "resources", "tests",
    ".ci", ".git", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml",
}  # fmt: skip
MADE = {
    ".venv", "build", "dist", "out", "htmlcov", ".coverage", ".hypothesis", ".import_linter_cache", ".mypy_cache",
    ".pytest_cache", ".ruff_cache",
}  # fmt: skip
"""What tools make; none of it is under version control."""


def trees() -> Iterator[tuple[str, ast.Module, int]]:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        yield str(path.relative_to(ROOT)), ast.parse(text), len(text.splitlines())


def length(node: ast.AST) -> int:
    assert isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_imports_go_down_only() -> None:
    lint = [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"]
    told = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "0 broken" in told.stdout


def test_modules_stay_small() -> None:
    assert [f"{name}: {lines}" for name, _, lines in trees() if lines > MODULE_LINES] == []


def test_classes_stay_small() -> None:
    large = []
    for name, tree, _ in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(part, ast.FunctionDef) for part in node.body)
                if length(node) > CLASS_LINES or methods > METHODS:
                    large.append(f"{name}: {node.name} has {length(node)} lines, {methods} methods")
    assert large == []


def test_functions_stay_small() -> None:
    large = [
        f"{name}: {node.name} has {length(node)} lines"
        for name, tree, _ in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > FUNCTION_LINES
    ]
    assert large == []


def test_no_module_is_a_drawer() -> None:
    assert [path for path in MODULES if path.stem in DRAWERS or path.parent.name in DRAWERS] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree, lines in trees() if lines and not ast.get_docstring(tree)] == []


def test_nothing_else_lies_at_the_top() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.endswith(".egg-info")}
    assert found - TOP - MADE == set()
    assert TOP - {".git"} <= found


def test_notices_name_every_locked_package() -> None:
    lock = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    notices = (ROOT / "packaging" / "THIRD-PARTY-NOTICES.md").read_text(encoding="utf-8").lower().replace("_", "-")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", lock, re.MULTILINE)
    assert len(pins) > 5
    assert [pin for pin in pins if f"## {pin[0]} {pin[1]}" not in notices] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_name_no_registry_and_hash_everything(lock: str) -> None:
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert text.count("--hash=sha256:") > len(re.findall(r"^\S+==", text, re.MULTILINE)) > 5


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "pytest.mark.skip", "pytest.mark.xfail"])
def test_nothing_is_left_for_later(word: str) -> None:
    here = Path(__file__).name
    sources = [*MODULES, *(p for p in (ROOT / "tests").rglob("*.py") if p.name != here)]
    assert [path.name for path in sources if word in path.read_text(encoding="utf-8")] == []
