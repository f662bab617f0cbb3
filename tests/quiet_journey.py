"""The whole way of the product in a process in which nobody may reach for a network. `test_no_network.py` runs it.

    python tests/quiet_journey.py FOLDER [PLANT]

Whoever reaches for a socket, a name or an address is stopped, and noted down in case the refusal is swallowed. PLANT
names a way of reaching out that is tried in place of the way, to show that it is noticed. The exit status is 0 where
nobody reached out, and 3 where somebody did.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

REACHED_OUT = 3
LOCAL = getattr(socket, "AF_UNIX", None)
WATCHED = ("socket.", "urllib.", "http.client.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib.")
HARMLESS = {"socket.gethostname"}
"""The name of this machine is known to it."""

reached: list[str] = []


class ReachedOut(OSError):
    """Somebody wanted to use a network."""


def refuse(what: str) -> None:
    """Notes down what was tried, and by whom, and stops it."""
    reached.append(f"{what}\n{''.join(traceback.format_stack(limit=8)[:-1])}")
    raise ReachedOut(what)


def on_event(event: str, args: tuple[Any, ...]) -> None:
    """Hears of every socket that Python makes or uses, whoever holds it; pipes of this machine pass."""
    if not event.startswith(WATCHED) or event in HARMLESS:
        return
    if LOCAL is not None and event == "socket.__new__" and args[1] == LOCAL:
        return
    if LOCAL is not None and args and getattr(args[0], "family", None) == LOCAL:
        return
    refuse(f"{event} {[one for one in args if getattr(one, 'family', None) is None]!r}")


def guard() -> None:
    """From now on nobody reaches out; an audit hook cannot be taken off again."""
    for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        setattr(socket, name, lambda *args, called=name, **_: refuse(f"socket.{called} {args!r}"))
    sys.addaudithook(on_event)


def below_python() -> list[str]:
    """Sockets for a network that this process holds, also those that C made, and libraries that make them (Linux)."""
    if not Path("/proc/self/fd").is_dir():
        return []
    held = set()
    for entry in os.listdir("/proc/self/fd"):
        try:
            held.add(os.readlink(f"/proc/self/fd/{entry}"))
        except FileNotFoundError:
            continue  # the folder was open while it was listed
    found = []
    for table in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
        path = Path("/proc/self/net", table)
        lines = path.read_text().splitlines()[1:] if path.exists() else []
        found += [f"{table}: {line}" for line in lines if f"socket:[{line.split()[9]}]" in held]
    maps = Path("/proc/self/maps").read_text()
    return found + [name for name in ("Qt6Network", "QtNetwork") if name in maps]


@contextmanager
def step(what: str) -> Iterator[None]:
    """A part of the way, and a look below Python at its end."""
    yield
    reached.extend(f"{what}: {found}" for found in below_python())
    print(f"ok {what}", file=sys.stderr)


def plant(how: str) -> None:
    """Reaches out, as a careless change would, and keeps quiet about the refusal."""
    import urllib.request

    ways: dict[str, Callable[[], object]] = {
        "socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
        "name": lambda: socket.getaddrinfo("localhost", 80),
        "url": lambda: urllib.request.urlopen("http://127.0.0.1:9/", timeout=1),
        "c": _c_socket,
        "qt": lambda: __import__("PySide6.QtNetwork"),
    }
    with contextlib.suppress(OSError):
        ways[how]()


def _c_socket() -> int:
    """An address taken without Python's knowing."""
    import ctypes

    libc = ctypes.CDLL(None)
    made: int = libc.socket(2, 2, 0)
    address = b"\x02\x00\x00\x00\x7f\x00\x00\x01" + bytes(8)
    libc.bind(made, address, len(address))
    return made


def journey(folder: Path) -> None:
    """Example, form, pages, report, hand-out and back, tables, merge, checks, self-test."""
    import main_job
    from inspector_app.bootstrap import Office, run
    from inspector_app.instruments.library import load_all
    from inspector_app.runtime import paths
    from inspector_app.runtime.settings import Settings
    from inspector_app.services.inspections import Inspections

    path, tables = folder / "journey.inspection", folder / "tables"

    def command(*arguments: object) -> None:
        if status := run([str(one) for one in arguments]):
            raise SystemExit(f"{arguments} ended with {status}")

    with step("example"):
        command("example", path)
    other = folder / "copy.inspection"
    other.write_bytes(path.read_bytes())
    office = Office(Settings(folder / "settings.json"), Inspections(load_all(paths.resources() / "instruments")))
    with step("form"):
        main_job.lead_one_case(office, path)
    in_the_window(office, path, folder)
    with step("score"):
        command("score", path)
    with step("report as PDF and as Word"):
        command("report", path, "-o", folder / "report.pdf", "--annex")
        command("report", path, "-o", folder / "report.docx")
    with step("export and import"):
        command("export", path, "--format", "csv", "-d", tables)
        command("import", path, "--cases", tables / "cases.csv", "--answers", tables / "answers.csv", "--dry-run")
    with step("merge"):
        command("merge", other, path)
    with step("question sets"):
        command("instruments")
        command("questions", "--format", "json", "-o", folder / "questions.json")
    with step("check"):
        command("check", other)
    with step("self-test"):
        command("self-test")


