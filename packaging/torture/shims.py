"""Small libraries in C that stand between a process and its disk (LD_PRELOAD), compiled when they are needed.

They work on Linux alone: macOS and Windows have nothing of the kind that a program may rely on.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent


class NoShim(Exception):
    """This machine cannot have it; the message says why."""


def build(name: str) -> Path:
    """The library of ``name.c`` beside this module, compiled unless the very same is there already.

    Raises:
        NoShim: another system than Linux, no C compiler, or one that refuses.
    """
    if not sys.platform.startswith("linux"):
        raise NoShim("a shim before the disk is made on Linux alone")
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NoShim("there is no C compiler (cc or gcc) to build a shim with")
    source = HERE / f"{name}.c"
    mark = hashlib.sha256(source.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"inspector-shims-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise NoShim(f"{folder} belongs to somebody else")
    library = folder / f"{name}-{mark}.so"
    if not library.exists():
        part = library.with_suffix(f".{os.getpid()}.part")
        made = subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-Wall", "-o", str(part), str(source), "-ldl"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode != 0:
            raise NoShim(f"{source.name} could not be compiled: {made.stderr.strip()}")
        os.replace(part, library)
    return library


def preloaded(*libraries: Path, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a process that these stand before."""
    found = dict(os.environ if environment is None else environment)
    before = [found["LD_PRELOAD"]] if found.get("LD_PRELOAD") else []
    found["LD_PRELOAD"] = ":".join([*map(str, libraries), *before])
    return found


def slowed(folder: Path, milliseconds: int, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a process in which each sync under a folder takes that much longer (`slow_sync.c`).

    Raises:
        NoShim: as for `build`.
    """
    under = {"SLOW_SYNC_UNDER": os.path.realpath(folder), "SLOW_SYNC_MS": str(milliseconds)}
    return preloaded(build("slow_sync"), environment=environment) | under
