"""Writing the report to disk: whole or not at all, and clear about what stands in the way."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from inspector_app.domain.errors import KnownError
from inspector_app.report.input import ReportInput
from inspector_app.services.commands import SetDetails
from inspector_app.services.report_export import prepare, write
from inspector_app.services.reporting import freeze, write_frozen, write_report
from inspector_app.services.session import Session
from report_inspection import ROOT, inspection


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    opened = inspection(tmp_path_factory.mktemp("file"), cases=4)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def given(session: Session) -> ReportInput:
    return freeze(session)


def test_the_report_is_written_and_told_with_its_pages(session: Session, tmp_path: Path) -> None:
    told: list[tuple[float, str]] = []
    path = tmp_path / "draft.pdf"
    written = write_report(session, path, progress=lambda share, doing: told.append((share, doing)))
    assert written is not None and written.path == path and written.pages == len(PdfReader(path).pages)
    assert [p.name for p in tmp_path.iterdir()] == ["draft.pdf"]
    assert [share for share, _ in told] == sorted(share for share, _ in told)
    assert told[0] == (0.0, "Reading the answers") and told[-1][0] == 1.0
    assert any(doing == "Setting page 12" for _, doing in told)


@pytest.mark.parametrize("moment", [0, 1, 30, 200])
def test_a_stop_leaves_nothing_behind_and_what_was_there_untouched(
    given: ReportInput, tmp_path: Path, moment: int
) -> None:
    path = tmp_path / "draft.pdf"
    path.write_bytes(b"the report before")
    asked = iter(range(10**6))
    assert write_frozen(given, path, cancelled=lambda: next(asked) >= moment) is None
    assert [p.name for p in tmp_path.iterdir()] == ["draft.pdf"] and path.read_bytes() == b"the report before"


def test_a_report_never_takes_the_place_of_an_inspection(given: ReportInput, session: Session, tmp_path: Path) -> None:
    inspection_file = tmp_path / "kept.inspection"
    session.writer.submit(lambda store: store.copy_to(inspection_file)).result()
    before = inspection_file.read_bytes()
    with pytest.raises(KnownError, match="is an inspection and was left as it is"):
        write_frozen(given, inspection_file)
    assert inspection_file.read_bytes() == before


def test_the_table_of_figures_never_takes_the_place_of_its_report(session: Session, tmp_path: Path) -> None:
    path, link = tmp_path / "draft.pdf", tmp_path / "link.csv"
    link.symlink_to(path)
    for figures in (path, tmp_path / "." / "draft.pdf", link):
        with pytest.raises(KnownError, match="cannot be both"):
            write(prepare(session, annex=True), path, figures=figures)
    assert not path.exists()


def test_a_stop_after_the_last_page_still_writes_nothing(given: ReportInput, tmp_path: Path) -> None:
    told: list[str] = []
    written = write_frozen(
        given,
        tmp_path / "a.pdf",
        progress=lambda _share, doing: told.append(doing),
        cancelled=lambda: "Writing the file" in told,
    )
    assert written is None and told[-1] == "Writing the file"
    assert list(tmp_path.iterdir()) == []


def test_the_report_replaces_the_one_before(given: ReportInput, tmp_path: Path) -> None:
    path = tmp_path / "draft.pdf"
    path.write_bytes(b"the report before")
    write_frozen(given, path)
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_frozen_report_can_be_written_on_another_thread_and_does_not_follow_later_changes(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=2)
    frozen = freeze(session)
    session.do(SetDetails({"trust": "Quite another Trust"}))
    worker = threading.Thread(target=write_frozen, args=(frozen, tmp_path / "a.pdf"))
    worker.start()
    worker.join()
    session.close()
    cover = PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert "Northmoor" in cover and "Quite another" not in cover


def test_a_missing_folder_is_told_in_one_sentence_before_any_work(given: ReportInput, tmp_path: Path) -> None:
    told: list[float] = []
    with pytest.raises(KnownError, match="nothing was changed"):
        write_frozen(given, tmp_path / "gone" / "a.pdf", progress=lambda share, _: told.append(share))
    assert told == []


def test_a_folder_in_the_place_of_the_report_is_told_in_one_sentence(given: ReportInput, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(KnownError, match=r"a\.pdf is a folder"):
        write_frozen(given, tmp_path / "a.pdf")
    assert [p.name for p in tmp_path.iterdir()] == ["a.pdf"]


def test_a_place_that_may_not_be_written_to_is_told_in_one_sentence(given: ReportInput, tmp_path: Path) -> None:
    # Not even an administrator may write to the kernel's own files, so this holds whoever runs the tests.
    closed = Path("/sys")
    if os.geteuid():
        closed = tmp_path
        closed.chmod(0o500)
    with pytest.raises(KnownError, match=r"a\.pdf may not be written"):
        write_frozen(given, closed / "a.pdf")


def test_a_disk_that_takes_no_more_is_told_and_leaves_nothing(given: ReportInput, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(KnownError, match=r"a\.pdf .*written"):
            write_frozen(given, tmp_path / "a.pdf")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_out_and_what_is_unfinished_is_counted(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=5, unfinished=2)
    finished, whole = freeze(session), freeze(session, include_unfinished=True)
    session.close()
    assert (finished.findings.scores.counted, finished.findings.scores.left_out, finished.unfinished) == (3, 2, 0)
    assert (whole.findings.scores.counted, whole.findings.scores.left_out, whole.unfinished) == (5, 0, 2)


def test_the_origin_names_question_set_history_and_latest_change(tmp_path: Path) -> None:
    session = inspection(tmp_path, cases=1)
    origin, revisions = freeze(session).origin, session.revisions()
    session.close()
    newest = max(revisions, key=lambda r: (r.at, r.sequence))
    assert (origin.revisions, origin.digest, origin.as_at) == (len(revisions), newest.digest, newest.at)
    assert origin.instrument == "violence-2013" and len(origin.content_hash) == 64 and origin.version


def test_what_sets_pages_is_loaded_only_when_a_report_is_written() -> None:
    code = "import sys, inspector_app.services.reporting; sys.exit('reportlab' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
