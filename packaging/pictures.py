"""Pictures of every page, in light and dark, on an inspection in the middle of fieldwork.

    QT_QPA_PLATFORM=offscreen python packaging/pictures.py [FOLDER] [NAME…]

Without a folder they go to `packaging/screenshots`; with names only those pages are shown. QT_SCALE_FACTOR=1.5 gives
them at 150 %.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from PySide6.QtCore import Qt  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from fieldwork import LEAD, make_fieldwork  # noqa: E402
from inspector_app.bootstrap import Office  # noqa: E402
from inspector_app.domain.report_text import Printed  # noqa: E402
from inspector_app.domain.trust_comments import About, Incoming  # noqa: E402
from inspector_app.instruments.library import load_all  # noqa: E402
from inspector_app.runtime import paths  # noqa: E402
from inspector_app.runtime.settings import Settings  # noqa: E402
from inspector_app.services import paper_forms  # noqa: E402
from inspector_app.services.commands import ChangeName, WriteSection  # noqa: E402
from inspector_app.services.inspections import Inspections  # noqa: E402
from inspector_app.services.passphrases import new_key  # noqa: E402
from inspector_app.storage.faults import DAMAGED  # noqa: E402
from inspector_app.ui.app import make_application  # noqa: E402
from inspector_app.ui.main_window import MainWindow  # noqa: E402
from inspector_app.ui.theme import SCHEMES, Theme  # noqa: E402
from main_job import press, wait  # noqa: E402

SETTLE = 0.5
SLOW = frozenset(
    {
        "safekeeping-check",
        "safekeeping-forms-read",
        "report-preview",
        "review-agreement",
        "scores-breakdown",
        "scores-tables",
        "team-take-back",
    }
)
"""Seconds for a page to settle, and the pages on which something is worked out beside the window."""

Scene = Callable[[MainWindow, Path], None]


def settle(seconds: float) -> None:
    """Lets the window work, and what runs beside it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        time.sleep(0.01)


def page(name: str, tab: str = "") -> Scene:
    """A page of the window, and a page within it."""

    def show(window: MainWindow, _: Path) -> None:
        window.show_page(name)
        if tab:
            getattr(window.work, name).tabs.show_page(tab)

    return show


def drilled(window: MainWindow, _: Path) -> None:
    """From outcome 3 down to the cases behind a question."""
    page("scores", "grid")(window, _)
    for _step in range(2):
        press(QApplication.instance(), Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier)  # type: ignore[arg-type]
        settle(SETTLE)


def returned(window: MainWindow, _: Path) -> None:
    """The form of a case that came back, at the question that is asked about."""
    work = window.work
    assert work is not None
    asked = {ref: work.session.remaining(ref).asked for ref in work.session.refs()}
    ref = next(r for r, questions in asked.items() if questions)
    work.open_case(ref, asked[ref][0])


def taken_back(window: MainWindow, folder: Path) -> None:
    """What hand-outs that came back would bring."""
    assert window.work is not None
    window.show_page("team")
    window.work.team.preview(sorted(folder.glob("fieldwork *.inspection")))


def second_reads(window: MainWindow, _: Path) -> None:
    """The list of second reads, also where a comparison was left open."""
    page("review", "second_reads")(window, _)
    assert window.work is not None
    window.work.review.second_reads.look_again()


def compared(window: MainWindow, _: Path) -> None:
    """Two readings of a case side by side."""
    page("review", "second_reads")(window, _)
    assert window.work is not None
    seconds = window.work.review.second_reads
    settle(SETTLE)
    for row in range(seconds.shown.rowCount()):
        seconds.table.selectRow(row)
        seconds.table.setCurrentIndex(seconds.shown.index(row, 0))
        seconds.compare()
        if seconds.comparing:
            return


def writing(face: str, section: str = "findings-2.1") -> Scene:
    """A section of the report as it is written, with a face of the side beside it."""

    def show(window: MainWindow, _: Path) -> None:
        window.show_page("report")
        assert window.work is not None
        report = window.work.report
        report.open_section(section)
        report.write.side.picker.closed.emit()
        report.write.side.tabs.show_page(face)
        if face == "marks":
            report.write.middle.go_on()

    return show


