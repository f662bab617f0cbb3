"""The one place that wires things together."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app import __version__
from inspector_app.cli.run import run as run_command
from inspector_app.cli.run import wants_window
from inspector_app.domain.errors import BadRows, KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.runtime import paths
from inspector_app.runtime.crash import CrashLog, refuse_core_dumps
from inspector_app.runtime.device_key import own_key
from inspector_app.runtime.files import read_text
from inspector_app.runtime.holding import Holds
from inspector_app.runtime.logs import begin_log
from inspector_app.runtime.settings import Settings
from inspector_app.services.backup_folder import BACKUPS
from inspector_app.services.backups import Keeping
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session

if TYPE_CHECKING:
    from inspector_app.services.passphrases import FileKey
    from inspector_app.ui.desk import HandingOut, ImportSummary, Reading, Recent, Work

# The window and what it needs (Qt, tables, the report) are imported where they are used: start-up is felt each morning.

ME = "me"
"""The setting that holds the assessor code used last on this machine."""

RECENT, RECENT_LIMIT = "recent", 12
STATE = "state"
OPEN = "open"
"""The folder of the locks on files that are open, in the state folder."""

COMMAND_LINE = "command-line"
"""In whose name commands write on a machine where nobody has said who they are."""


def run(arguments: Sequence[str]) -> int:
    """Runs a command or the window, and returns the exit status."""
    refuse_core_dumps()
    wiring = Wiring(Settings(paths.config_folder() / "settings.json"))
    if wants_window(arguments):
        begin_log(paths.state_folder())
    else:
        _write_as_utf8()
    return run_command(arguments, wiring)


def is_recent(entry: object) -> bool:
    """Whether a setting is an inspection opened before, as `Office.remember` keeps it."""
    if not isinstance(entry, dict) or not all(isinstance(entry.get(name), str) for name in ("path", "name", "opened")):
        return False
    try:
        return datetime.fromisoformat(entry["opened"]).tzinfo is not None and "\0" not in entry["path"]
    except ValueError:
        return False


def is_missing(path: str) -> bool:
    """Whether nothing is at a place any more, or nothing can be."""
    try:
        return not Path(path).exists()
    except OSError:  # such as a name that is too long
        return True


class Wiring:
    """What the command line and the window are given; see `cli.tool.Tool`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def instruments(self) -> Mapping[str, Instrument]:
        """The question sets that ship, by id."""
        from inspector_app.instruments.library import load_all

        return load_all(paths.resources() / "instruments")

    @cached_property
    def inspections(self) -> Inspections:
        """Where inspections are made and opened."""
        holds = Holds(paths.state_folder() / OPEN, lambda: datetime.now(UTC))
        return Inspections(self.instruments, keeping(self.settings, paths.data_folder()), holds)

    @property
    def person(self) -> Person:
        """Who writes: the assessor known on this machine, or the command line."""
        return _who(self.settings, str(self.settings.get(ME) or COMMAND_LINE))

    @property
    def example(self) -> Path:
        """The folder of the example inspection."""
        return paths.resources() / "example"

    def open_window(self, path: Path | None) -> int:
        """Opens the window, with bugs and crashes written down, and returns when it is closed."""
        from inspector_app.ui.app import run_app

        with _crash_log() as left_behind:
            return run_app(Office(self.settings, self.inspections, left_behind), path)

    def show_off_screen(self, path: Path) -> None:
        """Opens the window on a file without a screen, and closes it again."""
        from inspector_app.ui.app import show_off_screen

        show_off_screen(Office(self.settings, self.inspections), path)


def keeping(settings: Settings, folder: Path) -> Keeping:
    """Where backups go: into this folder, and wherever the settings say."""
    return Keeping(folder / BACKUPS, settings, lambda: datetime.now(UTC))


