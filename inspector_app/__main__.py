"""The entrance: arguments, crash hooks, and on to `bootstrap`. The window is imported only when it is asked for."""

from __future__ import annotations

import sys


def main() -> int:
    """Runs the program on the arguments it was started with, and returns its exit status."""
    from inspector_app.bootstrap import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
