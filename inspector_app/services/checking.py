"""Whether an inspection file is sound: the file itself, its history, its answers and its question set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.answers import Anchor, Ledger, Revision
from inspector_app.domain.case import ASSESSOR, read_details
from inspector_app.domain.chain_ends import Ends, history_flaws, order_flaws
from inspector_app.domain.errors import DamagedFile, KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.domain.proven import Said, examine
from inspector_app.domain.signing import Signature, fingerprint
from inspector_app.domain.values import STATUSES, clean_answer, clean_evidence, clean_field
from inspector_app.instruments.carried import DamagedSet, unpack
from inspector_app.runtime.device_key import verifies
from inspector_app.services.handing_out import HANDED_TO
from inspector_app.services.salvaging import RESCUED_AT, gap_lines
from inspector_app.services.shelf import Shelf
from inspector_app.services.signing import granted_in
from inspector_app.storage.file_key import FileKey
from inspector_app.storage.store import Store

UNPROVEN = ", which nothing proves: whoever can write to the file could alter one and seal it and all after it anew"
"""Said of the history of a plain file, as a forger there would go unnoticed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is, and what is wrong with it (nothing, where it is sound)."""

    what: str
    problems: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(path: Path, instruments: Mapping[str, Instrument], key: FileKey | None = None) -> Iterator[Finding]:
    """Looks at a file part by part, and goes on as far as one can. Nothing is changed.

    Raises:
        KnownError: the file cannot be opened at all.
    """
    store = Store.open(path, key)
    try:
        yield Finding("file", (*store.faults(), *_loose_problems(store)))
        revisions, anchors, ends, carried, local, signed = _steady(store)
    finally:
        store.close()
    flaws = history_flaws(revisions, anchors, ends)
    said = f"history of {len(revisions)} changes" + ("" if store.key is not None else UNPROVEN)
    yield Finding(said, flaws or order_flaws(revisions, ends))
    ledger = Ledger(revisions)
    if signed is not None:
        yield from _saved(ledger, local)
        yield from _proof(ledger, signed, anchors, local)
    details = read_details(ledger).details
    what = f"question set {details.get('instrument', '')} {details.get('instrument_version', '')}".rstrip()
    carried_problems = tuple(_carried_problems(carried))
    try:
        shelf = Shelf(instruments, carried)
        instrument = shelf.in_force(details)
    except KnownError as error:
        yield Finding(what, tuple(dict.fromkeys((*carried_problems, str(error)))))
        return
    yield Finding(what, (*carried_problems, *_instrument_problems(instrument, details)))
    standing = [r for r in revisions if r in ledger.heads(r.slot)]
    yield Finding(f"{len(standing)} answers and facts", tuple(_value_problems(instrument, shelf, standing)))


def _saved(ledger: Ledger, local: Mapping[str, str]) -> Iterator[Finding]:
    """That an encrypted file was saved from damage, and what it lacks: what is missing in it is proven by nobody."""
    if RESCUED_AT in local:
        yield Finding(f"saved from damage on {local[RESCUED_AT][:10]}")
        for line in gap_lines(local, ledger):
            yield Finding(f"lacks: {line}")


_NAMED_AT_MOST = 5


def _proof(
    ledger: Ledger, signed: Sequence[Signature], anchors: Sequence[Anchor], local: Mapping[str, str]
) -> Iterator[Finding]:
    """Every signature of an encrypted file, and whose keys made them, for people to compare."""
    besides = Said(granted_in(local), anchors, local.get(HANDED_TO, ""), RESCUED_AT in local)
    proof = examine(ledger, signed, besides, verifies)
    yield Finding(f"{len(signed)} signatures under {len(ledger)} changes", proof.problems)
    if proof.vouched:
        more = len(proof.vouched) - _NAMED_AT_MOST
        named = "; ".join(proof.vouched[:_NAMED_AT_MOST]) + (f"; and {more} more" if more > 0 else "")
        begin = f"{len(proof.vouched)} changes that a leading device vouches for and their own did not sign"
        yield Finding(f"{begin}: {named}")
    for one in proof.devices:
        vouched = f", {one.vouched} of others" if one.vouched else ""
        key = f"device key of {one.holder or 'nobody'} {fingerprint(one.public)}"
        asked = "" if one.introduced else f"; no leading device introduced it: ask {one.holder} whether it is theirs"
        yield Finding(f"{key} (device {one.device}), under {one.signed} changes{vouched}{asked}")


_TRIES = 50
"""How often a file is read anew because somebody wrote to it meanwhile."""

_Read = tuple[
    list[Revision], list[Anchor], Ends, tuple[QuestionSet, ...], Mapping[str, str], list[Signature] | None
]  # fmt: skip


def _steady(store: Store) -> _Read:
    """All that a file holds at one moment: the window may go on writing meanwhile."""
    for _ in range(_TRIES):
        before = store.version()
        found = (
            store.load(), store.anchors(), store.ends(), store.question_sets(), _local(store),
            store.signatures() if store.key else None,
        )  # fmt: skip
        if store.version() == before:
            return found
    raise KnownError(
        f"{store.path.name} is being written to all the time, so it was not checked. Wait a moment, and try again."
    )


def _local(store: Store) -> Mapping[str, str]:
    """What is said of this one copy; nothing where it is damaged, which is told as a problem of the file."""
    try:
        return store.local()
    except DamagedFile:
        return {}


def _loose_problems(store: Store) -> Iterator[str]:
    """What is wrong with rows outside the history: text being typed, and what is said of this one copy."""
    try:
        for draft in store.drafts():
            if not draft.intact:
                yield f"The text that was being typed for {draft.question} of {draft.about} {draft.ref} is damaged."
    except DamagedFile:
        yield "Text that was being typed is damaged."
    try:
        store.local()
    except DamagedFile:
        yield "What is said of this one copy, such as for whom it was handed out, is damaged."


def _carried_problems(carried: Iterable[QuestionSet]) -> Iterator[str]:
    for one in carried:
        try:
            unpack(one)
        except DamagedSet as error:
            yield str(error)


def _instrument_problems(instrument: Instrument, details: Mapping[str, str]) -> Iterator[str]:
    version = details.get("instrument_version", "")
    if version != instrument.version:
        yield f"The inspection was made with version {version}; at hand is {instrument.version}."
    elif details.get("instrument_hash", "") != instrument.content_hash:
        yield f"The question set {instrument.id} {version} at hand is not the one that the inspection was made with."


def _value_problems(instrument: Instrument, shelf: Shelf, standing: Iterable[Revision]) -> Iterator[str]:
    """An answer is held against the version it was given under, where the file carries it."""
    earlier = {one.version: one for one in shelf.others(instrument) if one.version != instrument.version}
    for revision in standing:
        slot = revision.slot
        try:
            problem = _value_problem(earlier.get(revision.instrument, instrument), revision)
        except KnownError as error:
            problem = str(error)
        if problem:
            yield f"{slot.about.capitalize()} {slot.ref}: {problem}"


def _value_problem(instrument: Instrument, revision: Revision) -> str:
    slot = revision.slot
    if slot.facet == "status" and revision.value not in STATUSES:
        return f"“{revision.value}” is no status."
    if slot.facet == "field" and slot.name != ASSESSOR:
        known = instrument.fields_by_name.get(slot.name)
        if known is None:
            return f"The question set has no case field “{slot.name}”."
        return "" if clean_field(known, revision.value) == revision.value else f"{slot.name} is written otherwise."
    if slot.facet == "answer":
        question = instrument.questions_by_id.get(slot.name)
        if question is None or question.per != slot.about:
            return f"The question set has no question “{slot.name}” asked of a {slot.about}."
        clean_evidence(revision.evidence)
        return "" if clean_answer(question, revision.value) == revision.value else f"{slot.name} is written otherwise."
    return ""
