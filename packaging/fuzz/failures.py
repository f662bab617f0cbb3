"""What failed: the input and the trace, once for each place in which a failure arises."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path


class Failures:
    """Notes down failures, each place once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.folder.mkdir(parents=True, exist_ok=True)
        self.known = {path.stem for path in folder.glob("*.txt")}

    def note(self, data: bytes, error: BaseException) -> None:
        """Keeps the input and the trace of a failure that is new."""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"{frame.filename}:{frame.name}" for frame in frames if "inspector_app" in frame.filename][-2:]
        name = hashlib.sha256(" ".join((type(error).__name__, *places)).encode()).hexdigest()[:12]
        if name not in self.known:
            self.known.add(name)
            (self.folder / f"{name}.bin").write_bytes(data)
            trace = "".join(traceback.format_exception(error))
            (self.folder / f"{name}.txt").write_text(trace[-20_000:], encoding="utf-8", errors="replace")
