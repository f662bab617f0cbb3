"""Small things that are kept as text: settings of the account, answers, dates, spans, figures, thresholds, JSON."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from fuzz.ground import desk, folder, inspections
from fuzz.target import Target, refused
from inspector_app.bootstrap import Office, Wiring
from inspector_app.domain.bound_figures_read import read_figure
from inspector_app.domain.case import Case
from inspector_app.domain.progress_board import read_deadline
from inspector_app.domain.report_text import setting_fault, unpack_read
from inspector_app.domain.scoring import tally
from inspector_app.domain.selecting import is_span, matches
from inspector_app.domain.thresholds import read_thresholds, threshold_fault
from inspector_app.domain.trust_comments import pack_about, unpack_about
from inspector_app.domain.values import clean_answer, clean_evidence, clean_field, fitting
from inspector_app.exchange.inspection_tables import read_moment
from inspector_app.runtime.settings import Settings

SETTINGS = (
    b'{"device": "d-1", "me": "AB", "recent": [{"path": "/a/b.inspection", "name": "B", "opened": '
    b'"2013-09-02T10:30:00+00:00"}], "state": {"geometry": "AAA=", "page": "cases"}}'
)


def _settings(data: bytes) -> None:
    path = folder() / "settings.json"
    path.write_bytes(data)
    settings = Settings(path)
    assert settings.device()
    wiring = Wiring(settings)
    assert isinstance(wiring.person.author, str)
    office = Office(settings, inspections())
    assert isinstance(office.me, str)
    for recent in office.recent():
        assert isinstance(recent.path, Path) and isinstance(recent.name, str) and recent.opened.tzinfo is not None
    assert all(isinstance(value, str) for value in office.state().values())
    office.remember(folder() / "x.inspection", "X")
    office.forget(folder() / "x.inspection")
    office.set_me("CD")
    assert Settings(path).get("me") == "CD"
    for left in folder().glob("settings.*"):
        left.unlink()


def _values(data: bytes) -> None:
    said = data.decode("utf-8", "surrogatepass") if _is_text(data) else data.decode("latin-1")
    instrument = desk().instrument
    for question in instrument.questions:
        with refused():
            kept = clean_answer(question, said)
            assert clean_answer(question, kept) == kept == fitting(question, kept)
        fitting(question, said)
    for field in instrument.fields:
        with refused():
            kept = clean_field(field, said)
            assert clean_field(field, kept) == kept
    with refused():
        clean_evidence(said)
    with suppress(ValueError):
        read_moment(said)
    case = Case("C", "signed_off", "AB", "AB", {"age": said, "type": "licence"}, {}, frozenset(), {})
    states = tally(instrument.case_questions, case.sheet)
    for wanted in (said, "1..3"):
        is_span(wanted)
        matches({"age": wanted}, case, states)
    for name in ("state", "style", "smallest", "thresholds", "version", "annex", "x"):
        setting_fault(name, said)
    if not threshold_fault(said):
        read_thresholds(said)
    unpack_read(said)
    about = unpack_about(said)
    assert unpack_about(pack_about(about)) == about
    read_deadline({"deadline": said, "deadline_reviewed": said})
    with refused():
        read_figure(said, instrument)


def _is_text(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


TARGETS = (
    Target("settings", _settings, lambda: [SETTINGS, b"[]", b"{}", b'{"recent": [{"path": 1}]}'], 4096),
    Target(
        "values",
        _values,
        lambda: [
            b"sufficient", b"late;thin", b"-3.50", b"2013-09-02", b"2013-09-02T10:30:00+01:00", b"20..29",
            b"strength=80; area=60", b'{"who": "A", "also": ["x"]}', b'{"{{fig: cases}}": ["one", 0.5]}',
            b'question=plan, answer=sufficient+na, where="type=licence; age=20..29", as=counts', b"\xed\xa0\x80",
        ],
        512,
    ),
)  # fmt: skip
