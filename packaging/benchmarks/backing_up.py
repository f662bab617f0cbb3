"""Backups while somebody answers: how long the file's own thread is busy with one, and how long an answer waits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.archive import make_archive, pool_of
from benchmarks.timing import timed
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.runtime.settings import Settings
from inspector_app.services.backups import Keeper, Keeping
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.session import Person, Session
from inspector_app.storage.file_key import new_key
from inspector_app.storage.store import Store

ROUNDS, TEN_TIMES = 20, 720
ME = Person("HMI-01", "bench")


def print_backing_up(folder: Path) -> None:
    """Prints the figures; files go into `folder`."""
    sets = load_all(paths.resources() / "instruments")
    example, large = folder / "example.inspection", folder / "large.inspection"
    write_example(Inspections(sets), ME, paths.resources() / "example", example)
    store = Store.open(example)
    pool = pool_of(store.load())
    store.close()
    make_archive(large, sets["violence-2013"], pool, TEN_TIMES)
    keeping = Keeping(folder / "backups", Settings(folder / "settings.json"), lambda: datetime.now(UTC))
    makers = Inspections(sets, keeping)
    print(
        "  an inspection of   MB   encrypted   copied between acts   finished behind the screen   an answer meanwhile"
    )
    for cases, plain in ((72, example), (TEN_TIMES, large)):
        for encrypted in (False, True):
            path = folder / f"{cases}-{encrypted}.inspection"
            key = new_key("a passphrase for the bench") if encrypted else None
            store = Store.open(plain)
            store.rewrite_to(path, key)
            store.close()
            session = makers.open(path, ME, key=key, by="window")
            session.do(AddCase("BENCH", "HMI-01", {}))
            copied, finished, waited = _figures(session)
            session.close()
            size = path.stat().st_size / 1e6
            print(
                f"  {cases:>10} cases {size:>6.0f}   {'yes' if encrypted else 'no':<9}   {copied * 1000:>16.0f} ms"
                f"   {finished * 1000:>15.0f} ms   {waited * 1000:>16.1f} ms at most"
            )


def _figures(session: Session) -> tuple[float, float, float]:
    keeper = session.keeper
    assert keeper is not None
    session.writer.submit(lambda _: None).result()
    keeper.behind.wait()
    copied, _ = timed(lambda: session.writer.submit(lambda store: keeper.before(store, "asked")).result())
    finished, _ = timed(keeper.behind.wait)
    return copied, finished, max(_answer_meanwhile(session, keeper, turn) for turn in range(ROUNDS))


def _answer_meanwhile(session: Session, keeper: Keeper, turn: int) -> float:
    keeper.make("asked")
    value = ("sufficient", "not_done")[turn % 2]
    waited, _ = timed(lambda: session.do(SetAnswer("case", "BENCH", "rosh_screening", value)))
    while keeper.making:
        session.writer.submit(lambda _: None).result()
    keeper.behind.wait()
    return waited
