"""An installed copy works: the wheel goes into a clean environment, and proves itself there."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_carries_what_the_program_needs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for needed in (
        "_resources/instruments/violence-2013/instrument.toml",
        "_resources/example/cases.csv",
        "__main__.py",
    ):
        assert f"inspector_app/{needed}" in names
    assert any(name.endswith(".ttf") for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("THIRD-PARTY-NOTICES.md") for name in names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"inspector_app"}
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests")]


def test_an_installed_copy_proves_itself_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "venv"
    venv.create(place, with_pip=False, symlinks=True)
    python = place / "bin" / "python"
    # The locked packages are those of this environment; the checkout itself is not on the path.
    site = next((place / "lib").glob("python*/site-packages"))
    locked = next(Path(p) for p in sys.path if p.endswith("site-packages") and (Path(p) / "PySide6").is_dir())
    (site / "locked.pth").write_text(f"{locked}\n")
    install = [
        sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index",
        str(wheel),
    ]  # fmt: skip
    subprocess.run(install, check=True, timeout=300)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    told = subprocess.run(
        [place / "bin" / "inspector-app", "self-test"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert len(lines) >= 6
    assert all(line.startswith("ok ") for line in lines)
    where = subprocess.run(
        [python, "-c", "import inspector_app; print(inspector_app.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(place)
