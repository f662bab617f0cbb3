"""Who signed what: signatures under revisions, and the keys of devices, which the history itself names."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from inspector_app.domain.answers import Revision, Slot
from inspector_app.domain.roles import LEADING, is_led


class Signature(NamedTuple):
    """That the holder of a key stands for a revision: its author's device, or somebody who vouches for it.

    Attributes:
        revision: its id.
        key: the public key (Ed25519), as 64 hexadecimal digits.
        signature: 64 bytes, made over `message`.
    """

    revision: str
    key: str
    signature: bytes


Verify = Callable[[str, bytes, bytes], bool]
"""Whether the holder of a public key made a signature over a message."""


def message(inspection: str, digest: str) -> bytes:
    """What is signed of a revision: its digest, and the inspection, so that no signature serves in another one."""
    return f"inspector change\n{inspection}\n{digest}".encode()


def key_slot(device: str, holder: str) -> Slot:
    """Where the public key of a device stands, once for each person who writes on it."""
    return Slot("inspection", "", "key", device, holder)


def fingerprint(public: str) -> str:
    """A key as people compare it aloud: five groups of four signs, from the SHA-256 of its digits (80 bits)."""
    digits = hashlib.sha256(public.encode()).hexdigest().upper()
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


def by_revision_of(signatures: Sequence[Signature]) -> dict[str, list[Signature]]:
    """Signatures by the id of their revision."""
    found: dict[str, list[Signature]] = {}
    for one in signatures:
        found.setdefault(one.revision, []).append(one)
    return found


class Registered(NamedTuple):
    """A key as the history names it: whose, on which device, by which revision."""

    device: str
    holder: str
    public: str
    revision: Revision


def registrations(revisions: Iterable[Revision]) -> tuple[Registered, ...]:
    """The keys that some revisions name, in their order, also those that another has replaced since."""
    return tuple(
        Registered(r.slot.name, r.slot.assessor, r.value, r)
        for r in revisions
        if r.slot.facet == "key" and r.slot.about == "inspection"
    )


def once_led(revisions: Iterable[Revision]) -> frozenset[str]:
    """Who has ever led, as a history says in its order: made so by the first act that names anybody, or by one of them.

    Whoever made themselves lead later is not among them, nor whom they made so.
    """
    made = [r for r in revisions if r.slot.facet == "member" and r.value in LEADING]
    found = {r.slot.name for r in made if r.batch == made[0].batch}
    while more := {r.slot.name for r in made if r.author in found} - found:
        found |= more
    return frozenset(found)


class Keys:
    """The keys that a history names, by device and by holder.

    Args:
        team: code -> role, which says whose keys lead.
        own: public keys that lead besides: that of the device on which one works.
    """

    def __init__(self, revisions: Sequence[Revision], team: Mapping[str, str], own: Iterable[str] = ()) -> None:
        self.registered = registrations(revisions)
        self._team, self._own, self._once = team, frozenset(own), once_led(revisions)
        self.is_led = is_led(team)
        self._of: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._of_device: dict[str, set[str]] = defaultdict(set)
        self._holders: dict[str, dict[str, None]] = defaultdict(dict)
        for one in self.registered:
            self._of[one.device, one.holder].add(one.public)
            self._of_device[one.device].add(one.public)
            self._holders[one.public][one.holder] = None

    def __contains__(self, public: str) -> bool:
        return public in self._holders

    def of(self, device: str, holder: str) -> frozenset[str]:
        """The keys with which somebody signs on a device: one, unless it was replaced."""
        return frozenset(self._of.get((device, holder), ()))

    def of_device(self, device: str) -> frozenset[str]:
        """The keys of a device, whoever writes on it."""
        return frozenset(self._of_device.get(device, ()))

    def holders(self, public: str) -> tuple[str, ...]:
        """Who signs with a key."""
        return tuple(self._holders.get(public, ()))

    def leads(self, public: str) -> bool:
        """Whether a key is one that a lead inspector or deputy signs with.

        In a team without either everybody's does. Unlike in `roles.leads` it is not enough to be nobody in the team.
        """
        if public in self._own:
            return True
        holders = self.holders(public)
        return bool(holders) and (not self.is_led or any(self._team.get(h) in LEADING for h in holders))

    def leading(self) -> frozenset[str]:
        """All the keys that `leads` says yes of."""
        return frozenset(key for key in (*self._holders, *self._own) if self.leads(key))

    def led(self, public: str) -> bool:
        """Whether a key is one that somebody who leads now, or led once, signs with: what they did then stands."""
        return self.leads(public) or any(holder in self._once for holder in self.holders(public))