def unready(window: MainWindow, _: Path) -> None:
    """A report with everything in it that holds one back."""
    assert window.work is not None
    session = window.work.session
    case, officer = session.refs()[0], session.officers()[0]
    session.do(ChangeName("Margaret Oakley", "Ruth", "case 0107, interview"))
    session.do(ChangeName("Tom", "Ruth", "case 0222"))
    text = (
        f"Case {case} was seen twice, and Margaret Oakley’s officer {officer} said so on 12/03/1981.\n\n"
        "There were 19 of these, and {{fig: question=nobody}} more.\n\n"
        "Plans were good in {{fig: question=tier_correct}} of cases.\n"
    )
    session.do(WriteSection("findings-2.2", text, {"{{fig: question=tier_correct}}": Printed("half", 0.5)}))
    session.do(WriteSection("closing-3", "", {}))
    window.show_page("report")
    window.work.report.open_checks()


def thresholds(window: MainWindow, folder: Path) -> None:
    """The proposals with the numbers by which they are drawn."""
    page("report", "proposals")(window, folder)
    assert window.work is not None
    window.work.report.proposals.side.show_page("thresholds")


def commented(window: MainWindow, folder: Path) -> None:
    """Comments of the Trust, some of them decided."""
    assert window.work is not None
    page("report", "comments")(window, folder)
    comments, report = window.work.report.comments, window.work.report
    comments.incoming.left.emit()
    by_number = {one.number: one for one in comments.desk.sent_out()}
    said = {
        "2.1.1": "Our own count is one case more; could the case be named to us?",
        "2.1.3": "The plan was revised in the week after, which the file shows.",
        "3.1.2": "We accept this.",
        "4.2.4": "The home visit took place and was recorded by the partner agency, not in our file. " * 3,
    }
    about = {n: About("A. Manager", "2013-11-04T10:12:00", n) for n in said}
    new = [Incoming(text, about[n], by_number[n].key) for n, text in said.items() if n in by_number]
    session = window.work.session
    session.do(comments.desk.take_in(new))
    decided = ("partly", "The count is of what stood on file; the sentence now says so."), ("not", "")
    for view, (decision, reply) in zip(comments.desk.all(), decided, strict=False):
        session.do(comments.desk.decide(view.comment, decision, reply))
    report.state.moved.emit()


def incoming(window: MainWindow, folder: Path) -> None:
    """What a table of the Trust's brings, before it is taken in."""
    page("report", "comments")(window, folder)
    assert window.work is not None
    table = folder / "comments of the Trust.csv"
    table.write_text(
        "paragraph,comment,who\n2.1.1,Our own count is one case more.,A. Manager\n"
        "1,This holds for two offices only.,A. Manager\n9.9,The date is wrong.,B. Director\n",
        encoding="utf-8",
    )
    window.work.report.comments.preview([table])


def shown(scene: Scene, *then: str) -> Scene:
    """A scene, and then a face beside the checks."""

    def show(window: MainWindow, folder: Path) -> None:
        scene(window, folder)
        assert window.work is not None
        for face in then:
            window.work.report.checks.side.show_page(face)

    return show


def picking(window: MainWindow, folder: Path) -> None:
    """A figure of a section, with what it prints and the cases behind it."""
    writing("evidence")(window, folder)
    assert window.work is not None
    page = window.work.report.write
    page.side.pick('{{fig: question=tier_correct, where="rosh=high", as=counts}}')


def word_forms(window: MainWindow, folder: Path) -> None:
    """The section of the Word forms, also where a form was looked at before."""
    page("safekeeping", "forms")(window, folder)
    assert window.work is not None
    window.work.safekeeping.forms.panel.left.emit()


def filled_in(window: MainWindow, folder: Path) -> None:
    """What a filled-in form would change, with a conflict and a place that cannot be read."""
    page("safekeeping", "forms")(window, folder)
    assert window.work is not None
    session, path = window.work.session, folder / "form of a case.md"
    ref = next(
        r for r in session.refs() if session.case(r).status == "in_progress" and session.case(r).assessor == LEAD
    )
    (form,) = paper_forms.prepare(session, (ref,), datetime.now(UTC))
    paper_forms.write(((form, path),))
    lines = path.read_text(encoding="utf-8").split("\n")
    keys = [row.key for row in form.form.rows.values() if not row.fact and row.kind == "single"]
    for number, key in enumerate(keys[:14]):
        place = next(n for n, line in enumerate(lines) if line.startswith(f"### {key} "))
        if number == 3:
            # As if its stamp had been lost in another program.
            lines[place] = lines[place].partition(" <!--")[0]
        box = lines.index("Answer:", place) + 2
        lines[box] = lines[box].replace("[ ]", "[x]")
        if number != 5:
            lines[box - 1] = lines[box - 1].replace("[x]", "[ ]")
        note = lines.index("Note:", place)
        if number % 4 == 0:
            lines.insert(note + 1, "Read on paper in the Plymouth office; the plan was signed a week late.")
    path.write_text("\n".join(lines), encoding="utf-8")
    window.work.safekeeping.forms.read_forms([path])


