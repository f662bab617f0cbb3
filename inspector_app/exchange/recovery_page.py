"""A recovery copy: one HTML file that shows a whole inspection in any browser, without the program and offline.

Of an encrypted inspection the content is encrypted in the page, too, and a script in it decrypts it (see
`recovery_seal` for the format). The page has the browser allow it no connection, and no script and style but its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from inspector_app.domain.reading_copy import CaseCopy, Line, PageCopy, ReadingCopy, ReadingOf, Said, day_in_words
from inspector_app.domain.reviewing import Thread
from inspector_app.domain.values import CONSENSUS
from inspector_app.exchange.recovery_script import SCRIPT, STYLE

_STATUSES = {
    "allocated": "Not begun", "in_progress": "In progress", "submitted": "Submitted", "returned": "Returned",
    "signed_off": "Signed off", "locked": "Locked",
}  # fmt: skip
_EVIDENCE = {
    "on_file": "on file", "interview": "told in interview", "not_on_file": "not on file",
    "cannot_determine": "cannot be determined",
}  # fmt: skip
_ROLES = {
    "lead": "lead inspector", "deputy": "deputy", "inspector": "inspector", "local_assessor": "local assessor",
}  # fmt: skip
_DETAILS = {
    "fieldwork_start": "Fieldwork begins", "fieldwork_end": "Fieldwork ends", "lead": "Lead inspector",
}  # fmt: skip
_SAID = {"ask": "asks", "reply": "replies", "settle": "settles it"}
_THREADS = {"open": "open", "answered": "answered", "settled": "settled"}
_UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], "\N{REPLACEMENT CHARACTER}")
"""Control characters: nothing that a person typed, and not allowed in HTML."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a copy was made, here, and by which version of the program."""

    at: datetime
    version: str


def plain_page(copy: ReadingCopy, stamp: Stamp) -> bytes:
    """The page of an inspection that is not encrypted: readable as it is, with no script in it."""
    body = f'<main id="content">{content(copy, stamp)}</main>'
    return _page(copy.trust or "Recovery copy", "", body)


def sealed_page(sealed: Mapping[str, object], stamp: Stamp) -> bytes:
    """The page of an encrypted inspection. `sealed` is what `recovery_seal.seal` made of `content`."""
    by_passphrase = "passphrase" in sealed
    way = (
        '<label><input type="radio" name="way" id="by-passphrase" checked> Passphrase</label>'
        '<label><input type="radio" name="way" id="by-recovery"> Recovery key</label>'
        if by_passphrase
        else '<input type="checkbox" name="way" id="by-recovery" checked hidden>'
    )
    kind, asked = ("password", "Passphrase or recovery key") if by_passphrase else ("text", "Recovery key")
    body = f"""<form id="asking" autocomplete="off"><h1>Recovery copy</h1>
<p>This file holds one inspection as it stood on {_moment(stamp.at)}, to be read without Inspector. It is encrypted.
Nothing leaves this computer: the page works without a network.</p>{way}
<label for="typed">{asked}</label>
<input id="typed" type="{kind}" autocomplete="off" spellcheck="false" autofocus>
<div><button type="submit">Show the inspection</button></div><p id="told" class="mark" role="status"></p></form>
<noscript><p class="mark">This page needs scripts to decrypt the inspection. They are in this file; allow them.</p>
</noscript>
<p hidden id="say-working">Opening. This takes a second or two.</p>
<p hidden id="say-wrong">That does not open this copy. Check it and try again.</p>
<p hidden id="say-mistyped">The recovery key is mistyped. Compare it group by group.</p>
<p hidden id="say-damaged">The passphrase is right, but this copy is damaged. Use another one.</p>
<p hidden id="say-unable">This browser cannot decrypt the copy. Open it in a current version of Firefox, Chrome, Edge or
Safari.</p>
<main id="content"></main>
<script type="application/json" id="sealed">{json.dumps(sealed)}</script>"""
    return _page("Recovery copy", SCRIPT, body)


def content(copy: ReadingCopy, stamp: Stamp) -> str:
    """The inspection as HTML. Every text that somebody typed is escaped; nothing in it is a link out or a picture."""
    return "\n".join(_content(copy, stamp))


