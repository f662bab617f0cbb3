"""Whether what came back from elsewhere was written by those who may: signatures, grants, and the bounds of a hand-out.

Pure rules over what a file holds. Whoever signs with a key of the lead or the deputy may write everything; an assessor
just what `grant.beyond` leaves them. One change that is not proven has the whole file refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspector_app.domain.answers import Anchor, Ledger, Revision
from inspector_app.domain.bounds import Bounds
from inspector_app.domain.case import read_details
from inspector_app.domain.chain_ends import anchors_digest
from inspector_app.domain.errors import KnownError
from inspector_app.domain.grant import Grant, beyond, grant_message, lead_act, read_grant
from inspector_app.domain.signing import Keys, Registered, Signature, Verify, fingerprint, message, registrations


@dataclass(frozen=True, slots=True)
class Granted:
    """A grant as a file holds it: its writing, and the public key and the signature of who granted it."""

    text: str
    key: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Arrived:
    """A copy that came back.

    Attributes:
        name: what it is called.
        encrypted: whether it was; what was not proves nothing.
        revisions: all that it holds; `new` is what is not here yet.
        signatures: those in it, by revision.
        granted: its grant, where it is an encrypted hand-out; `handed_to` for whom it says besides that it is.
        made_for: for whom it was made, as its key is known here; empty where it is not.
        anchors: changes that it names as kept elsewhere.
        whole: whether it lies under a key that the inspection here has or had.
        lost: ids of new ones that the file here held before it was damaged; only whose they are to write is not asked.
    """

    name: str
    encrypted: bool
    revisions: Sequence[Revision]
    new: Sequence[Revision]
    signatures: Mapping[str, Sequence[Signature]]
    granted: Granted | None = None
    handed_to: str = ""
    made_for: str = ""
    anchors: Sequence[Anchor] = ()
    whole: bool = False
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FirstKey:
    """A key with which somebody signs for the first time; `others` sign with it too, where it is known here."""

    holder: str
    fingerprint: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Believed:
    """What is to be told before a copy is taken in: keys seen for the first time, and how much nobody has signed.

    `acts` are those of the latter that are the lead's to do, each as a noun.
    """

    first: tuple[FirstKey, ...] = ()
    unsigned: int = 0
    acts: tuple[str, ...] = ()


def judge(arrived: Arrived, mine: Ledger, own: str, verify: Verify) -> Believed:
    """Decides for each new change of a copy whether its author's device was entitled to it.

    Args:
        mine: the history here.
        own: the public key of the device on which one works.

    Raises:
        KnownError: the first reason why nothing of it is to be taken in.
    """
    if not arrived.encrypted:
        _refuse_keys_in_plain(arrived)
        _Judge(arrived, mine, own, verify).hold_to_whom_it_says()
        return Believed(unsigned=len(arrived.new), acts=_acts(arrived))
    return _Judge(arrived, mine, own, verify).decide()


class _Judge:
    def __init__(self, arrived: Arrived, mine: Ledger, own: str, verify: Verify) -> None:
        self._arrived, self._mine, self._verify = arrived, mine, verify
        details = read_details(mine)
        self._inspection = details.details.get("id", "")
        named = tuple(r for r in mine if r.slot.about == "inspection")
        self._team = details.team
        self._here = Keys(named, details.team, (own,))
        self._all = Keys((*named, *arrived.new), details.team, (own,))
        self._grant: Grant | None = None
        self._leading: frozenset[str] = frozenset()
        self._known = {r.id: r for r in mine} | {r.id: r for r in arrived.revisions}

    @cached_property
    def _bounds(self) -> Bounds:
        """Drawn once signatures are known: what leading devices signed of the new may allocate, too."""
        new, under = self._arrived.new, self._arrived.signatures
        led = [r for r in new if any(one.key in self._leading for one in under.get(r.id, ()))]
        return Bounds(self._mine, new, led, self._grant.scope if self._grant else None)

    def decide(self) -> Believed:
        arrived = self._arrived
        if arrived.granted is not None or arrived.made_for:
            self._grant = self._granted()
            self._refuse_anchors(self._grant)
        self._leading = self._leading_keys()
        for one in registrations(arrived.new):
            self._refuse_key(one)
        for revision in arrived.new:
            self._refuse_unless_entitled(revision)
        first: dict[tuple[str, str], FirstKey] = {}
        for one in registrations(arrived.new):
            others = self._here.holders(one.public)
            if one.holder not in others:
                first[one.holder, one.public] = FirstKey(one.holder, fingerprint(one.public), others)
        return Believed(tuple(first.values()))

    def hold_to_whom_it_says(self) -> None:
        """Refuses in a plain hand-out what is beyond whom it says that it was made for."""
        for revision in self._arrived.new if self._arrived.handed_to else ():
            self._refuse_beyond(revision, self._arrived.handed_to)

    def _leading_keys(self) -> frozenset[str]:
        """Keys of those who lead: known here, or signed by one that is; in a copy of this very file all of them."""
        arrived = self._arrived
        new = [one for one in registrations(arrived.new) if self._all.leads(one.public)]
        if arrived.whole and arrived.granted is None and not arrived.handed_to and not arrived.made_for:
            return self._here.leading() | {one.public for one in new}
        found = self._here.leading()
        while more := {one.public for one in new if self._signers(one.revision) & found} - found:
            found |= more
        return found

    def _refuse_anchors(self, grant: Grant) -> None:
        """A hand-out follows on what it was given with, or on what is here: anything else could be put there later."""
        arrived = self._arrived
        if grant.anchors == anchors_digest(arrived.anchors):
            return
        held = {r.digest for r in self._known.values()}
        for one in arrived.anchors:
            if one.digest not in held:
                raise KnownError(
                    f"{arrived.name} follows on change {one.sequence} of device {one.device}, with which it was not "
                    f"handed out and which is not here, so nothing of it was taken in. Ask {grant.scope.assessor} for "
                    "the file as their Inspector saved it."
                )

    def _granted(self) -> Grant:
        arrived = self._arrived
        changed = KnownError(
            f"What {arrived.name} says of whom it was made for was changed, so nothing of it was taken in. "
            f"Ask {arrived.made_for or 'whoever sent it'} for another copy."
        )
        if arrived.granted is None:
            raise changed
        granted = arrived.granted
        if not self._here.led(granted.key):
            raise KnownError(
                f"{arrived.name} was handed out from a device that is not known here as the lead’s or the deputy’s, so "
                "nothing of it was taken in. Take in the copy that it was handed out from first."
            )
        try:
            grant = read_grant(granted.text)
        except ValueError:
            raise changed from None
        signed = self._verify(granted.key, granted.signature, grant_message(granted.text))
        whom = {grant.scope.assessor, arrived.handed_to, arrived.made_for or grant.scope.assessor}
        if not signed or len(whom) > 1 or grant.inspection != self._inspection:
            raise changed
        return grant

    def _refuse_key(self, one: Registered) -> None:
        arrived, before = self._arrived, self._here.of_device(one.device)
        if before - {one.public} or len(self._all.of_device(one.device)) > 1:
            was = " or ".join(fingerprint(key) for key in sorted(before)) or "another"
            raise KnownError(
                f"The key of a device of {one.holder} in {arrived.name} is not the one that it was "
                f"({fingerprint(one.public)}, before {was}), so nothing of it was taken in. Ask {one.holder} what "
                "happened; if all is well, hand out to them again."
            )
        if (one.device, one.holder) != (one.revision.device, one.revision.author):
            raise KnownError(
                f"{arrived.name} names a device key of {one.holder} that another device wrote there, so nothing of it "
                f"was taken in. Ask {one.holder} for a copy of their own."
            )
        own = self._grant is not None and one.holder == self._grant.scope.assessor
        if self._all.leads(one.public) and one.public not in self._leading and not own:
            raise KnownError(
                f"{arrived.name} brings a new device key of {one.holder}, who leads ({fingerprint(one.public)}), and "
                "no leading device that is known here signed it, so nothing of it was taken in. Only a copy of this "
                "very inspection under its own passphrase can bring one."
            )
        if self._grant is None and not self._all.leads(one.public) and one.holder not in self._team:
            raise KnownError(
                f"{arrived.name} comes from a device of {one.holder}, who is not in the team, so nothing of it was "
                "taken in. Add them to the team first, or hand out to them."
            )

    def _refuse_unless_entitled(self, revision: Revision) -> None:
        signers = self._signers(revision)
        grant = self._grant
        of_holder = grant is not None and revision.author == grant.scope.assessor
        if not of_holder and signers & self._leading:
            return
        if revision.id in self._arrived.lost and signers & self._here.of(revision.device, revision.author):
            return
        if not signers & self._all.of(revision.device, revision.author):
            raise self._not_proven(revision, "that its author’s device did not sign")
        if grant is not None and not of_holder:
            raise KnownError(
                f"{self._arrived.name} is {grant.scope.assessor}’s hand-out and yet holds changes by "
                f"{revision.author}, so nothing of it was taken in. Nobody else can work in a hand-out."
            )
        self._refuse_beyond(revision, revision.author)

    def _refuse_beyond(self, revision: Revision, who: str) -> None:
        replaced = [self._known.get(id_) for id_ in revision.supersedes]
        if any(other is None or other.slot != revision.slot for other in replaced):
            raise self._not_proven(revision, "that stands in the place of another one")
        values = {other.value for other in replaced if other is not None}
        said = beyond(self._bounds.scope(who), revision.slot, revision.value, values)
        if said and self._bounds.was_theirs(revision, values):
            raise KnownError(
                f"{self._arrived.name} changes {said}, which was {who}’s when it was handed out and is not any more, "
                f"so nothing of it was taken in. Allocate it back to {who}, take the file in, and allocate it again."
            )
        said = said or self._bounds.takes_over(revision, who)
        if said:
            whose = f"is {who}’s hand-out" if self._grant else f"holds changes by {who}"
            raise KnownError(
                f"{self._arrived.name} {whose} and yet changes {said}, which is not theirs to change, so nothing of "
                f"it was taken in. Ask {who} for a copy with just their own work."
            )
        if self._bounds.undoes_sign_off(revision):
            raise KnownError(
                f"{self._arrived.name} changes case {revision.slot.ref}, which was signed off meanwhile, so nothing of "
                "it was taken in. Reopen the case, take the file in, and sign it off again."
            )

    def _signers(self, revision: Revision) -> frozenset[str]:
        said = message(self._inspection, revision.digest)
        signatures = self._arrived.signatures.get(revision.id, ())
        for one in signatures:
            if one.key not in self._all:
                raise self._not_proven(revision, "signed with a key that the history does not name")
            if not self._verify(one.key, one.signature, said):
                raise self._not_proven(revision, "whose signature is wrong")
        return frozenset(one.key for one in signatures)

    def _not_proven(self, revision: Revision, what: str) -> KnownError:
        return KnownError(
            f"{self._arrived.name} holds a change {what} ({place_of(revision)}, by {revision.author}), so nothing of "
            f"it was taken in. Ask {revision.author} for the file as their Inspector saved it."
        )


def place_of(revision: Revision) -> str:
    """What a change is about, in a word or two."""
    slot = revision.slot
    return f"{slot.about} {slot.ref}" if slot.about in ("case", "officer") else f"the {slot.about}"


def _refuse_keys_in_plain(arrived: Arrived) -> None:
    """A plain copy proves nothing, so it cannot say with which key somebody signs from now on."""
    for one in registrations(arrived.new):
        raise KnownError(
            f"{arrived.name} is not encrypted and yet names a device key of {one.holder}, so nothing of it was taken "
            "in. Ask for the encrypted file."
        )


def _acts(arrived: Arrived) -> tuple[str, ...]:
    """What a plain copy does in the lead's name."""
    known = {r.id: r.value for r in arrived.revisions}
    acts = (lead_act(r.slot, r.value, [known.get(id_, "") for id_ in r.supersedes]) for r in arrived.new)
    return tuple(dict.fromkeys(act for act in acts if act))
