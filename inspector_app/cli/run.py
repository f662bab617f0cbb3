"""From arguments to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from inspector_app.cli import commands
from inspector_app.cli.console import say, say_problem
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
        return _command(arguments, tool)
    except KnownError as error:
        say_problem(error)
        return PROBLEM
    except SystemExit as error:  # argparse: 0 after --help, 2 after wrong usage
        return error.code if isinstance(error.code, int) else USAGE


def _command(arguments: Sequence[str], tool: Tool) -> int:
    args = parser().parse_args(arguments)
    if args.command == "import" and args.cases is None and args.answers is None:
        parser().error("import takes --cases, --answers or both")
    try:
        status = commands.RUN[args.command](args, tool)
        if sys.stdout is not None:
            sys.stdout.flush()
        return status
    except KnownError:
        raise
    except BrokenPipeError:  # whoever read our output has enough of it
        _end_output()
    except OSError as error:
        say([_sentence(error)])
        _end_output()
    except KeyboardInterrupt:
        say(["Stopped before it was done; what was saved is safe."])
    except Exception as error:
        if sys.flags.dev_mode:  # python -X dev shows where it came from
            raise
        where = f" on {args.file.name}" if "file" in args else ""
        what = f"{type(error).__name__}: {error}"
        say([f"“{args.command}”{where} met what it was not made for ({what}); what was saved is safe. Report this."])
    return PROBLEM


def _sentence(error: OSError) -> str:
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"The results could not be written ({reason}); what was saved is safe."
    name = Path(os.fsdecode(error.filename)).name
    return f"{name} cannot be used ({reason}); nothing was changed. Check the place and try again."


def _end_output() -> None:
    """Nothing more is to be flushed to an output that does not take it."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether the arguments ask for the window: none at all, or one file."""
    if not arguments:
        return True
    return len(arguments) == 1 and not arguments[0].startswith("-") and arguments[0] not in COMMANDS


def _file(arguments: Sequence[str]) -> Path | None:
    if not arguments:
        return None
    path = Path(arguments[0])
    try:
        if path.exists():
            return path
    except OSError as error:
        raise KnownError(_sentence(error)) from error
    if not path.suffix and path.name == arguments[0]:
        parser().error(f"there is neither a command nor a file “{arguments[0]}”")
    raise KnownError(f"There is no file {path}; check the place and try again.")