def in_the_window(office: Any, path: Path, folder: Path) -> None:
    """Every page, the report from its text to its file, and a hand-out that comes back, in the real window."""
    import main_job
    from inspector_app.ui.app import make_application
    from inspector_app.ui.main_window import MainWindow
    from inspector_app.ui.workspace import PAGES

    app, window = make_application(office), MainWindow(office)
    window.resize(1366, 768)
    window.show()
    window.opening.open_path(path)
    main_job.wait(app, lambda: window.work is not None, "the inspection to open")
    work = window.work
    assert work is not None

    def settled() -> None:
        main_job.wait(app, lambda: not work.bridge.saving and not window.jobs.busy, "work to be done")

    for page in PAGES:
        with step(f"page {page}"):
            if page != "assessment":
                window.show_page(page)
            tabs = getattr(work.page(page), "tabs", None)
            for tab in tabs.buttons if tabs is not None else ():
                tabs.show_page(tab)
                app.processEvents()
                settled()
    with step("report's text and preview"):
        # Nothing is set on paper while nobody looks.
        window.show_page("report")
        work.report.open_section("foreword")
        main_job.QTest.keyClicks(work.report.write.middle.editor, "Quietly. ")
        work.flush()
        assert "Quietly. " in work.report.write.middle.editor.typed()
        preview = work.report.write.side.preview
        shown: list[object] = []
        preview.shown.connect(lambda *_: shown.append(True))
        work.report.write.side.tabs.show_page("preview")
        main_job.wait(app, lambda: bool(shown), "the preview")
    with step("report and tables from the window"):
        for name in ("window.pdf", "window.docx"):
            window.errands.write_report(work.session, folder / name)
            settled()
            assert (folder / name).stat().st_size > 10_000
        window.errands.write_tables(work.session, folder / "window")
        settled()
    hand_out_and_back(app, window, office, folder, settled)
    window.close()
    main_job.wait(app, lambda: window.work is None, "the inspection to close")


def hand_out_and_back(app: Any, window: Any, office: Any, folder: Path, settled: Callable[[], None]) -> None:
    """A file for each assessor, an answer in one of them, and all of them back."""
    import main_job
    from inspector_app.services.commands import AddCase, Allocate
    from inspector_app.services.inspections import Inspections
    from inspector_app.services.session import Person

    out = folder / "out"
    out.mkdir()
    team, bridge = window.work.team, window.work.bridge
    with step("hand out"):
        window.show_page("team")
        team.tabs.show_page("hand_out")
        code = next(c for c, box in team.hand_out.assessors.boxes.items() if box.isEnabled() and c != office.me)
        bridge.handle(AddCase("OUT-1", code, main_job.facts(window.work.session)))
        bridge.handle(Allocate({"OUT-1": code}))
        settled()
        team.hand_out.assessors.choose(team.hand_out.assessors.boxes)
        team.hand_out.hand_out_to(out)
        main_job.wait(app, lambda: bool(team.hand_out.lines()), "the hand-outs")
    theirs = next(out.glob(f"*{code}.inspection"))
    session = Inspections(office.instruments).open(theirs, Person(code, "their-laptop"))
    answer_one(session)
    session.close()
    with step("take back"):
        team.preview([out])
        main_job.wait(app, lambda: team.take_back.take_in.isVisible() and not window.jobs.busy, "what came back")
        team.take_back.take_in.click()
        settled()
    assert any(revision.value for revision in bridge.session.case("OUT-1").answers.values())


def answer_one(session: Any) -> None:
    """One answer of the new case, above the line where it can be."""
    from inspector_app.domain.routing import open_questions
    from inspector_app.services.commands import SetAnswer

    asked = open_questions(session.instrument.case_questions, session.case("OUT-1").sheet)
    question = next(q for q in session.instrument.scored_questions if q.id in asked)
    session.do(SetAnswer("case", "OUT-1", question.id, question.choices[0].code))


def main() -> int:
    """Goes the way, and says who reached out."""
    folder, planted = Path(sys.argv[1]), "".join(sys.argv[2:3])
    guard()
    with tempfile.TemporaryDirectory() as home:
        for name in ("CONFIG", "STATE", "DATA", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = home
        os.environ["XDG_DOCUMENTS_DIR"] = home
        if planted:
            with step("planted"):
                plant(planted)
        else:
            journey(folder)
    loaded = [name for name in sys.modules if name.startswith("PySide6.QtNetwork")]
    for one in (*reached, *loaded):
        print(f"reached out: {one}", file=sys.stderr)
    return REACHED_OUT if reached or loaded else 0


if __name__ == "__main__":
    sys.exit(main())
