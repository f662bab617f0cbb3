"""The main job without a screen: makes the example, leads one new case through the real form by key presses, signs it
off, prints the scores, and writes the draft report.

    QT_QPA_PLATFORM=offscreen python packaging/main_job.py FOLDER
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from inspector_app.bootstrap import Office, run  # noqa: E402
from inspector_app.domain.instrument import Instrument, Question  # noqa: E402
from inspector_app.domain.progress import Remaining  # noqa: E402
from inspector_app.instruments.library import load_all  # noqa: E402
from inspector_app.runtime import paths  # noqa: E402
from inspector_app.runtime.settings import Settings  # noqa: E402
from inspector_app.services.commands import AddCase, GiveReason  # noqa: E402
from inspector_app.services.inspections import Inspections  # noqa: E402
from inspector_app.services.session import Session  # noqa: E402
from inspector_app.ui.app import make_application  # noqa: E402
from inspector_app.ui.main_window import MainWindow  # noqa: E402
from inspector_app.ui.workspace import Workspace  # noqa: E402

CASE = "NEW-1"
PATIENCE = 60.0
FACTS = {"ldu": "Plymouth", "start_date": "2013-01-15", "case_type": "community_order", "rosh": "medium", "age": "31"}
"""The other required facts take *no* or *none* where there is such a choice, else their first."""


ANSWERS = {"report_prepared": "yes"}
"""Else a scored question gets the answer above the line, and a fact *no* or *none*, so that few follow-ups open."""


def main() -> int:
    """Does it, and returns the exit status."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "out").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    path, report = folder / "main-job.inspection", folder / "draft-report.pdf"
    path.unlink(missing_ok=True)
    say("Making the example …")
    if status := run(["example", str(path)]):
        return status
    with tempfile.TemporaryDirectory() as home:
        office = Office(
            Settings(Path(home) / "settings.json"), Inspections(load_all(paths.resources() / "instruments"))
        )
        lead_one_case(office, path)
    say("The scores, with the new case among them:")
    if status := run(["score", str(path)]) or run(["report", str(path), "-o", str(report)]):
        return status
    print(report)
    return 0


def lead_one_case(office: Office, path: Path) -> None:
    """Opens the inspection in the window, adds a case, and answers its form from the first key to sign-off."""
    office.set_me(lead_of(office, path))
    app = make_application(office)
    window = MainWindow(office)
    window.resize(1366, 768)
    window.show()
    window.opening.open_path(path)
    wait(app, lambda: window.work is not None, "the inspection to open")
    work = window.work
    assert work is not None
    work.bridge.handle(AddCase(CASE, office.me, facts(work.session)), "main job")
    work.open_case(CASE)
    presses = answer_all(app, work)
    state = work.assessment.desk.state
    assert state is not None
    for check in state.remaining.warnings:
        work.bridge.handle(GiveReason(CASE, check.id, "Checked against the file."), "main job")
    press(app, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    wait(app, lambda: not work.bridge.saving, "the answers to be saved")
    case = work.session.case(CASE)
    if not case.signed_off:
        raise SystemExit(f"Case {CASE} could not be signed off: {left(work.session.remaining(CASE), work.session)}")
    answered = sum(1 for revision in case.answers.values() if revision.value)
    say(f"Case {CASE}: {answered} answers by {presses} key presses, signed off.")
    window.close()
    wait(app, lambda: window.work is None, "the inspection to close")


def lead_of(office: Office, path: Path) -> str:
    """The code of the lead inspector, who may sign off."""
    session = office.open(path)
    try:
        return session.details().details.get("lead") or "LEAD"
    finally:
        session.close()


def facts(session: Session) -> dict[str, str]:
    """Facts of a case that nothing in the question set finds odd; its officer is one who was interviewed."""
    given = {"officer": next(iter(session.officers()), "OM-1"), **FACTS}
    for field in session.instrument.fields:
        if field.required and field.name not in given:
            codes = [choice.code for choice in field.choices]
            given[field.name] = next((c for c in ("no", "none", "1") if c in codes), codes[0] if codes else "1")
    return {name: value for name, value in given.items() if name in session.instrument.fields_by_name}


def answer_all(app: QApplication, work: Workspace) -> int:
    """Answers what the form asks until it shows what remains; returns the number of key presses."""
    middle, presses = work.assessment.middle, 0
    for _ in range(len(work.session.instrument.questions) * 2):
        question = middle.current
        if middle.on_remains or question is None:
            return presses
        presses += answer(app, work.session.instrument, question)
    raise SystemExit("The form did not come to its end.")


def answer(app: QApplication, instrument: Instrument, question: Question) -> int:
    """Gives the good answer by key and goes on."""
    modifier = Qt.KeyboardModifier.NoModifier
    if question.choices:
        keys = chr(ord("1") + good_choice(question))
    elif question.kind == "date":
        keys = "2013-06-01"
    elif question.kind == "number":
        keys = "6"
    else:
        keys = "Led through the form by key presses." if question.required else ""
        modifier = Qt.KeyboardModifier.ControlModifier
    for key in keys:
        QTest.keyClicks(focus(app), key)
    press(app, Qt.Key.Key_Return, modifier)
    return len(keys) + 1


def good_choice(question: Question) -> int:
    """The place of the choice to press."""
    codes = [choice.code for choice in question.choices[:9]]
    if ANSWERS.get(question.id) in codes:
        return codes.index(ANSWERS[question.id])
    above = [choice.code for choice in question.choices[:9] if choice.line == "above"]
    wanted = above or [code for code in ("no", "none", "na") if code in codes] or codes
    return codes.index(wanted[0])


def left(remaining: Remaining, session: Session) -> str:
    """What stands in the way of sign-off."""
    numbers = [session.instrument.questions_by_id[i].number for i in remaining.unanswered]
    said = [check.say for check in (*remaining.errors, *remaining.warnings)]
    interview = ["the officer's interview"] if remaining.interview else []
    return "; ".join([*numbers, *remaining.missing_fields, *said, *interview])


def focus(app: QApplication) -> object:
    """What has the keyboard."""
    return app.focusWidget() or app.activeWindow()


def press(app: QApplication, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    """Presses one key where the keyboard is."""
    QTest.keyClick(focus(app), key, modifier)


def wait(app: QApplication, until: Callable[[], bool], what: str) -> None:
    """Lets the window work until something is so."""
    began = time.monotonic()
    while not until():
        app.processEvents()
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"Waited in vain for {what}.")


def say(text: str) -> None:
    """A message, apart from results."""
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
