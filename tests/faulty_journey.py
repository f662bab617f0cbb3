"""Every kind of write in the real window while its disk is faulty, and again when the fault is gone.

    python tests/faulty_journey.py FOLDER FAULT

FOLDER gets ``disk`` (where the inspection lies and all is written to) and ``safe``. FAULT is one that `Fault` knows, or
an error number for the shim before this process (`packaging/torture/faulty_disk.c`). One line of JSON for each kind of
write goes to standard output; what is asserted of them stands in `test_faults.py`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QLabel  # noqa: E402

from inspector_app.bootstrap import Office  # noqa: E402
from inspector_app.domain.answers import Slot, verify_chains  # noqa: E402
from inspector_app.domain.errors import KnownError  # noqa: E402
from inspector_app.instruments.library import load_all  # noqa: E402
from inspector_app.runtime import paths  # noqa: E402
from inspector_app.runtime.settings import Settings  # noqa: E402
from inspector_app.services.commands import AddCase, Reopen, UpgradeInstrument, WriteSection  # noqa: E402
from inspector_app.services.inspections import Inspections  # noqa: E402
from inspector_app.services.merging import merge, read_others  # noqa: E402
from inspector_app.services.session import Person  # noqa: E402
from inspector_app.services.upgrading import read_set  # noqa: E402
from inspector_app.storage.store import Store  # noqa: E402
from inspector_app.ui.app import make_application  # noqa: E402
from inspector_app.ui.errand import Errand  # noqa: E402
from inspector_app.ui.main_window import MainWindow  # noqa: E402
from inspector_app.ui.workspace import Workspace  # noqa: E402

Asked = Callable[[], object]
ME = Person("HMI-01", "journey")
FACTS = {"ldu": "Plymouth", "officer": "O-1", "start_date": "2013-01-15", "rosh": "high"}
PATIENCE = 60.0
NOTE = "Typed while the disk was faulty"


WITHOUT_FOLDER = ("folder gone", "drive replaced")


class Fault:
    """A fault that comes and goes."""

    def __init__(self, name: str, disk: Path) -> None:
        self.name, self.disk = name, disk
        self._file = disk / "visit.inspection"
        self._other: subprocess.Popen[str] | None = None

    def begin(self) -> None:
        if self.name == "none":
            return
        if self.name.isdigit():
            Path(os.environ["FAULTY_CONTROL"]).write_text(self.name)
        elif self.name == "full":
            self._fill()
        elif self.name == "locked":
            self._lock()
        elif self.name == "file gone":
            self._file.rename(self._file.with_suffix(".taken"))
        elif self.name in WITHOUT_FOLDER:
            self.disk.rename(self.disk.with_name("taken"))
        else:
            raise SystemExit(f"no fault {self.name}")

    def end(self) -> None:
        if self.name.isdigit():
            Path(os.environ["FAULTY_CONTROL"]).write_text("0")
        elif self.name == "full":
            (self.disk / "filler").unlink()
        elif self.name == "locked" and self._other is not None:
            self._other.communicate("\n")
        elif self.name == "file gone":
            self._file.with_suffix(".taken").rename(self._file)
        elif self.name == "folder gone":
            self.disk.with_name("taken").rename(self.disk)
        elif self.name == "drive replaced":
            # The same files under new numbers, as those of a stick that was taken out and put in again.
            subprocess.run(["cp", "-a", str(self.disk.with_name("taken")), str(self.disk)], check=True)
            subprocess.run(["rm", "-r", str(self.disk.with_name("taken"))], check=True)

    def _fill(self) -> None:
        with (self.disk / "filler").open("wb", buffering=0) as filler:
            for size in (65536, 512, 1):
                with suppress(OSError):
                    while True:
                        filler.write(b"x" * size)

    def _lock(self) -> None:
        held = (
            "import sys; from sqlcipher3 import dbapi2; c = dbapi2.connect(sys.argv[1], isolation_level=None); "
            "c.execute('BEGIN EXCLUSIVE'); print('held', flush=True); sys.stdin.readline()"
        )
        self._other = subprocess.Popen(
            [sys.executable, "-c", held, str(self._file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._other.stdout is not None and self._other.stdout.readline() == "held\n"


class Journey:
    """Goes through the kinds of writes in one window."""

    def __init__(self, folder: Path, fault: Fault) -> None:
        self.folder, self.disk, self.fault = folder, fault.disk, fault
        self.sets = load_all(paths.resources() / "instruments")
        self.path = self.disk / "visit.inspection"
        self._prepare()
        # Settings make their folder, where it is gone.
        self.kept = folder / "safe" if fault.name in WITHOUT_FOLDER else self.disk
        settings = Settings(self.kept / "settings.json")
        self.office = Office(settings, Inspections(self.sets))
        self.office.set_me(ME.author)
        self.app = make_application(self.office)
        self.window = MainWindow(self.office)
        self.window.resize(1366, 768)
        self.window.show()
        self.open(self.path)

    @property
    def work(self) -> Workspace:
        assert self.window.work is not None
        return self.window.work

    def open(self, path: Path) -> None:
        self.window.opening.open_path(path)
        self.wait(lambda: self.window.work is not None, "the inspection to open")
        # The wait for another program is not what is looked at here.
        self.work.session.writer.submit(lambda s: s._driver.execute("PRAGMA busy_timeout = 0").fetchall()).result()

    def wait(self, until: Callable[[], object], what: str) -> None:
        end = time.monotonic() + PATIENCE
        while not until():
            if time.monotonic() > end:
                raise SystemExit(f"Waited in vain for {what}; the notice says: {self.window.notice.text}")
            self.app.processEvents()
            time.sleep(0.002)

    # What is kept in the inspection

    def saved(
        self, name: str, act: Callable[[], object], arrived: Callable[[], object], stands: Callable[[], object]
    ) -> None:
        """A write to the inspection: done while the disk is faulty, looked at, tried again when it is not."""
        self.work.bridge.retry()
        self.wait(lambda: not self.work.bridge.busy, "what went before to be saved")
        self.window.notice.clear()
        self.fault.begin()
        try:
            act()
            if self.fault.name != "none":
                self.wait(lambda: self.work.stuck, f"{name} to be refused")
            told, offers = self.window.notice.text, [b.text() for b in self.window.notice.offers()]
            header, on_screen, marks = self.window.header.saved.text(), bool(stands()), self._marks()
        finally:
            self.fault.end()
        for button in self.window.notice.offers():
            if button.text() == "Try again":
                button.click()
        self.wait(lambda: not self.work.bridge.busy, f"{name} to be saved")
        self.wait(lambda: self.window.header.saved.text().startswith("Saved") or self.fault.name == "none", "Saved")
        self.tell(name, told, offers, arrived(), header=header, on_screen=on_screen, marks=marks,
                  cleared=self.window.notice.text == "")  # fmt: skip

    def tell(self, name: str, told: str, offers: list[str], arrived: object, **more: object) -> None:
        print(json.dumps({"act": name, "told": told, "offers": offers, "arrived": bool(arrived), **more}), flush=True)

    def _marks(self) -> int:
        labels = self.work.assessment.findChildren(QLabel)
        return sum("Not saved yet" in one.text() and one.isVisible() for one in labels)

    def held(self, slot: Slot) -> list[str]:
        """What the file, and not the window, has in one place."""
        store = Store.open(self.path)
        try:
            revisions = store.load()
            assert verify_chains(revisions) == () and not store.faults()
            return [r.value or r.note for r in revisions if r.slot == slot]
        finally:
            store.close()

    def writes(self) -> None:
        self.work.open_case("C-1", "rosh_screening")
        form, session = self.work.assessment, self.work.session
        slot = session.answer_slot("case", "C-1", "rosh_screening")

        def key(*keys: Qt.Key | str) -> None:
            for one in keys:
                widget = self.app.focusWidget() or self.window
                QTest.keyClicks(widget, one) if isinstance(one, str) else QTest.keyClick(widget, one)

        self.saved(
            "answer", lambda: key("1"), lambda: self.held(slot) == ["sufficient"],
            lambda: session.case("C-1").answers["rosh_screening"].value == "sufficient",
        )  # fmt: skip
        note = form.middle.view.body.evidence.note  # type: ignore[union-attr]
        self.saved(
            "note being typed", lambda: (key("n", NOTE), self.wait(lambda: session.typed.held(), "a draft")),
            lambda: [d.text for d in session.left_by_a_crash()] == [NOTE], lambda: note.toPlainText() == NOTE,
        )  # fmt: skip
        self.saved(
            "note", lambda: key(" now", Qt.Key.Key_Escape),
            lambda: len(self.held(slot)) == 2 and session.left_by_a_crash() == [],
            lambda: note.toPlainText() == f"{NOTE} now",
        )  # fmt: skip
        bridge = self.work.bridge
        table = self.folder / "cases.csv"
        status = Slot("case", "DONE", "status", "")
        self.saved(
            "status", lambda: bridge.handle(Reopen("DONE", "One more document came")),
            lambda: len(self.held(status)) == 2, lambda: not session.case("DONE").signed_off,
        )  # fmt: skip
        self.saved(
            "import", lambda: bridge.follow(self.office.import_cases(session, table, False).pending),
            lambda: len(self.held(Slot("case", "NEW", "status", ""))) == 1, lambda: "NEW" in session.refs(),
        )  # fmt: skip
        self.saved(
            "report section", lambda: bridge.handle(WriteSection("foreword", "Words.")),
            lambda: len(self.held(Slot("report", "foreword", "text", ""))) == 1, lambda: True,
        )  # fmt: skip
        union = read_others(session, [self.folder / "safe" / "other.inspection"])
        assert union is not None and union.revisions
        self.saved(
            "merge", lambda: bridge.follow(merge(session, union)),
            lambda: len(self.held(Slot("case", "OTHER", "status", ""))) == 1, lambda: "OTHER" in session.refs(),
        )  # fmt: skip
        newer, slot = read_set(self._newer()), Slot("inspection", "", "detail", "instrument_version")
        self.saved(
            "question set", lambda: bridge.handle(UpgradeInstrument(newer)),
            lambda: self.held(slot)[1:] == [newer.version], lambda: True,
        )  # fmt: skip
        self.wait(lambda: self.window.work is not None and self.work.session is not session, "the file to open anew")

    def _newer(self) -> Path:
        """A later version of the question set."""
        made = self.folder / "safe" / "violence-2013"
        shutil.copytree(paths.resources() / "instruments" / "violence-2013", made)
        head = made / "instrument.toml"
        head.write_text(re.sub(r'(?m)^version = ".*"', 'version = "9.0.0"', head.read_text("utf-8")), "utf-8")
        return made

    # What is written beside it

    def beside(self, name: str, act: Callable[[], object], made: Path) -> None:
        """A file that is written: refused in a sentence while the disk is faulty, and there once it is not."""
        busy = lambda: self.window.errands.busy  # noqa: E731
        self.window.notice.clear()
        self.fault.begin()
        try:
            act()
            self.wait(lambda: not busy(), name)
            told, offers = self.window.notice.text, [b.text() for b in self.window.notice.offers()]
            half = made.exists() or bool(list(self.disk.glob(f"{made.name}*.part")) if self.disk.is_dir() else [])
        finally:
            self.fault.end()
        again = next((b for b in self.window.notice.offers() if b.text() == "Try again"), None)
        if again is not None:
            again.click()
            self.wait(lambda: not busy(), name)
        self.tell(name, told, offers, made.exists(), half=half)

    def files(self) -> None:
        session, errands = self.work.session, self.window.errands
        tables = self.disk / "tables"
        self.beside("CSV", lambda: errands.write_tables(session, tables), tables / "answers.csv")
        for kind, name in (("PDF", "draft.pdf"), ("Word", "draft.docx")):
            self.beside(kind, partial(errands.write_report, session, self.disk / name), self.disk / name)
        out = self.disk / "out"
        out.mkdir()
        self.beside(
            "hand-out",
            lambda: errands.carry_out(
                Errand("out", lambda: self.office.hand_out(session, ["HMI-02"], out, "visit"), lambda _: None)
            ),
            out / "visit HMI-02.inspection",
        )
        new = self.disk / "new.inspection"

        def make(*_: object) -> bool:
            self.office.create(new, "violence-2013", {"trust": "Devon"}, {}, ME.author).close()
            return True

        self.beside("new file", lambda: errands.carry_out(Errand("new", lambda: make, lambda _: None)), new)

    def settings(self) -> None:
        self.fault.begin()
        try:
            self.office.set_me("HMI-07")
            told = self.office.settings_problem()
        finally:
            self.fault.end()
        kept = self.office.me == "HMI-07"
        self.office.set_me("HMI-08")
        written = Settings(self.disk / "settings.json").get("me") == "HMI-08"
        self.tell("settings", told, [], kept and written)

    def close(self) -> None:
        self.window.close()
        self.wait(lambda: not self.window.isVisible(), "the window to close")
        print(json.dumps({"act": "end"}), flush=True)

    def _prepare(self) -> None:
        (self.folder / "safe").mkdir(exist_ok=True)
        (self.folder / "cases.csv").write_text("case_ref,assessor\nNEW,HMI-02\n", "utf-8")
        inspections = Inspections(self.sets)
        team = {"HMI-01": "lead", "HMI-02": "inspector"}
        made = inspections.create(self.path, "violence-2013", ME, {"trust": "Kent", "interviews": "no"}, team)
        made.do(AddCase("C-1", "HMI-01", FACTS))
        made.do(AddCase("C-2", "HMI-02", FACTS))
        made.close()
        done = self.folder / "done.csv"
        done.write_text("case_ref,status,assessor\nDONE,signed_off,HMI-01\n", "utf-8")
        office = Office(Settings(self.folder / "safe" / "settings.json"), inspections)
        session = inspections.open(self.path, ME)
        pending = office.import_cases(session, done, False).pending
        assert pending is not None
        session.settle(pending)
        session.close()
        copy = self.folder / "safe" / "other.inspection"
        copy.write_bytes(self.path.read_bytes())
        other = inspections.open(copy, Person("HMI-02", "another laptop"))
        other.do(AddCase("OTHER", "HMI-02", FACTS))
        other.close()


def main(folder: Path, name: str) -> None:
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    if name == "full":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(disk)], check=True)
    journey = Journey(folder, Fault(name, disk))
    if name not in WITHOUT_FOLDER:  # exports make the folder that they are asked for
        journey.files()
        journey.settings()
    journey.writes()
    journey.close()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), sys.argv[2])
    except KnownError as error:
        raise SystemExit(str(error)) from error
