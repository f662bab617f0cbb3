"""A small question set with every kind of question, and a window with the form in it, for tests with real keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.instrument import (
    All,
    CaseField,
    Check,
    Choice,
    Compare,
    Criterion,
    Grid,
    GridCell,
    Guidance,
    Instrument,
    Kind,
    Outcome,
    Page,
    Process,
    Question,
    QuestionIs,
    Rule,
    Section,
)
from inspector_app.domain.routing import Sheet
from inspector_app.services.commands import AddCase
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.keys import ShortcutGuard
from inspector_app.ui.menus import Menus
from inspector_app.ui.models.form_state import Answered, FormState
from inspector_app.ui.pages.assessment import AssessmentPage

SUFFICIENT = (
    Choice("sufficient", "Sufficient", "above"),
    Choice("insufficient", "Insufficient", "below"),
    Choice("not_done", "Not done", "below"),
    Choice("na", "Not applicable"),
)
YES_NO = (Choice("yes", "Yes", "above"), Choice("no", "No", "below"))
YES_NO_NA = (*YES_NO, Choice("na", "Not applicable"))
REASONS = (Choice("late", "It was late"), Choice("thin", "It was thin"), Choice("wrong", "It was wrong"))
FACTS = {"ldu": "Plymouth", "officer": "OM1", "rosh": "high"}


def _asked(
    id_: str, number: str, section: str, kind: Kind = "single", choices: tuple[Choice, ...] = YES_NO,
    criteria: tuple[str, ...] = ("1.1",), under: str | None = None, open_when: Rule | None = None,
    required: bool = True, guidance: str = "",
) -> Question:  # fmt: skip
    return Question(
        id_, number, number[0], section, criteria, f"Was {id_.replace('_', ' ')} as it should be?",
        id_.replace("_", " "), kind, "officer" if number[0] == "G" else "case", required,
        choices=choices if kind in ("single", "multiple") else (), under=under, open_when=open_when,
        guidance=Guidance(guidance, "", "the date"),
    )  # fmt: skip


def _needs() -> tuple[Question, ...]:
    cells = []
    for place, row in enumerate(("housing", "work"), start=1):
        for letter, column in (("a", "assessed"), ("b", "acted")):
            rule = QuestionIs(f"needs_{row}_assessed", ("yes",)) if column == "acted" else None
            cell = Question(
                f"needs_{row}_{column}", f"B1.{place}{letter}", "B", "b1", ("4.2",), f"Was {row} {column}?",
                f"{row} {column}", "single", choices=YES_NO_NA, open_when=rule, cell=GridCell("needs", row, column),
            )  # fmt: skip
            cells.append(cell)
    return tuple(cells)


def _questions() -> tuple[Question, ...]:
    return (
        _asked("plan", "A1", "a1", choices=SUFFICIENT, guidance="The plan names the *dynamic* factors."),
        _asked("plan_reasons", "A1a", "a1", "multiple", REASONS, under="plan",
               open_when=QuestionIs("plan", ("insufficient",))),
        _asked("plan_how_late", "A1b", "a1", under="plan_reasons", open_when=QuestionIs("plan_reasons", ("late",))),
        _asked("review", "A2", "a1", criteria=("1.1", "4.1")),
        _asked("visits", "A3", "a1", "number", criteria=()),
        _asked("first_seen", "A4", "a1", "date", criteria=()),
        _asked("comment", "A5", "a1", "text", criteria=(), required=False),
        _asked("harm_plan", "A6", "a2", choices=YES_NO_NA, criteria=("4.1",)),
        _asked("harm_shared", "A7", "a2", choices=YES_NO_NA, criteria=("4.1",), guidance="Shared with the police."),
        *_needs(),
        _asked("ending", "B2", "b1", criteria=("4.2",)),
        _asked("fair", "G1", "g1", criteria=("4.4",)),
        _asked("views", "G2", "g1", "text", criteria=("4.4",), required=False),
    )  # fmt: skip


def form_instrument() -> Instrument:
    """Two pages of a case with follow-ups, reasons, a grid, a block to skip and typed answers; one of an interview."""
    return Instrument(
        "form", "1", "A form", "en-GB",
        outcomes=(
            Outcome("1", "Assisting sentencing", "Sentencing", ""), Outcome("4", "Protecting the public", "Public", ""),
        ),
        processes=(
            Process("1", "Assessment", "A&P"), Process("2", "Delivery", "D&R"), Process("4", "Leadership", "L&M"),
        ),
        criteria=(
            Criterion("1.1", "Report", "1", "1", True), Criterion("1.4", "Leading it", "1", "4", False),
            Criterion("4.1", "Risk", "4", "1", True), Criterion("4.2", "Work", "4", "2", True),
            Criterion("4.4", "Leading that", "4", "4", False),
        ),
        pages=(
            Page("A", "Planning", "case", (Section("a1", "The plan"), Section("a2", "Harm", True))),
            Page("B", "Work done", "case", (Section("b1", "Needs"),)),
            Page("G", "The officer's views", "officer", (Section("g1", "Views"),)),
        ),
        fields=(
            CaseField("ldu", "Local delivery unit", "text", required=True, bar=True),
            CaseField("officer", "Officer", "text"),
            CaseField("rosh", "RoSH class", "single", (Choice("low", "Low"), Choice("high", "High")), bar=True),
        ),
        questions=_questions(),
        grids=(
            Grid("needs", "B", "What the person needed", (("housing", "Housing"), ("work", "Work")),
                 (("assessed", "Assessed?"), ("acted", "Acted on?"))),
        ),
        checks=(
            Check("no_plan_reviewed", "error", All((QuestionIs("plan", ("na",)), QuestionIs("review", ("yes",)))),
                  "What was not there cannot have been reviewed.", ("review",)),
            Check("many_visits", "warning", Compare("question:visits", ">", "50"), "That is a great many visits.",
                  ("visits",)),
        ),
        content_hash="form",
    )  # fmt: skip


class FormHost(QMainWindow):
    """A window with the menus, the shortcuts and the form, and nothing else."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.menus = Menus(self)
        self.bridge = Bridge(session, self)
        self.page = AssessmentPage(self.bridge)
        self.notices: list[str] = []
        self.open = True
        self.page.notice.connect(self.notices.append)
        self.setCentralWidget(self.page)
        self.page.desk.state_changed.connect(lambda _: self.menus.offer(self.page.handlers()))

    @property
    def session(self) -> Session:
        """The open inspection."""
        return self.bridge.session

    @property
    def asked(self) -> str:
        """The number of the question that has the keys."""
        question = self.page.middle.current
        return question.number if question is not None else ""

    @property
    def state(self) -> FormState:
        """What stands on the form."""
        assert self.page.desk.state is not None
        return self.page.desk.state

    def answer(self, question: str) -> Answered:
        """One answer as it stands on the form."""
        return self.state.answered(question)

    def sheet(self, ref: str = "4107") -> Sheet:
        """The answers of a case as they stand."""
        return self.session.case(ref).sheet


