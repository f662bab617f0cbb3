"""The arguments of every command, and what `--help` says."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import NoReturn

from inspector_app import __version__
from inspector_app.cli.console import plain
from inspector_app.cli.help_text import CHECKED, EXPORTED, IMPORTED, QUESTIONS, REPORT, RESCUED, SCORED, TOP
from inspector_app.domain.scoring import METHODS

COMMANDS = (
    "example", "new", "instruments", "questions", "import", "export", "merge", "score", "report", "check", "rescue",
    "self-test",
)  # fmt: skip

WITHOUT_FILE = ("instruments", "questions", "self-test")
"""Commands that open no inspection."""


def parser() -> argparse.ArgumentParser:
    """The parser of all commands. The window (no command) is told apart before it."""
    top = _Parser(
        prog="inspector-app",
        usage="%(prog)s [FILE]\n       %(prog)s COMMAND …",
        description=TOP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"Inspector {__version__}")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=_Parser, prog="inspector-app"
    )
    _making(commands)
    _question_sets(commands)
    _exchanging(commands)
    _reading(commands)
    for name, command in commands.choices.items():
        if name not in WITHOUT_FILE:
            command.add_argument(
                "--passphrase-file", metavar="F", type=_path,
                help="opens an encrypted inspection; without it INSPECTOR_APP_PASSPHRASE does, and a terminal is asked",
            )  # fmt: skip
    return top


Commands = argparse._SubParsersAction  # the type of what add_subparsers returns; argparse has no public name for it


class _Parser(argparse.ArgumentParser):
    """Long options in full only, so that a new option never changes what a script says."""

    def __init__(self, **options: object) -> None:
        super().__init__(**{"allow_abbrev": False, **options})  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Says what is wrong; what somebody typed steers no terminal."""
        super().error(plain(message))


def _add(commands: Commands[_Parser], name: str, summary: str, details: str = "") -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=summary[:1].upper() + summary[1:] + ".",
        epilog=details,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _making(commands: Commands[_Parser]) -> None:
    example = _add(commands, "example", "write the example inspection")
    example.add_argument("file", metavar="FILE", type=_path)
    new = _add(commands, "new", "make an empty inspection")
    new.add_argument("file", metavar="FILE", type=_path)
    new.add_argument("--instrument", metavar="ID", required=True, help="the question set; see the command instruments")
    new.add_argument("--trust", metavar="NAME", required=True, type=_filled, help="the Trust that is inspected")


def _question_sets(commands: Commands[_Parser]) -> None:
    _add(commands, "instruments", "list the question sets that ship: id, version, title, number of questions")
    questions = _add(commands, "questions", "print a whole question set", QUESTIONS)
    questions.add_argument("--instrument", metavar="ID", help="the question set; without it, the newest")
    questions.add_argument("--format", choices=("csv", "json"), required=True)
    questions.add_argument(
        "-o", "--output", metavar="OUT", type=_path, help="write to a file instead of standard output"
    )


def _exchanging(commands: Commands[_Parser]) -> None:
    take = _add(commands, "import", "take in cases and answers from CSV: all rows or none", IMPORTED)
    take.add_argument("file", metavar="FILE", type=_path)
    take.add_argument("--cases", metavar="C.csv", type=_path)
    take.add_argument("--answers", metavar="A.csv", type=_path)
    take.add_argument("--dry-run", action="store_true", help="say what would be taken in, and write nothing")
    give = _add(commands, "export", "write the inspection as tables", EXPORTED)
    give.add_argument("file", metavar="FILE", type=_path)
    give.add_argument("--format", choices=("csv",), required=True)
    give.add_argument("-d", "--directory", metavar="DIR", type=_path, required=True, help="made where it is missing")
    merge = _add(commands, "merge", "bring the changes of other copies of an inspection into FILE")
    merge.add_argument("file", metavar="FILE", type=_path)
    merge.add_argument("others", metavar="OTHER", type=_path, nargs="+")
    merge.add_argument("--dry-run", action="store_true", help="say what would be brought in, and write nothing")


def _reading(commands: Commands[_Parser]) -> None:
    score = _add(commands, "score", "print the scores of the signed-off cases", SCORED)
    score.add_argument("file", metavar="FILE", type=_path)
    score.add_argument("--json", action="store_true", help="as JSON instead of a table to read")
    score.add_argument(
        "--method", choices=METHODS, default=METHODS[0], help="how an outcome is drawn from its questions"
    )
    score.add_argument(
        "--include-unfinished", action="store_true", help="a preview: count cases that are not signed off"
    )
    score.add_argument(
        "--where", metavar="FIELD=VALUE", type=_condition, action="append", default=[],
        help="only cases whose fact has this value (a number also 20..29); also question:ID=CODE, assessor=CODE; "
        "more than one narrows further",
    )  # fmt: skip
    report = _add(commands, "report", "write the report", REPORT)
    report.add_argument("file", metavar="FILE", type=_path)
    report.add_argument(
        "-o",
        "--output",
        metavar="OUT.pdf",
        type=_path,
        required=True,
        help="where it goes; a name that ends in .docx makes a Word file of it",
    )
    report.add_argument(
        "--annex",
        action="store_true",
        help="add every figure of the text with what it counts, and all other counts; also where the report does not "
        "ask for it. The figures go into OUT-figures.csv, too",
    )
    report.add_argument("--figures", metavar="OUT.csv", type=_path, help="write the figures of the text as CSV there")
    check = _add(commands, "check", "look whether the file, its history and its question set are sound", CHECKED)
    check.add_argument("file", metavar="FILE", type=_path)
    rescue = _add(commands, "rescue", "save what can be read of a damaged inspection into a new file", RESCUED)
    rescue.add_argument("file", metavar="FILE", type=_path)
    rescue.add_argument("-o", "--output", metavar="NEW", type=_path, required=True, help="the new file")
    rescue.add_argument("--list", metavar="OUT.txt", type=_path, help="also write what is missing there")
    _add(commands, "self-test", "prove that this copy of the program works")


def _path(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("a name is needed")
    return Path(text)


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("it is not written in UTF-8") from None
    return text


def _condition(text: str) -> tuple[str, str]:
    field, sign, value = _text(text).partition("=")
    if not sign or not field.strip():
        raise argparse.ArgumentTypeError(f"“{text}” is not written as FIELD=VALUE")
    return field.strip(), value


def _filled(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("a name is needed")
    return _text(text).strip()
