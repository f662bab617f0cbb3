"""What proof costs: a signature under each change while one works, and every signature held against the history."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from pathlib import Path

from benchmarks.timing import measured, times
from inspector_app.instruments.library import load_all
from inspector_app.runtime import paths
from inspector_app.runtime.device_key import DeviceKey, verifies
from inspector_app.services.checking import check
from inspector_app.services.commands import AddCase, SetAnswer
from inspector_app.services.example import write_example
from inspector_app.services.inspections import Inspections
from inspector_app.services.passphrases import FileKey, new_key
from inspector_app.services.session import Person

ROUNDS = 400
PERSON = Person("HMI-01", "laptop", DeviceKey("laptop", bytes(32)))


def print_proof(folder: Path) -> None:
    """Prints what signing and verifying take, beside the same work without them, all in `folder`."""
    inspections = Inspections(load_all(paths.resources() / "instruments"))
    key, message = PERSON.key, b"inspector change\n" + bytes(100)
    assert key is not None
    (signature,) = key.sign([message])
    print("Proof")
    signing, verifying = times(lambda _: key.sign([message]), ROUNDS), times(
        lambda _: verifies(key.public, signature, message), ROUNDS
    )  # fmt: skip
    print(f"  one signature: {_us(signing)}; to verify it: {_us(verifying)}")
    sealed = new_key("a passphrase for the benchmark")
    for what, opens in (("plain", None), ("encrypted and signed", sealed)):
        print(f"  one answer on the disk, {what}: {_answer(inspections, folder / f'{what}.inspection', opens)}")
    for what, opens in (("plain", None), ("encrypted and signed", sealed)):
        path = folder / f"example {what}.inspection"
        example = paths.resources() / "example"
        (clock, work), _ = measured(lambda p=path, k=opens, e=example: write_example(inspections, PERSON, e, p, key=k))  # type: ignore[misc]
        print(
            f"  the example imported, {what}: {clock:.1f} s, {work:.1f} s of the processor, {path.stat().st_size:,} B"
        )
    (clock, work), looked = measured(lambda: list(check(path, inspections.instruments, sealed)))
    assert all(finding.sound for finding in looked), "the example is sound"
    what = next(finding.what for finding in looked if "signatures" in finding.what)
    print(f"  the same checked, {what}: {clock:.1f} s, {work:.1f} s of the processor")


def _answer(inspections: Inspections, path: Path, key: FileKey | None) -> str:
    session = inspections.create(path, "violence-2013", PERSON, {"trust": "A Trust"}, key=key)
    session.do(AddCase("4107", "HMI-01"))
    question = next(q for q in session.instrument.case_questions if q.scored)
    values = [choice.code for choice in question.choices[:2]]
    taken = times(lambda turn: session.do(SetAnswer("case", "4107", question.id, values[turn % 2])), ROUNDS)
    session.close()
    return f"{statistics.median(taken) * 1000:.2f} ms"


def _us(taken: Sequence[float]) -> str:
    return f"{statistics.median(taken) * 1e6:.0f} µs"
