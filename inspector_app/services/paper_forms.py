"""Forms of cases to fill in elsewhere, with Word or a text editor.

A bad day with a laptop is a day in Word, not a day lost: a form holds a case as it stands, and `filled_forms` reads it
back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from inspector_app.domain.instrument import Instrument
from inspector_app.domain.paper_form import FormCode, PaperForm
from inspector_app.domain.paper_rows import blocks_of
from inspector_app.domain.paper_words import PaperWords
from inspector_app.domain.paper_words_en import ENGLISH
from inspector_app.exchange.word_marks import plain
from inspector_app.runtime.files import make_folder, write_whole
from inspector_app.services.session import Session
from inspector_app.services.work import Cancelled, Progress, never, unheard

WORD, TEXT = ".docx", ".md"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form ready to be written, frozen on the main thread."""

    form: PaperForm
    trust: str
    at: datetime


def words_for(instrument: Instrument) -> PaperWords:
    """The words of a form in the language of a question set; English is the only one yet."""
    del instrument
    return ENGLISH


def prepare(session: Session, refs: Sequence[str], at: datetime) -> tuple[Prepared, ...]:
    """The forms of some cases as they stand; an empty reference gives one for a new case."""
    words = words_for(session.instrument)
    here = at.astimezone()
    made = f"{words.day(here.date().isoformat())}, {here:%H:%M}"
    return tuple(Prepared(printed(session, ref, at=made), session.details().trust, at) for ref in refs)


def printed(
    session: Session, ref: str, officer: str = "", instrument: Instrument | None = None, at: str = ""
) -> PaperForm:
    """The form of a case as it stands for whoever works here; of a second read, nothing of anybody else's is in it.

    Args:
        officer: whose interview is part of it, where that is not the officer of the case.
        instrument: the question set with which it is printed, where that is not the one in force.
        at: when it is made, in words.
    """
    shown = instrument or session.instrument
    words, details = words_for(shown), session.details()
    case = session.case(ref) if ref in session.refs() else None
    code = officer or (case.officer if case is not None else "")
    interviewed = session.officer(code) if code else None
    about = (
        (words.inspection, " · ".join(filter(None, (details.trust, details.details.get("title", ""))))),
        (words.question_set, f"{shown.title}, {shown.version}"),
        (words.assessor, case.reader if case is not None else session.person.author),
        (words.made, at),
    )
    return PaperForm(
        FormCode.of(details.details.get("id", ""), shown.id, shown.version, shown.content_hash),
        line(ref),
        line(code),
        case is None,
        tuple((label, plain(value)) for label, value in about if value),
        blocks_of(shown, words, case, interviewed, details.interviews_held, plain),
    )


def free_places(folder: Path, names: Sequence[str]) -> tuple[Path, ...]:
    """Where files of these names go in a folder: never where something lies already, such as a form that was filled
    in."""
    found: list[Path] = []
    for name in names:
        wanted = Path(name)
        numbered = (f"{wanted.stem} ({n}){wanted.suffix}" for n in count(2))
        tried = (folder / one for one in chain((name,), numbered))
        found.append(next(place for place in tried if place not in found and not place.exists()))
    return tuple(found)


def write(
    forms: Sequence[tuple[Prepared, Path]], progress: Progress = unheard, cancelled: Cancelled = never
) -> tuple[Path, ...] | None:
    """Writes forms, each as Word or, by the name of its file, as text; None where it was stopped. May run on any
    thread.

    Raises:
        KnownError: one cannot be written there; those before it are written.
    """
    for place, (prepared, path) in enumerate(forms):
        if cancelled():
            return None
        progress(place / len(forms), path.name)
        make_folder(path.parent)
        write_whole(path, _content(prepared, path))
    progress(1.0, "")
    return tuple(path for _, path in forms)


def line(text: str) -> str:
    """A reference or code as it is printed, in one line and without signs that no file can hold."""
    return " ".join(plain(text).split())


def _content(prepared: Prepared, path: Path) -> bytes:
    words = ENGLISH
    if path.suffix.lower() == TEXT:
        from inspector_app.exchange.case_form_text import as_text

        return as_text(prepared.form, words).encode()
    from inspector_app.exchange.case_form import as_word

    return as_word(prepared.form, words, prepared.trust, prepared.at)
