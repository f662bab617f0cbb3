"""What every test stands on: a home of its own, no screen, and no unexpected word in the log."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from command_line import Cli, commands
from inspector_app.domain.instrument import Instrument
from inspector_app.instruments.library import load_all
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A slow moment of the machine is no fault of the code; the number of examples is what bounds the run.
settings.register_profile("suite", deadline=None, print_blob=True)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parents[1]


TOTALS = pytest.StashKey[list[str]]()
"""Lines that a test wants to see printed when all are through, also where several processes share the tests."""


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TOTALS] = []
    config.addinivalue_line("markers", "expects_log(text): the test expects a warning in the log that holds this text")


def pytest_sessionfinish(session: pytest.Session) -> None:
    handed_back = getattr(session.config, "workeroutput", None)
    if handed_back is not None:
        handed_back["totals"] = session.config.stash[TOTALS]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[TOTALS].extend(getattr(node, "workeroutput", {}).get("totals", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    lines = terminalreporter.config.stash[TOTALS]
    if lines:
        terminalreporter.section("published statements")
    for line in lines:
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where there are widgets, garbage is searched on the main thread alone, as in the app: they may be in it."""
    if "qapp" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, state and documents of an account of its own, so that no test meets another or the person's own."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "STATE", "DATA", "DOCUMENTS"):
        place = folder / name.lower()
        place.mkdir()
        variable = "XDG_DOCUMENTS_DIR" if name == "DOCUMENTS" else f"XDG_{name}_HOME"
        monkeypatch.setenv(variable, str(place))
    return folder


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails a test on a log record at WARNING or above that it does not expect, or expects and does not get."""
    yield
    marks = [str(text) for mark in request.node.iter_markers("expects_log") for text in mark.args]
    loud = [
        record.getMessage()
        for when in ("setup", "call")
        for record in caplog.get_records(when)  # type: ignore[arg-type]
        if record.levelno >= logging.WARNING
    ]
    unexpected = [message for message in loud if not any(text in message for text in marks)]
    missing = [text for text in marks if not any(text in message for message in loud)]
    assert not unexpected, f"unexpected in the log: {unexpected}"
    assert not missing, f"expected in the log and not there: {missing}"


@pytest.fixture(scope="session")
def question_sets() -> dict[str, Instrument]:
    """The question sets that ship."""
    return load_all(ROOT / "resources" / "instruments")


@pytest.fixture(scope="session")
def example_file(tmp_path_factory: pytest.TempPathFactory, question_sets: dict[str, Instrument]) -> Path:
    """The example as the product writes it; to be read, not changed."""
    path = tmp_path_factory.mktemp("example") / "example.inspection"
    assert write_example(Inspections(question_sets), Person("HMI-01", "test"), ROOT / "resources" / "example", path)
    return path


@pytest.fixture
def shipped(question_sets: dict[str, Instrument]) -> Inspections:
    """Inspections made with the question sets that ship."""
    return Inspections(question_sets)


@pytest.fixture
def assessor() -> Person:
    """An assessor at a device."""
    return Person("AB", "device-1")


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str], question_sets: dict[str, Instrument]) -> Cli:
    """Runs commands of the command line."""
    return commands(capsys, question_sets)