@pytest.fixture
def inspections() -> Inspections:
    """Inspections with the small question set."""
    return Inspections({"form": form_instrument()})


@pytest.fixture
def form_path(tmp_path: Path, inspections: Inspections) -> Path:
    """An inspection with two cases of one officer; no interviews are held."""
    path = tmp_path / "form.inspection"
    made = inspections.create(path, "form", Person("AB", "device"), {"trust": "Trust", "interviews": "no"})
    made.do(AddCase("4107", "AB", FACTS))
    made.do(AddCase("4108", "AB", FACTS))
    made.close()
    return path


@pytest.fixture
def open_form(qtbot: QtBot, qapp: QApplication, inspections: Inspections) -> Iterator[Callable[[Path], FormHost]]:
    """Opens the form on a file, in a window that is on screen and active."""
    guard = ShortcutGuard(qapp)

    def show(path: Path, ref: str = "4107") -> FormHost:
        host = FormHost(inspections.open(path, Person("AB", "device")))
        qtbot.addWidget(host, before_close_func=lambda _: close_form(host, qtbot))
        host.resize(1366, 728)
        with qtbot.waitActive(host):
            host.show()
            host.activateWindow()
        host.page.open_case(ref)
        return host

    yield show
    qapp.removeEventFilter(guard)
    guard.deleteLater()


def close_form(host: FormHost, qtbot: QtBot) -> None:
    """Closes a form and its file, as the window does."""
    if not host.open:
        return
    host.open = False
    host.page.flush()
    qtbot.waitUntil(lambda: not host.bridge.saving)
    host.hide()
    host.session.close()


@pytest.fixture
def form(open_form: Callable[[Path], FormHost], form_path: Path) -> FormHost:
    """The form of case 4107."""
    return open_form(form_path)


class Keys:
    """Presses keys where the focus is, as a person does."""

    def __init__(self, qtbot: QtBot, host: FormHost) -> None:
        self._qtbot = qtbot
        self._host = host

    @property
    def focus(self) -> QWidget:
        """What has the keyboard."""
        widget = self._host.focusWidget()
        return widget if widget is not None else self._host

    def press(self, *keys: Qt.Key | str, ctrl: bool = False, shift: bool = False, alt: bool = False) -> None:
        """Presses keys one after another; a text is typed."""
        modifiers = Qt.KeyboardModifier.NoModifier
        for wanted, modifier in (
            (ctrl, Qt.KeyboardModifier.ControlModifier),
            (shift, Qt.KeyboardModifier.ShiftModifier),
            (alt, Qt.KeyboardModifier.AltModifier),
        ):
            if wanted:
                modifiers |= modifier
        for key in keys:
            if isinstance(key, str):
                self._qtbot.keyClicks(self.focus, key, modifiers)
            else:
                self._qtbot.keyClick(self.focus, key, modifiers)

    def enter(self, *texts: str) -> None:
        """Types texts, each followed by Enter."""
        for text in texts:
            self.press(text, Qt.Key.Key_Return)


@pytest.fixture
def keys(qtbot: QtBot, form: FormHost) -> Keys:
    """Keys for the form of case 4107."""
    return Keys(qtbot, form)
