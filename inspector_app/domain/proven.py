"""What the signatures of one file prove: which change is not signed as it should be, and whose keys it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.answers import Anchor, Ledger, Revision
from inspector_app.domain.case import read_details
from inspector_app.domain.chain_ends import anchors_digest
from inspector_app.domain.grant import grant_message, read_grant
from inspector_app.domain.proof import Granted, place_of
from inspector_app.domain.signing import Keys, Signature, Verify, by_revision_of, message


@dataclass(frozen=True, slots=True)
class Device:
    """A key that a history names: whose, on which device, and how many changes it stands under.

    Attributes:
        signed: changes of its holder on its device.
        vouched: changes of others.
        introduced: whether a leading key signed the naming of this one; the first and an assessor’s need none.
    """

    device: str
    holder: str
    public: str
    signed: int
    vouched: int
    introduced: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """What the signatures of a file prove: each thing that is wrong as a sentence, and the keys that it names.

    `vouched` names the changes that their author's device did not sign, though it had a key, but somebody who leads.
    """

    problems: tuple[str, ...]
    devices: tuple[Device, ...]
    vouched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says besides its history: its grant, on which changes kept elsewhere it follows, and of itself.

    Attributes:
        anchors: changes kept elsewhere.
        handed_to: for whom it was made.
        saved: whether it was saved from damage.
    """

    granted: Granted | None = None
    anchors: Sequence[Anchor] = ()
    handed_to: str = ""
    saved: bool = False


def examine(ledger: Ledger, signatures: Sequence[Signature], said_besides: Said, verify: Verify) -> Proof:
    """Holds every signature of a file against its history.

    Each change needs one of its author's device, or of somebody who leads or led and whose key another such key
    introduced, from that of the first of them on. Where nobody of them ever signed, an assessor has encrypted a plain
    copy for themselves, and stands for all of it.
    """
    details = read_details(ledger)
    inspection = details.details.get("id", "")
    keys = Keys(tuple(ledger), details.team)
    unled = not any(keys.led(one.public) for one in keys.registered)
    under = by_revision_of(signatures)
    leading = _introduced(keys, under, inspection, verify)
    problems = _grant_problems(said_besides.granted, keys, verify) + _key_problems(keys)
    problems += _anchor_problems(ledger, said_besides, unled)
    vouched = []
    counts: Counter[tuple[str, str]] = Counter()
    for revision in ledger:
        said, own_word, proven = message(inspection, revision.digest), False, False
        for one in under.pop(revision.id, ()):
            problem = _signature_problem(keys, one, said, verify)
            if problem:
                problems.append(f"{_named(revision)} {problem}")
                continue
            own = one.key in keys.of(revision.device, revision.author)
            own_word = own_word or own
            proven = proven or own or unled or one.key in leading
            counts[revision.device if own else "", one.key] += 1
        if not proven:
            problems.append(f"{_named(revision)} is signed neither by its author’s device nor by the lead’s.")
        elif not own_word and _had_key(keys, revision):
            vouched.append(_named(revision))
    problems += [f"There is a signature under revision {id_}, which is not there." for id_ in under]
    return Proof(tuple(problems), _devices(keys, counts, leading), tuple(vouched))


def _introduced(
    keys: Keys, under: Mapping[str, Sequence[Signature]], inspection: str, verify: Verify
) -> frozenset[str]:
    """The keys of those who lead or led: the first that is named, and each whose naming one of these signed."""
    led = [one for one in keys.registered if keys.led(one.public)]
    found = {one.public for one in led[:1]}

    def signed(revision: Revision) -> bool:
        said = message(inspection, revision.digest)
        return any(s.key in found and verify(s.key, s.signature, said) for s in under.get(revision.id, ()))

    while more := {one.public for one in led if one.public not in found and signed(one.revision)}:
        found |= more
    return frozenset(found)


def _had_key(keys: Keys, revision: Revision) -> bool:
    """Whether the device of a change had a key of its author's when it was written."""
    mine = (one for one in keys.registered if (one.device, one.holder) == (revision.device, revision.author))
    return any(one.revision.sequence < revision.sequence for one in mine)


def _anchor_problems(ledger: Ledger, said: Said, unled: bool) -> list[str]:
    """A hand-out follows on just what it was given with; a whole file on nothing that it does not hold."""
    if said.saved or (unled and said.handed_to):
        return []
    given = ""
    if said.granted is not None:
        try:
            given = read_grant(said.granted.text).anchors
        except ValueError:
            return []  # that it was changed is told already
        if given in ("", anchors_digest(said.anchors)):
            return []
    held = {r.digest for r in ledger}
    return [
        f"The file says that change {one.sequence} of device {one.device} is kept elsewhere, which just a hand-out "
        "says of what it was given with: perhaps it was taken out."
        for one in said.anchors
        if one.digest not in held
    ]


def _grant_problems(granted: Granted | None, keys: Keys, verify: Verify) -> list[str]:
    if granted is None:
        return []
    sound = keys.led(granted.key) and verify(granted.key, granted.signature, grant_message(granted.text))
    return [] if sound else ["What the file says of whom it was handed out to was changed."]


def _key_problems(keys: Keys) -> list[str]:
    problems = []
    for device in dict.fromkeys(one.device for one in keys.registered):
        if len(keys.of_device(device)) > 1:
            problems.append(f"The history names more than one key for device {device}.")
    for one in keys.registered:
        if (one.device, one.holder) != (one.revision.device, one.revision.author):
            problems.append(f"{_named(one.revision)} names the key of another device.")
    return problems


def _signature_problem(keys: Keys, one: Signature, said: bytes, verify: Verify) -> str:
    if one.key not in keys:
        return "is signed with a key that the history does not name."
    return "" if verify(one.key, one.signature, said) else "was altered, or its signature was."


def _named(revision: Revision) -> str:
    return f"Revision {revision.id} ({place_of(revision)}, by {revision.author})"


def _devices(keys: Keys, counts: Mapping[tuple[str, str], int], leading: frozenset[str]) -> tuple[Device, ...]:
    found = {}
    for one in keys.registered:
        signed = counts.get((one.device, one.public), 0)
        vouched = counts.get(("", one.public), 0)
        known = one.public in leading or not (keys.is_led and keys.led(one.public))
        found[one.device, one.holder, one.public] = Device(one.device, one.holder, one.public, signed, vouched, known)
    return tuple(found.values())
