"""Where a command gets the passphrase from: a file, the environment, or whoever sits at the terminal."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from inspector_app.domain.errors import KnownError, NeedsPassphrase
from inspector_app.runtime.files import read_text
from inspector_app.services.passphrases import FileKey, is_encrypted, judge, key_of, new_key

VARIABLE = "INSPECTOR_APP_PASSPHRASE"


def key_to_open(path: Path, args: Namespace) -> FileKey | None:
    """The key of an inspection; None where it is not encrypted.

    Raises:
        NeedsPassphrase: none was given, and there is nobody to ask.
        WrongPassphrase: it does not open the file.
    """
    if not is_encrypted(path):
        return None
    given = _given(args)
    if given is None and _can_ask():
        given = getpass(f"Passphrase of {path.name}: ", sys.stderr)
    if given is None:
        raise NeedsPassphrase(
            f"{path.name} is encrypted; nothing was changed. Name a file that holds its passphrase with "
            f"--passphrase-file, or set {VARIABLE}."
        )
    return key_of(path, given)


def key_to_make(args: Namespace, ask: bool) -> FileKey | None:
    """The key of a new inspection; None where no passphrase is given. With `ask` it is asked for on a terminal.

    Raises:
        KnownError: the passphrase will not do.
    """
    given = _given(args)
    if given is None and ask and _can_ask():
        given = _ask_twice(lambda prompt: getpass(prompt, sys.stderr))
    if not given:
        return None
    said = judge(given)
    if said:
        raise KnownError(f"{said} Nothing was made.")
    return new_key(given)


def _ask_twice(ask: Callable[[str], str]) -> str:
    first = ask("A passphrase for the new inspection (none: the file opens to everybody who has it): ")
    if first and ask("Once more: ") != first:
        raise KnownError("The two passphrases differ; nothing was made. Try again.")
    return first


def _given(args: Namespace) -> str | None:
    """A line end at the end of the file belongs to the editor, not to the passphrase."""
    if args.passphrase_file is not None:
        return read_text(args.passphrase_file).removesuffix("\n").removesuffix("\r")
    return os.environ.get(VARIABLE)


def _can_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr is not None and sys.stderr.isatty()
