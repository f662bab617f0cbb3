"""Proof in an encrypted inspection: each change is signed by the device that writes it; a hand-out keeps its bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from inspector_app.domain.answers import Ledger, Revision, Slot
from inspector_app.domain.errors import KnownError
from inspector_app.domain.grant import OFFICER, Grant, Scope, beyond, read_grant
from inspector_app.domain.proof import Granted
from inspector_app.domain.signing import Signature, key_slot, message
from inspector_app.runtime.device_key import DeviceKey, passing_key
from inspector_app.services.commands import NameDevice
from inspector_app.services.planning.ground import Draft

if TYPE_CHECKING:
    from inspector_app.services.session import Session

GRANT, GRANT_SIGNATURE = "grant", "grant_signature"
"""What an encrypted hand-out says of itself: what it grants, and the public key and signature of who granted it."""

_ID = Slot("inspection", "", "detail", "id")


class Signing:
    """Signs what one device writes in one inspection.

    Attributes:
        key: the key of the device.
        grant: what the file grants, where it is an encrypted hand-out.
    """

    def __init__(self, key: DeviceKey, local: Mapping[str, str]) -> None:
        self.key = key
        self.grant = grant_in(local)

    def introduction(self, ledger: Ledger, author: str, device: str) -> Draft | None:
        """The change by which the history names this key; None where it does already."""
        slot = key_slot(device, author)
        named = any(head.value == self.key.public for head in ledger.heads(slot))
        return None if named else Draft(slot, self.key.public)

    def refuse_others(self, author: str) -> None:
        """Refuses in a hand-out whoever it was not made for.

        Raises:
            KnownError: it was made for somebody else.
        """
        if self.grant is not None and author != self.grant.scope.assessor:
            raise KnownError(
                f"This file was handed out to {self.grant.scope.assessor}, and nobody else can work in it; nothing was "
                "changed. Open your own file."
            )

    def refuse_beyond(self, ledger: Ledger, drafts: Iterable[Draft]) -> None:
        """Refuses in a hand-out what it was not made for.

        Raises:
            KnownError: one of the drafts changes what is not its holder's to change.
        """
        if self.grant is None:
            return
        scope = _as_it_stands(ledger, self.grant.scope)
        for draft in drafts:
            said = beyond(scope, draft.slot, draft.value, {head.value for head in ledger.heads(draft.slot)})
            if said:
                raise KnownError(
                    f"In a hand-out nobody changes {said}; nothing was changed. That is done in the lead inspector’s "
                    "own file."
                )

    def refuse_taking_in(self) -> None:
        """Refuses to take tables or other copies into a hand-out.

        Raises:
            KnownError: this file is one.
        """
        if self.grant is not None:
            raise KnownError(
                f"This file was handed out to {self.grant.scope.assessor}, so nothing is taken into it; nothing was "
                "changed. That is done in the lead inspector’s own file."
            )


def signing_of(key: DeviceKey | None, device: str, local: Mapping[str, str]) -> Signing:
    """What signs for a device; with a key that lives as long as this process where the installation keeps none."""
    return Signing(key or passing_key(device), local)


def signer_of(
    signing: Signing | None, ledger: Ledger, revisions: Sequence[Revision], theirs: Iterable[Signature] = ()
) -> Callable[[], Sequence[Signature]]:
    """What signs revisions beside those who did, to be called on the writer's thread: many take most of a second.

    It signs nothing where nothing is signed.
    """
    if signing is None:
        return lambda: ()
    stands, kept = ledger.standing(_ID), tuple(theirs)
    inspection = stands.value if stands else ""
    return lambda: (*kept, *sign(signing.key, inspection, revisions))


def grant_in(local: Mapping[str, str]) -> Grant | None:
    """What a file grants, as it says itself; whether that is true is for whoever takes it back to find out."""
    text = local.get(GRANT)
    if text is None:
        return None
    try:
        return read_grant(text)
    except ValueError:
        # Nothing can be written in a hand-out that does not say what for.
        return Grant("", Scope(""), "")


def granted_in(local: Mapping[str, str]) -> Granted | None:
    """The grant of a file with who signed it; what is no signature at all is none."""
    text = local.get(GRANT)
    if text is None:
        return None
    key, _, signature = local.get(GRANT_SIGNATURE, "").partition(":")
    try:
        return Granted(text, key, bytes.fromhex(signature))
    except ValueError:
        return Granted(text, key, b"")


def sign(key: DeviceKey, inspection: str, revisions: Sequence[Revision]) -> list[Signature]:
    """A signature under each revision."""
    made = key.sign(message(inspection, r.digest) for r in revisions)
    return [Signature(r.id, key.public, one) for r, one in zip(revisions, made, strict=True)]


def vouch_for_all(session: Session) -> int:
    """Signs every change of an inspection that nobody has signed, and from now on what this session writes.

    For whoever encrypts a plain inspection: its history was signed by nobody. It may be called before the file is
    encrypted, so that there is never an encrypted file without proof. It waits for the disk and takes about a second
    for twenty thousand changes: it is not for the main thread, nor for a session that a window has open.

    Returns:
        How many changes were vouched for.

    Raises:
        KnownError: the disk does not take it.
    """
    if session.signing is None:
        session.signing = signing_of(session.person.key, session.person.device, session.copy.local)
    session.do(NameDevice(), "vouching")
    revisions = session.revisions()
    signed = {one.revision for one in session.writer.submit(lambda s: s.signatures()).result()}
    unsigned = [r for r in revisions if r.id not in signed]
    signer = signer_of(session.signing, session.ledger, unsigned)
    session.writer.submit(lambda s: s.sign(signer())).result()
    return len(unsigned)


def _as_it_stands(ledger: Ledger, scope: Scope) -> Scope:
    """The scope with the officers of the cases as they were corrected since."""
    slots = (Slot("case", ref, "field", OFFICER) for ref in scope.cases)
    return scope.with_officers((slot, head.value) for slot in slots for head in ledger.heads(slot))
