"""One target in a process of its own: `python -m fuzz.one NAME OUT [libFuzzer's options]`.

A failure is noted down once for each place in which it arises, and fuzzing goes on; what hangs or grows without end
ends the process, and libFuzzer keeps the input.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["inspector_app", "markdown_it", "mdit_py_plugins", "tomllib", "zipfile"]):
    from fuzz.doors import TARGETS

from fuzz.failures import Failures
from fuzz.kept import CORPORA


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
