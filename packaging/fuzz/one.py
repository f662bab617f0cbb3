"""One target in a process of its own: `python -m fuzz.one NAME OUT [libFuzzer's options]`.

A failure is noted down once for each place in which it arises, and fuzzing goes on; what hangs or grows without end
ends the process, and libFuzzer keeps the input.
"""

from __future__ import annotations

import hashlib
import sys
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["inspector_app", "markdown_it", "mdit_py_plugins", "tomllib", "zipfile"]):
    from fuzz.doors import TARGETS


CORPORA = Path(__file__).resolve().parents[2] / "tests" / "corpus"


class Failures:
    """Notes down failures, each place once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known = {path.stem for path in folder.glob("*.txt")}

    def note(self, data: bytes, error: BaseException) -> None:
        """Keeps the input and the trace of a failure that is new."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.lineno}" for frame in frames if "inspector_app" in frame.filename][-2:]
        name = hashlib.sha256(" ".join((type(error).__name__, *places)).encode()).hexdigest()[:12]
        if name not in self.known:
            self.known.add(name)
            (self.folder / f"{name}.bin").write_bytes(data)
            (self.folder / f"{name}.txt").write_text(
                "".join(traceback.format_exception(error))[-20_000:], errors="replace"
            )


def main() -> None:
    """Fuzzes the target."""
    target, out = TARGETS[sys.argv[1]], Path(sys.argv[2])
    failures = Failures(out / "failures")

    def run(data: bytes) -> None:
        try:
            target.run(data)
        except Exception as error:
            failures.note(data, error)

    corpus = out / "corpus"
    corpus.mkdir(exist_ok=True)
    for seed in target.seeds():
        (corpus / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
    kept = CORPORA / target.name
    options = [f"-max_len={target.longest}", f"-artifact_prefix={out}/failures/", "-timeout=30", "-rss_limit_mb=3000"]
    folders = [str(corpus), *([str(kept)] if kept.is_dir() else [])]
    atheris.Setup([sys.argv[0], *options, *sys.argv[3:], *folders], run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
