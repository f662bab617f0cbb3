"""Every fault at every kind of write, in the real window: told, kept on screen, recovered from, and nothing doubled."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.answers import verify_chains
from inspector_app.storage.store import Store

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "packaging"))

from torture.shims import NoShim, build, preloaded, slowed  # noqa: E402

KEPT = ("answer", "note being typed", "note", "status", "import", "report section", "merge", "question set")
"""What is written to the inspection itself."""

BESIDE = ("CSV", "PDF", "Word", "hand-out", "new file")
"""What is written to files of its own."""


@dataclass(frozen=True)
class Case:
    """A fault, and what is told of it.

    Attributes:
        how: ``plain``, ``shim`` (an error of the system, made before the process) or ``mount`` (a small disk of its
            own, in a name space where this account may mount one).
        says: what stands in each sentence about the inspection; `beside` in those about other files.
    """

    how: str
    says: str
    beside: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


CASES = {
    "full": Case("mount", "The disk is full", "The disk is full"),
    "28": Case("shim", "The disk is full", "The disk is full"),
    "5": Case("shim", "The drive with visit.inspection does not answer", r"could not be (written|made|opened)"),
    "30": Case("shim", "visit.inspection may not be written to", r"may not be (written|made)|could not be opened"),
    "13": Case("shim", "visit.inspection may not be written to", r"may not be (written|made)|could not be opened"),
    "locked": Case("plain", "Another program holds visit.inspection"),
    "file gone": Case("plain", "no longer where it was opened"),
    "folder gone": Case("plain", "The folder of visit.inspection is no longer there"),
    "drive replaced": Case("plain", "The folder of visit.inspection is no longer there"),
}
NAMES = {"28": "no room", "5": "drive does not answer", "30": "read-only", "13": "permission gone"}


def may_mount() -> bool:
    found = subprocess.run(
        ["unshare", "-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return found.returncode == 0


@pytest.fixture(scope="module")
def journeys(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What came of a journey with a fault; each is made once."""

    @cache
    def journey(fault: str) -> dict[str, dict[str, Any]]:
        folder, case = tmp_path_factory.mktemp("journey"), CASES[fault]
        command = [sys.executable, str(ROOT / "tests" / "faulty_journey.py"), str(folder), fault]
        environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_STATE_HOME": str(folder)}
        if case.how == "shim":
            try:
                environment = preloaded(build("faulty_disk"), environment=environment)
            except NoShim as why:
                pytest.skip(str(why))
            (folder / "control").write_text("0")
            environment |= {"FAULTY_UNDER": str(folder / "disk"), "FAULTY_CONTROL": str(folder / "control")}
        elif case.how == "mount":
            if not sys.platform.startswith("linux") or not may_mount():
                pytest.skip("this account may not make a small disk of its own (unshare, mount)")
            command = ["unshare", "-Urm", *command]
        ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280, check=False)
        assert ran.returncode == 0, ran.stderr
        lines = [json.loads(line) for line in ran.stdout.splitlines()]
        assert lines[-1] == {"act": "end"}, "the window closed when all was saved"
        assert "a change could not be saved" not in ran.stderr, "nothing was met that nobody had foreseen"
        return {line["act"]: line for line in lines}

    return journey


@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize("fault", [pytest.param(name, id=NAMES.get(name, name)) for name in CASES])
def test_what_is_kept_in_the_inspection(journeys: Any, fault: str) -> None:
    found = journeys(fault)
    for act in KEPT:
        one = found[act]
        assert CASES[fault].says in one["told"], act
        assert re.search(r"what was saved is|Put it back there", one["told"]), "it says what is safe or what to do"
        assert "try again" in one["told"] or "work on a copy" in one["told"]
        assert one["offers"] == ["Try again", "Save a copy elsewhere…"], act
        assert (one["header"], one["on_screen"]) == ("Not saved", True), act
        assert one["arrived"], f"{act}: in the file once, after the fault was gone"
        assert one["cleared"], "the sentence goes when it is no longer true"
    for act in ("answer", "note being typed", "note"):
        assert found[act]["marks"] == 1, f"{act}: marked beside the question"


@pytest.mark.xdist_group("faults")
@pytest.mark.parametrize(
    "fault", [pytest.param(name, id=NAMES.get(name, name)) for name, case in CASES.items() if case.beside]
)
def test_what_is_written_beside_it(journeys: Any, fault: str) -> None:
    found = journeys(fault)
    for act in BESIDE:
        one = found[act]
        assert re.search(CASES[fault].beside, one["told"]), act
        assert "safe" in one["told"] or "nothing was changed" in one["told"], act
        assert one["offers"] == ["Try again"] and one["arrived"], act
        assert not one["half"], f"{act}: nothing half written is left"
    assert "Your settings on this computer could not be kept" in found["settings"]["told"]
    assert found["settings"]["arrived"], "they hold while the window is open, and the next ones are kept"


ASLEEP = """
import sys
from pathlib import Path
from small import small
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person
session = Inspections({"small": small()}).create(Path(sys.argv[1]), "small", Person("AB", "d"), {"trust": "T"})
session.do(AddCase("101", "AB", {"type": "order"}))
import os
os.environ["SLOW_SYNC_MS"] = "400"
pending = [session.handle(SetAnswer("case", "101", q, "sufficient")) for q in ("plan", "review")]
print("writing", flush=True)
for one in pending:
    session.settle(one)
print(session.close(), flush=True)
"""


def test_a_laptop_that_sleeps_in_the_middle_of_a_write_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "visit.inspection"
    try:
        environment = slowed(tmp_path, 0)
    except NoShim as why:
        pytest.skip(str(why))
    environment["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "tests"), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", ASLEEP, str(path)], env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "writing\n"
        os.kill(process.pid, signal.SIGSTOP)
        asleep = Path(f"/proc/{process.pid}/stat")
        while asleep.read_text().rpartition(")")[2].split()[0] != "T":
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGCONT)
        assert process.stdout.read() == "0\n"
    store = Store.open(path)
    revisions = store.load()
    answers = {r.slot.name: r.value for r in revisions if r.slot.facet == "answer"}
    assert answers == {"plan": "sufficient", "review": "sufficient"}
    assert verify_chains(revisions) == () and store.faults() == []
    store.close()
