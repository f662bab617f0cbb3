"""What each command does."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli.console import plain, progress_bar, put, put_line, say
from inspector_app.cli.passphrases import key_to_make, key_to_open
from inspector_app.cli.tool import Tool
from inspector_app.domain.case import ASSESSOR
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.selecting import QUESTION, is_span
from inspector_app.domain.values import clean_answer, clean_field
from inspector_app.runtime.files import read_text, write_whole
from inspector_app.services.session import Session

if TYPE_CHECKING:
    from inspector_app.services.merging import Brought

# What a command needs besides is imported by the command itself: each start pays only for what it uses.


_LONGEST = 100
"""A longer value of a conflict is told by its beginning."""


def example(args: Namespace, tool: Tool) -> int:
    """Writes the example inspection."""
    from inspector_app.services.example import write_example

    key = key_to_make(args, ask=False)
    with progress_bar() as bar:
        write_example(tool.inspections, tool.person, tool.example, args.file, bar, key=key)
    _say_place(args.file)
    say([f"The example is in {args.file}."])
    return 0


def new(args: Namespace, tool: Tool) -> int:
    """Makes an empty inspection."""
    key = key_to_make(args, ask=True)
    tool.inspections.create(args.file, args.instrument, tool.person, {"trust": args.trust}, key=key).close()
    _say_place(args.file)
    say([f"The inspection of {args.trust} is in {args.file}."])
    if key is None:
        say(["It is not encrypted: whoever has the file can read it. With --passphrase-file it would be."])
    return 0


def instruments(args: Namespace, tool: Tool) -> int:
    """Lists the question sets."""
    at_hand = tool.instruments
    put_line("id\tversion\ttitle\tquestions")
    for one in at_hand.values():
        put_line(f"{one.id}\t{one.version}\t{one.title}\t{len(one.questions)}")
    return 0


def questions(args: Namespace, tool: Tool) -> int:
    """Prints a question set."""
    from inspector_app.services.exporting import questions_csv, questions_json

    instrument = _instrument(tool.instruments, args.instrument)
    text = (questions_csv if args.format == "csv" else questions_json)(instrument)
    if args.output is None:
        put(text)
    else:
        write_whole(args.output, text.encode())
    return 0


def take_in(args: Namespace, tool: Tool) -> int:
    """Imports cases and answers."""
    from inspector_app.services import importing

    texts = [None if p is None else importing.Text(p.name, read_text(p)) for p in (args.cases, args.answers)]
    with _opened(args, tool, writes=not args.dry_run) as session, progress_bar() as bar:
        intake = importing.read_in(session, *texts)
        if not args.dry_run:
            bar(0.6, "writing cases and answers")
            _commit(session, importing.take_in(session, intake))
    if args.cases is not None:
        put_line(f"cases: {_rows(intake.case_rows)}, {len(intake.new)} new, {len(intake.changed)} changed")
    if args.answers is not None:
        put_line(f"answers: {_rows(intake.answer_rows)}, {intake.answers} new or changed")
    say(intake.gaps)
    if intake.members:
        say([f"Added to the team: {', '.join(intake.members)}."])
    if args.dry_run:
        say(["Dry run: nothing was written."])
    return 0


def export(args: Namespace, tool: Tool) -> int:
    """Writes the tables."""
    from inspector_app.services.exporting import export_tables, freeze

    with _opened(args, tool) as session, progress_bar() as bar:
        written = export_tables(freeze(session), args.directory, bar)
    say([f"Written to {args.directory}: {', '.join(path.name for path in written or ())}."])
    return 0


def merge(args: Namespace, tool: Tool) -> int:
    """Brings other copies in."""
    from inspector_app.services import merging

    with _opened(args, tool, writes=not args.dry_run) as session, progress_bar() as bar:
        union = merging.read_others(session, args.others, bar, keys=lambda path: key_to_open(path, args))
        assert union is not None  # nobody stops it
        if union.refused:
            # All or none: whoever names a file wants it in.
            raise KnownError(" ".join(union.refused))
        # Before anything is written, so that it is told whatever happens then.
        say(line for brought in union.brought for line in _proof_of(brought))
        if not args.dry_run:
            bar(0.9, "writing what is new")
            _commit(session, merging.merge(session, union))
    for brought in union.brought:
        put_line(f"{brought.name}: {brought.new} new, {brought.same} same")
        say([f"changes case {ref}, which is signed off: look at it again" for ref in brought.changes_signed_off])
    for conflict in union.conflicts:
        slot = conflict.slot
        whose = ", ".join(dict.fromkeys(head.slot.assessor for head in conflict.heads))
        by = f" by {whose}" if whose else ""
        values = " / ".join(_shortened(value) or "(blank)" for value in conflict.values)
        if len(set(conflict.values)) == 1:
            values += " (with another note or evidence)"
        say([f"conflicting: {slot.about} {slot.ref}, {slot.facet} {slot.name}{by}: {values}"])
    new, same = (sum(getattr(b, what) for b in union.brought) for what in ("new", "same"))
    put_line(f"total: {new} new, {same} same, {len(union.conflicts)} conflicting")
    if args.dry_run:
        say(["Dry run: nothing was written."])
    return 0


def _proof_of(brought: Brought) -> Iterator[str]:
    """What is to be told of who wrote it."""
    for one in brought.first:
        others = f" (with which {', '.join(one.others)} signs too)" if one.others else ""
        yield f"first changes of {one.holder} with the device key {one.fingerprint}{others}: ask whether it is theirs"
    if brought.unsigned:
        changes = "1 change is not signed by its author"
        if brought.unsigned > 1:
            changes = f"{brought.unsigned} changes are not signed by their authors"
        yield f"{brought.name} is not encrypted: {changes}"
    if brought.acts:
        yield f"{brought.name} does what is the lead’s to do, signed by nobody: it changes {', '.join(brought.acts)}"


def _shortened(value: str) -> str:
    """A value in one line; the text of a section of the report by its beginning."""
    line = " ".join(value.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


def score(args: Namespace, tool: Tool) -> int:
    """Prints the scores."""
    from inspector_app.cli.score_table import score_table
    from inspector_app.services.exporting import scores_json

    with _opened(args, tool) as session:
        where = _conditions(session.instrument, args.where)
        scores = session.scores(args.method, args.include_unfinished, where)
        if args.json:
            put(scores_json(session.instrument, scores))
        else:
            put(plain(score_table(session.instrument, session.details(), scores, where, args.include_unfinished)))
    return 0


def report(args: Namespace, tool: Tool) -> int:
    """Writes the report."""
    from inspector_app.services.report_export import prepare, write

    with _opened(args, tool) as session, progress_bar() as bar:
        bar(0.0, "Reading the answers")
        prepared = prepare(session, args.annex)
        write(prepared, args.output, bar, figures=args.figures)
    say([*prepared.tells, f"The report is in {args.output}."])
    return 0


def check(args: Namespace, tool: Tool) -> int:
    """Looks whether a file is sound."""
    from inspector_app.services import checking

    sound = True
    for finding in checking.check(args.file, tool.instruments, key_to_open(args.file, args)):
        sound = sound and finding.sound
        if finding.sound:
            put_line(f"ok {finding.what}")
        say(f"{finding.what}: {problem}" for problem in finding.problems)
    _say_place(args.file)
    return 0 if sound else 1


def rescue(args: Namespace, tool: Tool) -> int:
    """Saves what can be read of a damaged file."""
    from inspector_app.services import salvaging

    with progress_bar() as bar:
        result = salvaging.rescue(args.file, args.output, datetime.now(UTC), key_to_open(args.file, args), bar)
    assert result is not None  # nobody stops it
    if args.list is not None:
        salvaging.keep_list(result, args.list)
    for line in result.lines:
        put_line(line)
    say([f"What could be read is in {args.output}; {args.file.name} was left as it is."])
    return 0


def self_test(args: Namespace, tool: Tool) -> int:
    """Proves that this copy works."""
    from inspector_app.services.selftest import SelfTestFailed, self_test

    try:
        for line in self_test(tool.inspections, tool.show_off_screen):
            put_line(f"ok {line}")
    except SelfTestFailed as error:
        say([f"Failed: {error}."])
        return 1
    return 0


RUN: Mapping[str, Callable[[Namespace, Tool], int]] = {
    "example": example,
    "new": new,
    "instruments": instruments,
    "questions": questions,
    "import": take_in,
    "export": export,
    "merge": merge,
    "score": score,
    "report": report,
    "check": check,
    "rescue": rescue,
    "self-test": self_test,
}


@contextmanager
def _opened(args: Namespace, tool: Tool, writes: bool = False) -> Iterator[Session]:
    """The inspection, open; where the command writes to it, nothing else may do so meanwhile."""
    path: Path = args.file
    key = key_to_open(path, args)
    session = tool.inspections.open(path, tool.person, key=key, by="command" if writes else None)
    _say_place(path)
    say(filter(None, [session.copy.told]))
    say(filter(None, [session.signing.key.told if session.signing is not None else ""]))
    if session.flaws:
        say([f"The history in {path.name} was changed outside Inspector; figures may be wrong. Run check on it."])
    try:
        yield session
    finally:
        session.close()


def _say_place(path: Path) -> None:
    from inspector_app.services.whereabouts import place_warning

    say(filter(None, [place_warning(path)]))


def _commit(session: Session, pending: object) -> None:
    from inspector_app.services.session import Pending

    if isinstance(pending, Pending):
        session.settle(pending)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def _instrument(at_hand: Mapping[str, Instrument], chosen: str | None) -> Instrument:
    if not at_hand:
        raise KnownError("This copy of Inspector has no question set; install it again.")
    if chosen is None:
        return max(at_hand.values(), key=lambda i: i.id)
    if chosen not in at_hand:
        raise KnownError(f"The question set “{chosen}” is not at hand; there are: {', '.join(at_hand)}.")
    return at_hand[chosen]


def _conditions(instrument: Instrument, given: Iterable[tuple[str, str]]) -> dict[str, str]:
    where: dict[str, str] = {}
    for name, value in given:
        cleaned = _condition(instrument, name, value)
        if where.setdefault(name, cleaned) != cleaned:
            raise KnownError(f"No case has both “{where[name]}” and “{cleaned}” as {name}; name the field once.")
    return where


def _condition(instrument: Instrument, name: str, value: str) -> str:
    """What is asked for under a key of `domain.selecting`, as it is stored."""
    if name == ASSESSOR:
        return value
    if name.startswith(QUESTION):
        question = instrument.questions_by_id.get(name.removeprefix(QUESTION))
        if question is None or question.per != "case":
            raise KnownError(f"The question set asks nothing of a case under the id “{name.removeprefix(QUESTION)}”.")
        return clean_answer(question, value)
    field = instrument.fields_by_name.get(name)
    if field is None:
        raise KnownError(f"The question set has no case field “{name}”; it has {', '.join(instrument.fields_by_name)}.")
    return value if field.kind == "number" and is_span(value) else clean_field(field, value)
