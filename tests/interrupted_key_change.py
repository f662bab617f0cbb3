"""Changes the key of an inspection in processes that end at one line after another, as when the power goes.

    python tests/interrupted_key_change.py FOLDER STEP

Run by `test_interrupted_key_change`. Each process works on a copy of its own, ``FOLDER/<line>.inspection``, and ends
without a word before it runs that line of what rewrites the file; every STEP-th line is taken.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from inspector_app.services import passphrases
from inspector_app.services.passphrases import FileKey
from inspector_app.storage import inspection_file, store

WATCHED = {passphrases.__file__, inspection_file.__file__, store.__file__}


def end_before(line: int) -> Any:
    """A trace function that ends the process before the line with this number, counted as they run."""
    left = line

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            left -= 1
            if left < 0:
                os._exit(9)
        return trace

    return trace


def main(folder: Path, step: int) -> int:
    """Goes through all lines; prints how many processes were ended."""
    old, new = (_key(folder / name) for name in ("old", "new"))
    ended, line = 0, 0
    while True:
        path = folder / f"{line}.inspection"
        shutil.copyfile(folder / "whole", path)
        child = os.fork()
        if child == 0:
            sys.settrace(end_before(line))
            passphrases.change_key(path, old, new)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            print(ended)
            return 0
        ended, line = ended + 1, line + step


def _key(place: Path) -> FileKey:
    header, secret = (bytes.fromhex(part) for part in place.read_text("ascii").split())
    return FileKey(header, secret)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
