"""From arguments to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from inspector_app.cli import commands
from inspector_app.cli.console import say_problem
from inspector_app.cli.parser import COMMANDS, parser
from inspector_app.cli.tool import Tool
from inspector_app.domain.errors import KnownError

DONE, PROBLEM, USAGE = 0, 1, 2


def run(arguments: Sequence[str], tool: Tool) -> int:
    """Carries a command out, or opens the window.

    Returns:
        The exit status: 0 done, 1 a known problem told on standard error, 2 wrong usage.
    """
    try:
        if wants_window(arguments):
            return tool.open_window(_file(arguments))
        args = parser().parse_args(arguments)
        if args.command == "import" and args.cases is None and args.answers is None:
            parser().error("import takes --cases, --answers or both")
        status = commands.RUN[args.command](args, tool)
        sys.stdout.flush()
        return status
    except KnownError as error:
        say_problem(error)
        return PROBLEM
    except SystemExit as error:  # argparse: 0 after --help, 2 after wrong usage
        return error.code if isinstance(error.code, int) else USAGE
    except BrokenPipeError:
        # Whoever read our output has enough of it; nothing more is to be flushed there at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEM


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for the window: none at all, or one file."""
    if not arguments:
        return True
    return len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS


def _file(arguments: Sequence[str]) -> Path | None:
    if not arguments:
        return None
    path = Path(arguments[0])
    if path.exists():
        return path
    if not path.suffix and path.name == arguments[0]:
        parser().error(f"there is neither a command nor a file “{arguments[0]}”")
    raise KnownError(f"There is no file {path}; check the place and try again.")
