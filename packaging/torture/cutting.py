"""Power cuts: one life of the app is written down call by call; then the file is opened as the disk might have left it
had the power gone at any of these calls."""

from __future__ import annotations

import random
import shutil
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from torture.acts.act import Act, Job
from torture.disk import Disk, Record, read_records
from torture.power import RULES, PoweredDisk, put_down
from torture.stock import QUICK, Stock
from torture.told import Heard, Teller, heard_from
from torture.trial import Place, in_child, live_and_die, put_away
from torture.verdict import Verdict, together


@dataclass(frozen=True, slots=True)
class PowerCut:
    """The power goes in the middle of an act.

    Attributes:
        states: how many of the states in which a cut may leave the disk are looked at for each recording.
    """

    act: Act
    words: str
    share: float = 1.0
    states: int = 60

    def hold(self, stock: Stock, place: Place, seed: int) -> Verdict:
        """Records, cuts and looks."""
        folder = place.folder / f"cut-{self.act.name.replace(' ', '-')}-{seed}"
        (folder / "home").mkdir(parents=True)
        try:
            job = replace(self.act.lay_out(stock, folder, seed), typed_age=place.typed_age)
            disk, journal = PoweredDisk(folder), folder.with_name(folder.name + ".calls")

            def record(job: Job, teller: Teller) -> None:
                teller.disk = Disk()
                teller.disk.watch(job.folder, journal)

            whole = live_and_die(self.act, stock, job, record, self.act.span)
            if whole.errors or not whole.begun:
                return put_away(Verdict(broken=whole.errors or ["the app did not get to its act"]), folder, place)
            records = list(read_records(journal, folder))
            journal.unlink()
            verdict = in_child(folder, lambda: self._look(stock, job, disk, records), 3600)
        except Exception:
            verdict = Verdict(broken=[traceback.format_exc()])
        shutil.rmtree(folder, ignore_errors=True)
        return replace(verdict, worst=0.0)

    def _look(self, stock: Stock, job: Job, disk: PoweredDisk, records: Sequence[Record]) -> Verdict:
        verdicts = []
        kept = job.folder.parents[1] / "kept"
        for number, rule, heard in self._cuts(disk, records, job.seed):
            inside = tempfile.mkdtemp(prefix="torture-", dir=QUICK if QUICK.is_dir() else None)
            put_down(disk.left(rule, random.Random(f"{job.seed}/{number}/{rule}")), Path(inside))
            shutil.copytree(inside, Path(inside) / "as-left")
            verdict = self._judge(stock, job, Path(inside), heard)
            if verdict.bad:
                name = f"cut-{self.act.name.replace(' ', '-')}-{job.seed}-{number}-{rule}"
                verdict = put_away(verdict, Path(shutil.move(inside, Path(inside).with_name(name))), Place(kept, kept))
            else:
                shutil.rmtree(inside, ignore_errors=True)
            verdicts.append(verdict)
        return together(verdicts)

    def _judge(self, stock: Stock, job: Job, inside: Path, heard: Heard) -> Verdict:
        (inside / "home").mkdir(exist_ok=True)
        moved = replace(job, folder=inside, path=inside / job.path.relative_to(job.folder), windows=False)
        try:
            return self.act.judge(stock, moved, heard)
        except Exception:
            return Verdict(broken=[traceback.format_exc()])

    def _cuts(self, disk: PoweredDisk, records: Sequence[Record], seed: int) -> Iterator[tuple[int, str, Heard]]:
        """Number of the last call, rule, and what had been told until then; all of them where there are few.

        Every second one is the very moment at which something was shown as saved or done.
        """
        chance = random.Random(seed)
        begun = next((n for n, r in enumerate(records) if r.kind == "M" and '"begun"' in r.path), 0)
        every = [(n, rule) for n, r in enumerate(records) if n >= begun and _changes(r) for rule in RULES]
        promised = [one for one in every if records[one[0]].kind == "M"]
        chance.shuffle(every)
        chance.shuffle(promised)
        chosen = sorted({*promised[: self.states // 2], *every[: self.states - len(promised[: self.states // 2])]})
        told: list[bytes] = []
        at = 0
        for number, rule in chosen:
            for record in records[at : number + 1]:
                if record.kind == "M":
                    told.append(record.path.encode() + b"\n")
                else:
                    disk.take(record)
            at = number + 1
            yield number, rule, heard_from(told, 0.0)


def _changes(record: Record) -> bool:
    """Whether something is another after a record: on the disk, or in what was promised."""
    return record.kind != "M" or any(f'"what": "{promise}"' in record.path for promise in ("saved", "done"))