def _page(title: str, script: str, body: str) -> bytes:
    scripts = f"'sha256-{_hash(script)}'" if script else "'none'"
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'sha256-{_hash(STYLE)}'; base-uri 'none'; "
        "form-action 'none'"
    )
    element = f"<script>{script}</script>" if script else ""
    page = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>{_typed(title)}</title><style>{STYLE}</style></head><body>
{body}
{element}</body></html>
"""
    return page.encode("utf-8", "replace")


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _content(copy: ReadingCopy, stamp: Stamp) -> Iterator[str]:
    yield f"<h1>{_typed(copy.trust or 'An inspection')}</h1>"
    if copy.title:
        yield f"<p>{_typed(copy.title)}</p>"
    made = f"Recovery copy made on {_moment(stamp.at)} by Inspector {_typed(stamp.version)}"
    yield f'<p class="quiet">{made}. It shows what stood then; it cannot be read back in.</p>'
    if copy.details.get("synthetic") == "yes":
        yield '<p class="mark">These cases are made up.</p>'
    facts = [
        (_DETAILS[name], day_in_words(value)) for name, value in copy.details.items() if name in _DETAILS and value
    ]
    team = "; ".join(f"{code}, {_ROLES.get(role, role)}" for code, role in copy.team.items())
    yield _list([("Question set", copy.instrument), *facts, *([("Team", team)] if team else [])])
    yield from _contents(copy)
    for place, case in enumerate(copy.cases):
        yield from _case(case, place)
    if copy.interviews:
        yield '<h2 id="interviews">Officers’ interviews</h2>'
    for interview in copy.interviews:
        by = f' <span class="w">interviewed by {_typed(interview.reader)}</span>' if interview.reader else ""
        yield f"<section><h3>Officer {_typed(interview.state)}{by}</h3>"
        yield from _pages(interview.pages)
        yield "</section>"
    if copy.report:
        yield '<h2 id="report">The text of the report</h2>'
    for section, text in copy.report:
        yield f'<section><h3>{_typed(section)}</h3><div class="text">{_typed(text)}</div></section>'


def _contents(copy: ReadingCopy) -> Iterator[str]:
    count = f"{len(copy.cases)} case{'' if len(copy.cases) == 1 else 's'}"
    yield f'<nav aria-label="Contents"><h2>{count}</h2><ul class="cases">'
    for place, case in enumerate(copy.cases):
        status = _STATUSES.get(case.status, case.status)
        yield f'<li><a href="#case-{place}">{_typed(case.ref)}</a> <span class="w">{_typed(status)}</span></li>'
    yield "</ul>"
    parts = [("interviews", "Officers’ interviews", copy.interviews), ("report", "The text of the report", copy.report)]
    links = [f'<a href="#{name}">{title}</a>' for name, title, held in parts if held]
    yield f"<p>{' · '.join(links)}</p></nav>"


def _case(case: CaseCopy, place: int) -> Iterator[str]:
    yield f'<section class="case"><h2 id="case-{place}">Case {_typed(case.ref)}</h2>'
    status = _STATUSES.get(case.status, case.status)
    allocated = f", allocated to {_typed(case.assessor)}" if case.assessor else ", allocated to nobody"
    yield f"<p><b>{_typed(status)}</b>{allocated}</p>"
    differ = " (two copies say different things)"
    yield _list((label, value + (differ if apart else "")) for label, value, apart in case.facts)
    yield from _pages(case.reading.pages)
    yield from _queries(case.threads)
    if case.reasons:
        yield "<h3>Reasons given for warnings</h3>"
        yield _list(case.reasons)
    for second in case.seconds:
        yield from _second(second)
    yield "</section>"


def _second(second: ReadingOf) -> Iterator[str]:
    state = _STATUSES.get(second.state, second.state)
    yield f'<h3>Second read by {_typed(second.reader)} <span class="w">{_typed(state)}</span></h3>'
    yield from _pages(second.pages)


def _pages(pages: Iterable[PageCopy]) -> Iterator[str]:
    for page in pages:
        yield f"<h3>{_typed(page.title or 'Not in the question set that is in force')}</h3>"
        for line in page.lines:
            yield from _line(line)
        if page.unanswered:
            yield f'<p class="quiet">Not answered: {_typed(", ".join(page.unanswered))}</p>'


def _line(line: Line) -> Iterator[str]:
    number = f"<b>{_typed(line.number)}</b> " if line.number else ""
    yield f'<div class="q"><p>{number}{_typed(line.text)}</p>'
    if line.flagged:
        yield '<p class="mark">Marked: come back to this</p>'
    if not line.is_open and line.number:
        yield '<p class="w">Not asked any more, so it does not count</p>'
    if len({(said.words, said.note) for said in line.said}) > 1:
        yield '<p class="mark">Several answers stand here</p>'
    for said in line.said:
        yield from _said(said)
    yield "</div>"


def _said(said: Said) -> Iterator[str]:
    by = "agreed, over what was read" if said.by == CONSENSUS else said.by
    parts = [
        _EVIDENCE.get(said.evidence, said.evidence), by, f"typed by {said.typed_by}" if said.typed_by else "",
        _moment(said.at), "" if said.counts else "does not count",
    ]  # fmt: skip
    told = " · ".join(_typed(part) for part in parts if part)
    yield f'<p><span class="a">{_typed(said.words) or "No answer"}</span> <span class="w">{told}</span></p>'
    if said.note:
        yield f'<p class="n">{_typed(said.note)}</p>'


def _queries(threads: Iterable[tuple[str, Thread]]) -> Iterator[str]:
    for place, (number, thread) in enumerate(threads):
        if not place:
            yield "<h3>Queries</h3>"
        yield f"<h4>{_typed(number)} <span class='w'>{_THREADS[thread.state]}</span></h4>"
        for message in thread.messages:
            told = f"{message.author} {_SAID[message.said]}, {_moment(message.at)}"
            yield f'<p class="w">{_typed(told)}</p>' + (
                f'<p class="n">{_typed(message.text)}</p>' if message.text else ""
            )


def _list(facts: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f"<dt>{_typed(label)}</dt><dd>{_typed(value)}</dd>" for label, value in facts)
    return f"<dl>{lines}</dl>" if lines else ""


def _typed(text: str) -> str:
    """A text as HTML shows it, letter by letter; marks of direction act within it alone."""
    shown = escape(text.translate(_UNSEEN))
    return f"<bdi>{shown}</bdi>" if any(sign in shown for sign in _TURNING) else shown


_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def _moment(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
