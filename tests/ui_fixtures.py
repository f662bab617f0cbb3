"""A desk, a small question set and a small inspection for the tests of the window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector_app.domain.errors import BadRows
from inspector_app.domain.instrument import (
    CaseField,
    Check,
    Choice,
    Criterion,
    FieldIs,
    Instrument,
    Outcome,
    Page,
    Process,
    Question,
    QuestionIs,
    Section,
)
from inspector_app.runtime.settings import Settings
from inspector_app.services import handing_out, merging
from inspector_app.services.backups import Keeping
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.importing import Text, read_in, take_in
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, change_key
from inspector_app.services.restoring import restore
from inspector_app.services.session import Person, Session
from inspector_app.ui.desk import Cancelled, HandingOut, ImportSummary, Progress, Reading, Recent, Work

FONTS = sorted((Path(__file__).parents[1] / "resources" / "fonts").glob("*.ttf"))
DONE_WELL = (Choice("yes", "Yes", "above"), Choice("no", "No", "below"), Choice("na", "Not applicable"))
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))


def question(number: str, id_: str, *criteria: str, scored: bool = True) -> Question:
    """One question of the small set."""
    return Question(
        id_,
        number,
        number[0],
        f"part_{number[0].lower()}",
        criteria,
        f"Was {id_.replace('_', ' ')} done well enough?",
        f"{id_.replace('_', ' ').capitalize()} done well",
        "single",
        scored=scored,
        choices=DONE_WELL,
    )


FIELDS = (
    CaseField("ldu", "Local delivery unit", "text", required=True, bar=True),
    CaseField("officer", "Officer (code)", "text"),
    CaseField(
        "case_type",
        "Type of case",
        "single",
        (Choice("order", "Community order"), Choice("licence", "Licence")),
        required=True,
        bar=True,
    ),
    CaseField("rosh", "RoSH class", "single", (Choice("low", "Low"), Choice("high", "High")), bar=True),
    CaseField("age", "Age", "number"),
    CaseField("start_date", "Order began", "date"),
)
QUESTIONS = (
    question("A1", "court_report", "1.1"),
    question("A2", "court_proposal", "1.1"),
    question("B1", "screening", "4.1"),
    question("B2", "risk_plan", "4.1"),
    question("B3", "risk_review", "4.2"),
    Question(
        "supervised",
        "G1",
        "G",
        "part_g",
        ("4.2",),
        "Are you supervised often enough?",
        "Supervised",
        "single",
        per="officer",
        choices=YES_NO,
    ),
)


def small_instrument() -> Instrument:
    """Two outcomes, three processes, five questions, one check."""
    return Instrument(
        "small",
        "1",
        "A small question set",
        "en-GB",
        outcomes=(
            Outcome("1", "Assisting sentencing", "Sentencing", ""),
            Outcome("4", "Protecting the public", "Public", ""),
        ),
        processes=(
            Process("1", "Assessment and planning", "A&P"),
            Process("2", "Delivery and review", "D&R"),
            Process("4", "Leadership and management", "L&M"),
        ),
        criteria=(
            Criterion("1.1", "Report for the court", "1", "1", True),
            Criterion("1.4", "Leading it", "1", "4", False),
            Criterion("4.1", "Assessing risk", "4", "1", True),
            Criterion("4.2", "Reducing risk", "4", "2", True),
        ),
        pages=(
            Page("A", "Court report", "case", (Section("part_a", "Report"),)),
            Page("B", "Risk of harm", "case", (Section("part_b", "Risk"),)),
            Page("G", "Interview", "officer", (Section("part_g", "Views"),)),
        ),
        fields=FIELDS,
        questions=QUESTIONS,
        grids=(),
        checks=(
            Check(
                "plan_without_need", "error", QuestionIs("risk_plan", ("no",)), "The plan falls short.", ("risk_plan",)
            ),
            Check("low", "warning", FieldIs("rosh", ("low",)), "The class is low.", ("field:rosh", "risk_plan")),
        ),
        content_hash="small",
    )


@dataclass
class SmallDesk:
    """A desk over real services and a temporary folder; what would come from settings is held in memory."""

    documents: Path
    instruments: Mapping[str, Instrument] = field(default_factory=lambda: {"small": small_instrument()})
    fonts: Sequence[Path] = ()
    version: str = "0.1.0"
    me: str = "A1"
    crash: str = ""
    kept: dict[str, str] = field(default_factory=dict)
    opened: dict[Path, str] = field(default_factory=dict)
    sessions: list[Session] = field(default_factory=list)
    told_of_places: dict[Path, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        place = self.documents / ".account"
        self.keeping = Keeping(place / "backups", Settings(place / "settings.json"), lambda: datetime.now(UTC))

    def set_me(self, code: str) -> None:
        self.me = code

    def open(self, path: Path, key: FileKey | None = None) -> Session:
        makers, person = Inspections(self.instruments, self.keeping), Person(self.me, "device")
        return self._hold(makers.open(path, person, key=key, by="window"))

    def place_warning(self, path: Path) -> str:
        return self.told_of_places.get(path, "")

    def create(
        self,
        path: Path,
        instrument_id: str,
        details: Mapping[str, str],
        team: Mapping[str, str],
        me: str,
        key: FileKey | None = None,
    ) -> Session:
        return self._hold(
            Inspections(self.instruments, self.keeping).create(
                path, instrument_id, Person(me, "device"), details, team, key
            )
        )

    def make_example(self, path: Path) -> Work:
        def work(progress: Progress, cancelled: Cancelled) -> bool:
            progress(0.5, "cases")
            if cancelled():
                return False
            inspections = Inspections(self.instruments)
            made = inspections.create(
                path, "small", Person("A1", "device"), {"trust": "Example Trust", "synthetic": "yes"}
            )
            made.do(AddCase("E1", "A1", {"ldu": "Plymouth"}))
            made.close()
            return True

        return work

    def restore(self, path: Path, backup: Path, key: FileKey | None, old_key: FileKey | None) -> Path | None:
        aside = restore(path, backup, self.keeping.now(), key, old_key)
        self.keeping.seen.forget(path)
        return aside

    def change_key(self, path: Path, old: FileKey | None, new: FileKey | None) -> None:
        change_key(path, old, new)
        self.keeping.seen.forget(path)

    def import_cases(self, session: Session, path: Path, dry_run: bool) -> ImportSummary:
        text = path.read_text(encoding="utf-8")
        try:
            intake = read_in(session, Text(path.name, text), None)
        except BadRows as error:
            return ImportSummary(len(text.splitlines()) - 1, bad_rows=error.rows)
        pending = None if dry_run else take_in(session, intake)
        return ImportSummary(
            intake.case_rows, intake.new, intake.changed, intake.same, intake.members, intake.gaps, (), pending
        )

    def export_report(self, session: Session, path: Path) -> Work:
        trust = session.details().trust
        return lambda progress, cancelled: bool(path.write_text(trust, encoding="utf-8"))

    def export_tables(self, session: Session, folder: Path) -> Work:
        return self.export_report(session, folder / "cases.csv")

    def hand_out(self, session: Session, assessors: Sequence[str], folder: Path, name: str) -> HandingOut:
        prepared, at = handing_out.prepare(session, assessors), datetime(2013, 6, 9, 12, tzinfo=UTC)
        return lambda progress, cancelled: handing_out.write(prepared, folder, name, at, progress, cancelled)

    def read_others(self, session: Session, paths: Sequence[Path], passphrases: Mapping[Path, str] = {}) -> Reading:
        here, keys = merging.freeze(session), merging.opened_by(passphrases)
        return lambda progress, cancelled: merging.compare(here, paths, progress, cancelled, keys)

    def settings_problem(self) -> str:
        return ""

    def recent(self) -> Sequence[Recent]:
        at = datetime(2013, 11, 22, 14, 3, tzinfo=UTC)
        return [
            Recent(path, name, at, not path.exists(), not path.exists() and self.keeping.has(path))
            for path, name in self.opened.items()
        ]

    def remember(self, path: Path, name: str) -> None:
        self.opened = {path: name} | {one: said for one, said in self.opened.items() if one != path}

    def forget(self, path: Path) -> None:
        self.opened.pop(path, None)

    def state(self) -> Mapping[str, str]:
        return self.kept

    def keep_state(self, state: Mapping[str, str]) -> None:
        self.kept = dict(state)

    def left_by_a_crash(self) -> str:
        return self.crash

    def _hold(self, session: Session) -> Session:
        self.sessions.append(session)
        return session


FACTS = {"ldu": "Plymouth", "officer": "P1", "case_type": "licence", "rosh": "high"}


def fill_small(session: Session, path: Path) -> Path:
    """Three cases: one begun, one untouched, one with every question answered."""
    session.do(AddCase("101", "A1", FACTS))
    session.do(AddCase("102", "A2", FACTS | {"ldu": "Cornwall", "officer": "P2", "case_type": "order"}))
    session.do(AddCase("9", "A1", FACTS | {"officer": ""}))
    session.do(SetAnswer("case", "101", "court_report", "yes"))
    for id_ in ("court_report", "court_proposal", "screening", "risk_plan", "risk_review"):
        session.do(SetAnswer("case", "9", id_, "yes"))
    return path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[SmallDesk]:
    """A desk whose documents are in a temporary folder; what it opened is closed in the end."""
    made = SmallDesk(tmp_path)
    yield made
    for session in made.sessions:
        session.close()


@pytest.fixture
def session(desk: SmallDesk, tmp_path: Path) -> Session:
    """The small inspection, open; no interviews are held."""
    details = {"trust": "Small Trust", "interviews": "no"}
    made = desk.create(tmp_path / "small.inspection", "small", details, {"A1": "lead", "A2": "inspector"}, "A1")
    fill_small(made, tmp_path)
    return made


@pytest.fixture
def small_file(desk: SmallDesk, tmp_path: Path) -> Path:
    """The small inspection, as a file that nobody has open."""
    details = {"trust": "Small Trust", "interviews": "no"}
    path = tmp_path / "kept.inspection"
    made = replace(desk, sessions=[]).create(path, "small", details, {"A1": "lead", "A2": "inspector"}, "A1")
    fill_small(made, path)
    made.close()
    return path
