"""Brings copies of an old file up to date, and is killed on the way: at each statement, or at each sync.

    python tests/cut_migration.py OLD FOLDER statement|sync

leaves a copy in FOLDER for each point at which it was killed, and prints how many points there are. It forks, so it is
for POSIX alone; for syncs it is to be started with the shim `kill_at_sync` before it.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from inspector_app.storage.store import Store


def bring_up(path: Path) -> None:
    """The first thing that is written to an old file brings it up to date."""
    store = Store.open(path)
    store.set_local({"seen": "yes"})
    store.close()


def kill_at(statement: int) -> None:
    """Ends this process before it carries out the statement of that number."""
    done = 0

    def before(*_: object) -> None:
        nonlocal done
        done += 1
        if done == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", before)


def main() -> int:
    """Kills one child after the other, each a step later, until one comes to its end."""
    old, folder, at = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    for point in range(1, 500):
        path = Path(shutil.copy(old, folder / f"{point:03}.inspection"))
        child = os.fork()
        if child == 0:
            if at == "statement":
                kill_at(point)
            else:
                os.environ["KILL_AT_SYNC"] = str(point)
            bring_up(path)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            path.unlink()
            print(point - 1)
            return os.WEXITSTATUS(status)
    return 1


if __name__ == "__main__":
    sys.exit(main())
