"""What forms of cases bring back that were filled in elsewhere: held against what stands, shown row by row, and taken
in as one act of the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.paper_compare import Change, Comparison, Trouble, compare, wrong_case
from inspector_app.domain.paper_form import FilledForm, FormCode
from inspector_app.domain.paper_words_en import ENGLISH
from inspector_app.domain.routing import Sheet, open_questions
from inspector_app.exchange.word_parts import LARGEST_FILE
from inspector_app.runtime.files import read_bytes
from inspector_app.services.commands import FilledCase, FillIn, SetAnswer
from inspector_app.services.paper_forms import TEXT, line, printed, words_for
from inspector_app.services.planning.filling import fill_in
from inspector_app.services.planning.ground import Ground
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard

_OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class FormRead:
    """What comes of one file.

    Attributes:
        refused: why nothing of it is taken, as a sentence; empty where something may be.
        new: whether its case would be added.
        closed: the keys of changes to questions that are not asked as the case would then stand.
    """

    name: str
    ref: str = ""
    officer: str = ""
    new: bool = False
    refused: str = ""
    changes: tuple[Change, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    missing: tuple[str, ...] = ()
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FormsRead:
    """What comes of several files, and the files themselves, to look again when it is taken in."""

    files: tuple[FilledForm | Refused, ...]
    forms: tuple[FormRead, ...] = field(default=())

    @property
    def changes(self) -> int:
        """How many rows would change without anybody settling a conflict."""
        return sum(1 for form in self.forms for change in form.changes if not change.conflict)

    @property
    def conflicts(self) -> int:
        """How many rows were changed on both sides."""
        return sum(1 for form in self.forms for change in form.changes if change.conflict)


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is no form, and why."""

    name: str
    why: str


def read_files(
    paths: Sequence[Path], progress: Progress = unheard, cancelled: Cancelled = never
) -> tuple[FilledForm | Refused, ...] | None:
    """What files hold; one that is no form does not keep the others back. None where it was stopped. Any thread."""
    found: list[FilledForm | Refused] = []
    for place, path in enumerate(paths):
        if cancelled():
            return None
        progress(place / len(paths), path.name)
        try:
            found.append(_read(path))
        except KnownError as error:
            found.append(Refused(path.name, str(error)))
    return tuple(found)


def _read(path: Path) -> FilledForm:
    labels = (ENGLISH.ref, ENGLISH.officer)
    if path.suffix.lower() in (TEXT, ".txt", ".markdown"):
        from inspector_app.exchange.case_form_text import read_text_form

        return read_text_form(_decoded(read_bytes(path, LARGEST_FILE), path.name), path.name, ENGLISH)
    from inspector_app.exchange.case_form_reading import read_word_form

    return read_word_form(read_bytes(path, LARGEST_FILE), path.name, labels)


def _decoded(content: bytes, name: str) -> str:
    """The text of a file. Editors on Windows may save it as UTF-16."""
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise KnownError(
            f"{name} is not written in UTF-8; nothing was taken in. Save it as UTF-8 in your editor and read it again."
        ) from None


def look(session: Session, files: Iterable[FilledForm | Refused]) -> FormsRead:
    """Holds what files hold against what stands. Nothing is written."""
    held = tuple(files)
    seen: dict[str, str] = {}
    interviews: dict[tuple[str, str], Change] = {}
    forms: list[FormRead] = []
    for one in held:
        if isinstance(one, Refused):
            forms.append(FormRead(one.name, refused=one.why))
        elif one.ref in seen:
            why = f"{seen[one.ref]} is a form of case {one.ref} too. Take that one in first, then read this one."
            forms.append(FormRead(one.name, one.ref, refused=why))
        else:
            forms.append(_without_repeats(_look(session, one), interviews))
            if not forms[-1].refused:
                seen[one.ref] = one.name
    return FormsRead(held, tuple(forms))


def _look(session: Session, filled: FilledForm) -> FormRead:
    details = session.details().details
    mine = FormCode.of(details.get("id", ""), "", "", "")
    if filled.code.inspection != mine.inspection:
        return FormRead(filled.name, filled.ref, refused="The form is of another inspection. Read it there.")
    instrument = _question_set(session, filled.code)
    if instrument is None:
        return FormRead(
            filled.name,
            filled.ref,
            refused=f"The form was made with version {filled.code.version} of the question set, which this file does "
            "not know. Export the form anew, and copy into it what was filled in.",
        )
    refs = {line(ref): ref for ref in session.refs()}
    if why := wrong_case(filled, tuple(refs)):
        return FormRead(filled.name, filled.ref, refused=why)
    ref, said = refs.get(filled.ref, filled.ref), _officer_in(filled, instrument)
    known = {line(code): code for code in session.ledger.refs("officer")}
    if ref in session.refs():
        own = session.case(ref).officer
        known[line(own)] = own
    officer = known.get(said, said)
    form = printed(session, ref, officer, instrument)
    words = words_for(instrument)
    found = compare(filled, form, words)
    found = _same_questions(found, instrument, session.instrument)
    refused = _not_theirs(session, _command([(ref, officer, form.fresh, found.changes)]))
    if refused:
        return FormRead(filled.name, ref, refused=refused)
    closed = _closed(session, ref, officer, found.changes)
    return FormRead(filled.name, ref, officer, form.fresh, "", found.changes, found.troubles, found.missing, closed)


