"""What this machine tells of a folder without asking anybody: its parts, marks in it, and where its drive lies.

Meant for the folder of a file that was just opened or made: nothing is looked at that this has not passed already, and
nothing at all in a folder that lies on another machine.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from inspector_app.domain.kept_elsewhere import Mount, Surroundings, on_network

LOOKED_AT = 2000
"""Names of a folder that are looked through for marks."""

TOLD = {"OneDrive": "OneDrive", "OneDriveCommercial": "OneDrive", "OneDriveConsumer": "OneDrive"}
"""Variables of the environment that name a folder, and who keeps it."""

_MOUNT_TABLE = Path("/proc/self/mountinfo")


def surroundings(path: Path, environment: Mapping[str, str] = os.environ) -> Surroundings:
    """What is known of the folder of a file. What cannot be told is left out; nothing is raised and nobody waits."""
    try:
        return _known(path, environment)
    except OSError:  # such as a working folder that is gone
        return Surroundings(())


def _known(path: Path, environment: Mapping[str, str]) -> Surroundings:
    named = Path(os.path.abspath(path)).parent
    real = Path(os.path.realpath(path)).parent
    folders = tuple(dict.fromkeys((named.parts, real.parts)))
    told = tuple((Path(environment[name]).parts, who) for name, who in TOLD.items() if environment.get(name))
    home = Path(os.path.expanduser("~"))
    known = Surroundings(folders, home.parts, told, frozenset(), _mounts(real), _is_remote_drive(real))
    if on_network(known):
        return known
    found = frozenset(_hidden_names(real, home))
    return Surroundings(folders, home.parts, told, found, known.mounts, known.remote_drive)


def linux_mounts(table: str) -> tuple[Mount, ...]:
    """The file systems in a text such as ``/proc/self/mountinfo`` (see proc(5)); lines that say something else are
    left out."""
    found = []
    for line in table.splitlines():
        before, _, behind = line.partition(" - ")
        fields, kind = before.split(" "), behind.split(" ")
        if len(fields) >= 6 and len(kind) >= 2:
            found.append(Mount(Path(_unescaped(fields[4])).parts, kind[0], _unescaped(kind[1])))
    return tuple(found)


def mac_mounts(table: str) -> tuple[Mount, ...]:
    """The file systems in what ``mount`` prints on macOS: ``//ann@server/share on /Volumes/share (smbfs, nodev)``."""
    lines = (re.fullmatch(r"(.+?) on (/.*) \(([\w.]+)[^()]*\)", line) for line in table.splitlines())
    return tuple(Mount(Path(line[2]).parts, line[3], line[1]) for line in lines if line)


def _mounts(folder: Path) -> tuple[Mount, ...]:
    if sys.platform == "darwin":
        return mac_mounts(_told_by_mount()) if folder.parts[1:2] == ("Volumes",) else ()
    try:
        return linux_mounts(_MOUNT_TABLE.read_text(encoding="utf-8", errors="surrogateescape"))
    except OSError:
        return ()


def _told_by_mount() -> str:
    """The mount table of macOS, which has no file for it; it comes from memory and waits for no drive."""
    import subprocess

    try:
        return subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=2, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return ""


def _is_remote_drive(folder: Path) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE
        return bool(ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == remote)
    return False


def _hidden_names(folder: Path, home: Path) -> Iterator[str]:
    """Hidden names in a folder and those above it, but neither in the home folder, in which clients keep their
    settings, nor above it, nor in the root."""
    for above in (folder, *folder.parents):
        if above == home or above in home.parents or above == above.parent:
            return
        try:
            with os.scandir(above) as entries:
                yield from (entry.name for entry in itertools.islice(entries, LOOKED_AT) if entry.name[0] == ".")
        except OSError:
            continue


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
