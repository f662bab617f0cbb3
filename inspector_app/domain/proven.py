"""What the signatures of one file prove: which change is not signed as it should be, and whose keys it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.answers import Ledger, Revision
from inspector_app.domain.case import read_details
from inspector_app.domain.grant import grant_message
from inspector_app.domain.proof import Granted, place_of
from inspector_app.domain.signing import Keys, Signature, Verify, by_revision_of, message


@dataclass(frozen=True, slots=True)
class Device:
    """A key that a history names: whose, on which device, and how many changes it stands under.

    Attributes:
        signed: changes of its holder on its device.
        vouched: changes of others.
    """

    device: str
    holder: str
    public: str
    signed: int
    vouched: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What the signatures of a file prove: each thing that is wrong as a sentence, and the keys that it names."""

    problems: tuple[str, ...]
    devices: tuple[Device, ...]


def examine(ledger: Ledger, signatures: Sequence[Signature], granted: Granted | None, verify: Verify) -> Proof:
    """Holds every signature of a file against its history.

    Each change needs one of its author's device, or of somebody who leads or led. Where nobody of them ever signed, an
    assessor has encrypted a plain copy for themselves, and stands for all of it.
    """
    details = read_details(ledger)
    inspection = details.details.get("id", "")
    keys = Keys(tuple(ledger), details.team)
    unled = not any(keys.led(one.public) for one in keys.registered)
    under = by_revision_of(signatures)
    problems = _grant_problems(granted, keys, verify) + _key_problems(keys)
    counts: Counter[tuple[str, str]] = Counter()
    for revision in ledger:
        said, proven = message(inspection, revision.digest), False
        for one in under.pop(revision.id, ()):
            problem = _signature_problem(keys, one, said, verify)
            if problem:
                problems.append(f"{_named(revision)} {problem}")
                continue
            own = one.key in keys.of(revision.device, revision.author)
            proven = proven or own or unled or keys.led(one.key)
            counts[revision.device if own else "", one.key] += 1
        if not proven:
            problems.append(f"{_named(revision)} is signed neither by its author’s device nor by the lead’s.")
    problems += [f"There is a signature under revision {id_}, which is not there." for id_ in under]
    return Proof(tuple(problems), _devices(keys, counts))


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


def _devices(keys: Keys, counts: Mapping[tuple[str, str], int]) -> tuple[Device, ...]:
    found = {}
    for one in keys.registered:
        signed = counts.get((one.device, one.public), 0)
        vouched = counts.get(("", one.public), 0)
        found[one.device, one.holder, one.public] = Device(one.device, one.holder, one.public, signed, vouched)
    return tuple(found.values())