def _without_repeats(form: FormRead, interviews: dict[tuple[str, str], Change]) -> FormRead:
    """Each answer of an interview once: the forms of two cases of one officer both hold it."""
    changes, troubles = [], list(form.troubles)
    for change in form.changes:
        place = (form.officer, change.asked.key)
        first = interviews.setdefault(place, change) if change.asked.about == "officer" else change
        if first is change:
            changes.append(change)
        elif first.now != change.now:
            why = f"Another of these forms says otherwise what officer {form.officer} answered, so this is not taken."
            troubles.append(Trouble(change.place, why))
    return replace(form, changes=tuple(changes), troubles=tuple(troubles))


def _question_set(session: Session, code: FormCode) -> Instrument | None:
    """The version with which a form was made: the one in force, or another that the file carries."""
    for one in (session.instrument, *session.shelf.others(session.instrument)):
        if FormCode.of("", one.id, one.version, one.content_hash).content_hash == code.content_hash:
            return one
    return None


def _officer_in(filled: FilledForm, instrument: Instrument) -> str:
    """The officer of the form: as printed, or as somebody wrote it among the facts."""
    if filled.officer:
        return filled.officer
    place = next((str(n) for n, f in enumerate(instrument.fields, 1) if f.name == _OFFICER), "")
    row = next((row for row in filled.rows if row.key == place), None)
    return " ".join((row.answer or "").split()) if row is not None else ""


def _same_questions(found: Comparison, made_with: Instrument, in_force: Instrument) -> Comparison:
    """Leaves out answers to questions, and facts, that another version has changed or does not have."""
    if made_with.content_hash == in_force.content_hash:
        return found
    changes, troubles = [], list(found.troubles)
    for change in found.changes:
        one, other = (
            (s.fields_by_name if change.asked.fact else s.questions_by_id).get(change.asked.name)
            for s in (made_with, in_force)
        )
        same = one is not None and other is not None and (one.kind, one.choices) == (other.kind, other.choices)
        if same and getattr(one, "text", "") == getattr(other, "text", ""):
            changes.append(change)
        else:
            why = f"Version {in_force.version} of the question set asks this otherwise, so the answer is not taken."
            troubles.append(Trouble(change.place, why))
    return Comparison(tuple(changes), tuple(troubles), found.missing)


def _not_theirs(session: Session, command: FillIn) -> str:
    """Why whoever works here may not take a form in, as the same rule says it that would refuse it then."""
    person = session.person
    ground = Ground(session.instrument, session.ledger, person.author, person.device, session.earlier)
    try:
        plan = fill_in(ground, command)
        if session.signing is not None:
            session.signing.refuse_others(person.author)
            session.signing.refuse_beyond(session.ledger, plan.drafts)
    except KnownError as error:
        return str(error)
    return ""


def _closed(session: Session, ref: str, officer: str, changes: Iterable[Change]) -> frozenset[str]:
    """The keys of changed questions that are closed once all changes are taken."""
    sheet = session.case(ref).sheet if ref in session.refs() else Sheet()
    fields, answers = dict(sheet.fields), dict(sheet.answers)
    interview = dict(session.officer(officer).sheet.answers) if officer else {}
    taken = tuple(changes)
    for change in taken:
        asked = change.asked
        (fields if asked.fact else answers if asked.about == "case" else interview)[asked.name] = change.now.value
    open_ids = open_questions(session.instrument.case_questions, Sheet(fields, answers)) | open_questions(
        session.instrument.officer_questions, Sheet({}, interview)
    )
    return frozenset(c.asked.key for c in taken if not c.asked.fact and c.now.value and c.asked.name not in open_ids)


def command_of(read: FormsRead, settled: Collection[tuple[int, str]] = ()) -> FillIn:
    """The act that takes in what was read.

    Args:
        settled: the conflicts in which the form is to stand, each by the place of its form and the key of its row.
    """
    parts = []
    for place, form in enumerate(read.forms):
        changes = tuple(c for c in form.changes if not c.conflict or (place, c.asked.key) in settled)
        if not form.refused and changes:
            parts.append((form.ref, form.officer, form.new, changes))
    return _command(parts)


def _command(parts: Iterable[tuple[str, str, bool, tuple[Change, ...]]]) -> FillIn:
    cases, interviews = [], []
    for ref, officer, new, changes in parts:
        fields = {c.asked.name: c.now.value for c in changes if c.asked.fact}
        answers = tuple(_answer(ref, c) for c in changes if not c.asked.fact and c.asked.about == "case")
        if fields or answers:
            cases.append(FilledCase(ref, new, fields, answers))
        interviews += [_answer(officer, c) for c in changes if c.asked.about == "officer"]
    return FillIn(tuple(cases), tuple(interviews))


def _answer(ref: str, change: Change) -> SetAnswer:
    """Only what changed is said, so that a note alone does not confirm an answer."""
    was, now = change.was, change.now
    return SetAnswer(
        change.asked.about,
        ref,
        change.asked.name,
        now.value if now.value != was.value else None,
        now.note if now.note != was.note else None,
        now.evidence if now.evidence != was.evidence else None,
    )