class Office:
    """What the window is given; see `ui.desk.Desk`, whose promises it keeps."""

    def __init__(self, settings: Settings, inspections: Inspections, left_behind: str = "") -> None:
        self._settings = settings
        # Where nothing else is said, backups lie beside the settings.
        self.keeping = inspections.keeping or keeping(settings, settings.path.parent)
        self._inspections = replace(inspections, keeping=self.keeping)
        self._left_behind = left_behind
        self.version = __version__
        self.instruments = inspections.instruments
        self.fonts: Sequence[Path] = sorted((paths.resources() / "fonts").glob("*.ttf"))
        self.documents = paths.documents_folder()

    @property
    def me(self) -> str:
        """The assessor code that was used last on this machine."""
        return str(self._settings.get(ME))

    def set_me(self, code: str) -> None:
        """Remembers who works here."""
        self._settings.keep(ME, code)

    def open(self, path: Path, key: FileKey | None = None) -> Session:
        """An existing inspection."""
        return self._inspections.open(path, self._person(), key=key, by="window")

    def place_warning(self, path: Path) -> str:
        """What is to be said of the folder of a file."""
        from inspector_app.services.whereabouts import place_warning

        return place_warning(path)

    def create(
        self,
        path: Path,
        instrument_id: str,
        details: Mapping[str, str],
        team: Mapping[str, str],
        me: str,
        key: FileKey | None = None,
    ) -> Session:
        """A new inspection file."""
        who = _who(self._settings, me)
        return self._inspections.create(path, instrument_id, who, details, team, key, "window")

    def make_example(self, path: Path) -> Work:
        """The work that writes the example inspection."""
        from inspector_app.services.example import refuse_if_there, write_example

        refuse_if_there(path)
        folder, person = paths.resources() / "example", self._person()
        return lambda progress, cancelled: write_example(self._inspections, person, folder, path, progress, cancelled)

    def restore(self, path: Path, backup: Path, key: FileKey | None, old_key: FileKey | None) -> Path | None:
        """Puts a backup in the place of a file that nobody works on."""
        from inspector_app.services.restoring import restore

        let_go = self._inspections.take(path, "window")
        try:
            aside = restore(path, backup, self.keeping.now(), key, old_key)
            self.keeping.seen.forget(path)
            return aside
        finally:
            if let_go is not None:
                let_go()

    def change_key(self, path: Path, old: FileKey | None, new: FileKey | None) -> None:
        """Gives a file that nobody works on another key."""
        from inspector_app.services.passphrases import change_key

        let_go = self._inspections.take(path, "window")
        try:
            change_key(path, old, new)
            self.keeping.seen.forget(path)
        finally:
            if let_go is not None:
                let_go()

    def import_cases(self, session: Session, path: Path, dry_run: bool) -> ImportSummary:
        """Reads a table of cases, and takes it in unless it is a dry run or a row is bad."""
        from inspector_app.services.importing import Text, count_rows, read_in, take_in
        from inspector_app.ui.desk import ImportSummary

        text = Text(path.name, read_text(path))
        try:
            intake = read_in(session, text, None)
        except BadRows as error:
            return ImportSummary(count_rows(text), bad_rows=error.rows)
        return ImportSummary(
            intake.case_rows,
            intake.new,
            intake.changed,
            intake.same,
            intake.members,
            intake.gaps,
            pending=None if dry_run else take_in(session, intake),
        )

    def export_report(self, session: Session, path: Path) -> Work:
        """Freezes what stands; the work writes the report. One that may not leave the team in its state is refused."""
        from inspector_app.services import report_export

        prepared = report_export.prepare(session)
        return lambda progress, cancelled: report_export.write(prepared, path, progress, cancelled) is not None

    def export_tables(self, session: Session, folder: Path) -> Work:
        """Freezes what stands; the work writes the tables."""
        from inspector_app.services import exporting

        frozen = exporting.freeze(session)
        return lambda progress, cancelled: exporting.export_tables(frozen, folder, progress, cancelled) is not None

    def hand_out(self, session: Session, assessors: Sequence[str], folder: Path, name: str) -> HandingOut:
        """Freezes what each assessor is to have; the work writes their files."""
        from inspector_app.services import handing_out

        prepared, at = handing_out.prepare(session, assessors), datetime.now(UTC)
        return lambda progress, cancelled: handing_out.write(prepared, folder, name, at, progress, cancelled)

    def read_others(self, session: Session, paths: Sequence[Path], passphrases: Mapping[Path, str] = {}) -> Reading:
        """Freezes what stands; the work compares other copies with it."""
        from inspector_app.services import merging

        here, keys = merging.freeze(session), merging.opened_by(passphrases)
        return lambda progress, cancelled: merging.compare(here, paths, progress, cancelled, keys)

    def settings_problem(self) -> str:
        """Why a setting could not be kept, once."""
        text, self._settings.problem = self._settings.problem, ""
        return text

    def recent(self) -> Sequence[Recent]:
        """Inspections opened before, the latest first."""
        from inspector_app.ui.desk import Recent

        found = []
        for entry in self._recent():
            missing, path = is_missing(entry["path"]), Path(entry["path"])
            opened = datetime.fromisoformat(entry["opened"])
            found.append(Recent(path, entry["name"], opened, missing, missing and self.keeping.has(path)))
        return found

    def remember(self, path: Path, name: str) -> None:
        """Puts an inspection first among the recent ones."""
        place = str(path.absolute())
        entry = {"path": place, "name": name, "opened": datetime.now(UTC).isoformat()}
        others = [other for other in self._recent() if other["path"] != place]
        self._settings.keep(RECENT, [entry, *others][:RECENT_LIMIT])

    def forget(self, path: Path) -> None:
        """Takes an inspection off the list of recent ones."""
        place = str(path.absolute())
        self._settings.keep(RECENT, [entry for entry in self._recent() if entry["path"] != place])

    def state(self) -> Mapping[str, str]:
        """What `keep_state` kept last."""
        kept = self._settings.get(STATE, {})
        return {str(name): str(value) for name, value in kept.items()} if isinstance(kept, dict) else {}

    def keep_state(self, state: Mapping[str, str]) -> None:
        """Keeps positions of the window, last page and case."""
        self._settings.keep(STATE, dict(state))

    def left_by_a_crash(self) -> str:
        """What the crash logs of runs before hold, once."""
        text, self._left_behind = self._left_behind, ""
        return text

    def _person(self) -> Person:
        return _who(self._settings, self.me)

    def _recent(self) -> list[dict[str, str]]:
        kept = self._settings.get(RECENT, [])
        return [e for e in kept if is_recent(e)][:RECENT_LIMIT] if isinstance(kept, list) else []


def _who(settings: Settings, code: str) -> Person:
    key = own_key(settings)
    return Person(code, key.device, key)


@contextmanager
def _crash_log() -> Iterator[str]:
    crash_log = CrashLog(paths.state_folder())
    left_behind = crash_log.left_behind()
    crash_log.begin()
    try:
        yield left_behind
    except KnownError:
        raise
    except Exception as error:
        crash_log.write_down(error)
        raise
    finally:
        crash_log.end()


def _write_as_utf8() -> None:
    """Results are UTF-8 with their own line ends everywhere; a terminal that cannot show a sign gets a stand-in."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr.reconfigure(errors="backslashreplace")
