"""A working session on an encrypted inspection, full of words that may stand nowhere else. `test_no_plain_text.py`
runs it in a process of its own and then searches the disk.

    python tests/plain_text_session.py work|again FOLDER

*work* makes an inspection in the window, fills it, looks at every page, exports into FOLDER/exported, meets bugs, and
ends as a machine does whose battery is taken out; *again* opens the file anew and closes it like a person. What is
deleted on the way is kept in FOLDER/deleted, because what was once on a disk can be found on it.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

PASSPHRASE = "copper violin under seven roofs"
MARKS = {
    "trust": "Zqtrust Wessmark",
    "reference": "ZQ-4107-REFMARK",
    "officer": "ZQOFFMARK",
    "fact": "Zqfactmark Street",
    "answer": "zqanswermark text",
    "note": "zqnotemark hit her",
    "query": "zqquerymark why",
    "report": "zqreportmark sentence",
    "changed name": "Zqnamemark Oakley",
    "draft": "zqdraftmark unfinished",
    "search": "zqsearchmark",
    "bug": "zqbugmark",
    "bug on a thread": "zqthreadmark",
    "bug of a job": "zqjobmark",
    "bug on the way": "zqwaymark",
    "library": "zqlibrarymark",
}
"""Where each is put, and the words."""

REF, TEXT, NOTED = MARKS["reference"], "report_comment", "report_prepared"


def keep_deleted(folder: Path) -> None:
    """From now on what Python deletes is copied into a folder first."""
    inside = str(folder.parent)
    count = iter(range(1_000_000))

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event not in ("os.remove", "shutil.rmtree"):
            return
        path = Path(os.fsdecode(args[0]))
        if path.is_absolute() and str(path).startswith(inside) and path.exists() and folder not in path.parents:
            kept = folder / f"{next(count)} {path.name}"
            (shutil.copytree if path.is_dir() else shutil.copyfile)(path, kept)

    folder.mkdir(exist_ok=True)
    sys.addaudithook(hear)


def settle(seconds: float = 0.2) -> None:
    """Lets the window work."""
    from PySide6.QtWidgets import QApplication

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.005)


def wait(until: Callable[[], object], what: str) -> None:
    """Lets the window work until something is so."""
    end = time.monotonic() + 60
    while not until():
        if time.monotonic() > end:
            raise TimeoutError(what)
        settle(0.02)


class Session:
    """The person at the window."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from inspector_app.ui.main_window import MainWindow

        self.folder, self.path = folder, folder / "home" / "work.inspection"
        self.exported = folder / "exported"
        self.window = next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))

    def work(self) -> None:
        """A day, and its end."""
        self._make()
        self._fill()
        self._look()
        self._export()
        self._take_back()
        self._protect()
        self._type_and_fail()
        os.kill(os.getpid(), signal.SIGKILL)

    def again(self) -> None:
        """The next morning."""
        window = self.window
        window.opening.open_path(self.path)
        wait(lambda: window.page == "unlock", "the page that asks for the passphrase")
        window.unlock.passphrase.line.setText(PASSPHRASE)
        window.unlock.unlock.click()
        wait(lambda: window.work is not None, "the inspection to open")
        assert window.work is not None
        session = window.work.session
        wait(lambda: MARKS["draft"] in session.case(REF).answers[NOTED].note, "the typed text to come back")
        assert "before a text was finished" in window.notice.text
        crash = window.bug.details
        assert "RuntimeError" in crash and "zq" not in crash
        for page in ("cases", "assessment", "report"):
            window.show_page(page)
            settle()
        window.close()

    # What is done

    def _make(self) -> None:
        window, details = self.window, self.window.details
        window.start.new_button.click()
        details.inputs["trust"].control.setText(MARKS["trust"])
        details.inputs["path"].control.setText(str(self.path))
        details.inputs["title"].control.setText(f"Title of {MARKS['trust']}")
        details.inputs["me"].control.setText("HMI-01")
        details.team.add().setText("HMI-02")
        details.passphrase.first.line.setText(PASSPHRASE)
        details.passphrase.again.line.setText(PASSPHRASE)
        details.save.click()
        wait(lambda: window.work is not None, "the inspection to be made")
        window.recovery.copy_button.click()
        window.recovery.done.click()
        settle()

    def _fill(self) -> None:
        from inspector_app.services.commands import AddCase, Ask, ChangeName, SetAnswer, WriteSection

        officer = {"officer": MARKS["officer"], "office": MARKS["fact"], "case_type": "licence", "ldu": MARKS["fact"]}
        self._do(
            AddCase(REF, "HMI-01", officer),
            SetAnswer("case", REF, TEXT, MARKS["answer"], MARKS["note"]),
            SetAnswer("case", REF, NOTED, "yes", MARKS["note"]),
            Ask(REF, NOTED, MARKS["query"]),
            ChangeName(MARKS["changed name"], "Ruth", MARKS["note"]),
            WriteSection("findings-2.1", f"A {MARKS['report']} of {{{{fig: question={NOTED}}}}}.\n", {}),
        )

    def _do(self, *commands: Any) -> None:
        assert self.window.work is not None
        for command in commands:
            assert self.window.work.bridge.handle(command, "day"), command
        wait(lambda: not self.window.work.bridge.saving, "all to be saved")  # type: ignore[union-attr]

    def _look(self) -> None:
        from inspector_app.ui.workspace import PAGES

        window = self.window
        work = window.work
        assert work is not None
        for page in PAGES:
            window.show_page(page)
            settle()
            tabs = getattr(getattr(work, page, None), "tabs", None)
            for name in getattr(tabs, "buttons", {}):
                tabs.show_page(name)
                settle(0.1)
        work.cases.filters.search.setText(MARKS["search"])
        work.cases.filters.clear()
        window.show_page("report")
        work.report.open_section("findings-2.1")
        work.report.write.side.tabs.show_page("preview")
        settle(2)

    def _export(self) -> None:
        work, window = self.window.work, self.window
        assert work is not None
        self.exported.mkdir()
        errands: Sequence[Callable[[], None]] = (
            lambda: window.errands.write_report(work.session, self.exported / "report.pdf"),
            lambda: window.errands.write_report(work.session, self.exported / "report.docx"),
            lambda: window.errands.write_tables(work.session, self.exported / "tables"),
            lambda: work.safekeeping.forms.write_forms((REF,), (self.exported / "form.docx",)),
            lambda: work.safekeeping.forms.write_forms((REF,), (self.exported / "form.md",)),
            lambda: work.safekeeping.forms.read_forms([self.exported / "form.docx"]),
        )
        for errand in errands:
            errand()
            settle(0.1)
            wait(lambda: not window.errands._bar.busy, "the errand to end")
            assert window.notice.tone != "stop", window.notice.text
        window.show_page("cases")
        work.cases.take_away.copy_table()
        work.cases.take_away.save_table(self.exported / "cases.xlsx")
        wait(lambda: (self.exported / "cases.xlsx").exists(), "the table to be written")

    def _take_back(self) -> None:
        work = self.window.work
        assert work is not None
        shutil.copyfile(self.path, self.folder / "home" / "copy.inspection")
        work.take_back([self.folder / "home" / "copy.inspection"])
        wait(lambda: work.team.take_back.union is not None, "the copy to be looked at")
        settle()

    def _protect(self) -> None:
        """What is written for others and for a bad day, and the lock."""
        window, work = self.window, self.window.work
        assert work is not None
        window.show_page("team")
        work.team.hand_out.show_now()
        work.team.hand_out.assessors.choose(["HMI-01"])
        work.team.hand_out.hand_out_to(self.exported)
        wait(lambda: list(self.exported.glob("*.inspection")), "the hand-out to be written")
        wait(lambda: not window.errands._bar.busy, "the errand to end")
        reading = work.safekeeping.sections["reading"]
        reading.write_to(self.folder / "home" / "copy to read.html")  # type: ignore[attr-defined]
        wait(lambda: (self.folder / "home" / "copy to read.html").exists(), "the copy to be written")
        wait(lambda: not window.errands._bar.busy, "the errand to end")
        window.menus.actions["lock"].trigger()
        wait(lambda: window.locking.locked, "the lock")
        settle()
        window.locking.page.passphrase.line.setText(PASSPHRASE)
        window.locking.page.unlock.click()
        wait(lambda: not window.locking.locked, "the window to be unlocked")

    def _type_and_fail(self) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtTest import QTest

        from inspector_app.ui.jobs import Job

        window, work = self.window, self.window.work
        assert work is not None
        work.open_case(REF, NOTED)
        settle()
        window.menus.actions["note"].trigger()
        settle()
        from PySide6.QtWidgets import QApplication

        typed = QApplication.focusWidget()
        assert typed is not None
        QTest.keyClicks(typed, f" {MARKS['draft']}")
        settle(1.5)
        job = Job("job", lambda *_: _fail(MARKS["bug of a job"]), window)
        job.start()
        thread = threading.Thread(target=_fail, args=(MARKS["bug on a thread"],))
        thread.start()
        QTimer.singleShot(0, lambda: _fail(MARKS["bug"]))
        settle()

        class Held:
            def __del__(self) -> None:
                _fail(MARKS["bug on the way"])

        Held()
        logging.getLogger("library").warning("it said %s", MARKS["library"])
        logging.getLogger("inspector_app.day").warning("it said %s", MARKS["library"])
        settle()
        assert window.bug.details
        if sys.platform != "win32":
            import resource

            assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0), "a picture of the memory would be kept"


def _fail(answer: str) -> None:
    held = {"answer": answer}
    raise RuntimeError(f"no such answer: {held}")


def main() -> int:
    """Runs the session within the real program."""
    step, folder = sys.argv[1], Path(sys.argv[2])
    keep_deleted(folder / "deleted")
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from inspector_app.bootstrap import run

    app = QApplication(sys.argv[:1])
    failed: list[BaseException] = []

    def drive() -> None:
        try:
            getattr(Session(folder), step)()
        except BaseException as error:
            import traceback

            # For the test that runs this, and not through the hooks of the program.
            (folder / "failed.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
            failed.append(error)
            app.exit(1)

    QTimer.singleShot(300, drive)
    status = run([])
    return 1 if failed else status


if __name__ == "__main__":
    sys.exit(main())