def asked_for_a_passphrase(window: MainWindow, _: Path) -> None:
    """The page before an encrypted file, after a slip."""
    window.unlocking.ask(Path("Devon & Cornwall.inspection"))
    window.unlock.passphrase.text = "quiet otter under six bridges"
    window.unlock.refuse("The passphrase does not open Devon & Cornwall.inspection; nothing was changed.")


def recovery_key(window: MainWindow, _: Path) -> None:
    """The recovery key of a file that was made for the picture alone."""
    window.recovery.show_key("Devon & Cornwall.inspection", new_key("quiet otter under seven bridges").written())
    window.show_page("recovery")


def checked(window: MainWindow, folder: Path) -> None:
    """What the check of a sound file says."""
    page("safekeeping", "check")(window, folder)
    assert window.work is not None
    window.work.safekeeping.sections["check"].look()


def damaged(window: MainWindow, _: Path) -> None:
    """What is shown in place of a file that does not open."""
    name = "Plymouth.inspection"
    window.damaged.show_damage(name, DAMAGED.format(name=name))
    window.show_page("damaged")
    window.header.hide()  # no inspection is open then


SCENES: dict[str, Scene] = {
    "cases": page("cases"),
    "team-progress": page("team", "progress"),
    "team-allocate": page("team", "allocate"),
    "team-hand-out": page("team", "hand_out"),
    "team-take-back": taken_back,
    "team-conflicts": page("team", "conflicts"),
    "review-queue": page("review", "queue"),
    "review-second-reads": second_reads,
    "review-agreement": page("review", "agreement"),
    "review-compared": compared,
    "scores": page("scores", "grid"),
    "scores-cases": drilled,
    "scores-breakdown": page("scores", "breakdown"),
    "scores-tables": page("scores", "tables"),
    "notes": page("notes"),
    "assessment": returned,
    "report-write": writing("evidence"),
    "report-preview": writing("preview"),
    "report-marks": writing("marks"),
    "report-history": writing("history"),
    "report-figure": picking,
    "report-checks": unready,
    "report-names": shown(unready, "names"),
    "report-proposals": page("report", "proposals"),
    "report-thresholds": thresholds,
    "report-comments": commented,
    "report-comments-in": incoming,
    "report-comments-none": page("report", "comments"),
    "report-export": page("report", "export"),
    "safekeeping-place": page("safekeeping", "place"),
    "safekeeping-protection": page("safekeeping", "protection"),
    "safekeeping-check": checked,
    "damaged": damaged,
    "unlock": asked_for_a_passphrase,
    "recovery-key": recovery_key,
    "safekeeping-forms": word_forms,
    "safekeeping-forms-read": filled_in,
}


def main() -> int:
    """Makes the pictures, and says where they are."""
    arguments = sys.argv[1:]
    target = Path(arguments[0]) if arguments else HERE / "screenshots"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "fieldwork.inspection"
        make_fieldwork(path)
        for made in _take(path, Path(home), target, arguments[1:] or list(SCENES)):
            print(made)
    return 0


def _take(path: Path, home: Path, target: Path, names: list[str]) -> Iterator[Path]:
    office = Office(Settings(home / "settings.json"), Inspections(load_all(paths.resources() / "instruments")))
    office.set_me(LEAD)
    app = make_application(office)
    window = MainWindow(office)
    # A laptop's screen of 1366×768, whatever the scale.
    window.resize(round(1366 / app.devicePixelRatio()), round(768 / app.devicePixelRatio()))
    window.show()
    window.opening.open_path(path)
    wait(app, lambda: window.work is not None, "the inspection to open")
    theme = app.findChild(Theme)
    for scheme in ("light", "dark"):
        theme.use(SCHEMES[scheme])
        for name in names:
            window.header.show()
            SCENES[name](window, home)
            settle(12 * SETTLE if name in SLOW else SETTLE)
            made = target / f"{name}-{scheme}.png"
            window.grab().save(str(made))
            yield made
    window.close()
    wait(app, lambda: window.work is None, "the inspection to close")


if __name__ == "__main__":
    sys.exit(main())
