"""The question sets of one inspection: those at hand in this copy of Inspector, and those that its file carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from inspector_app.domain.answers import Anchor, Revision
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument, QuestionSet
from inspector_app.domain.signing import Signature
from inspector_app.domain.upgrading import Earlier, earlier
from inspector_app.instruments.carried import DamagedSet, pack, unpack
from inspector_app.storage.store import Place, Store


class Shelf:
    """Finds the set that is in force, and earlier ones.

    Args:
        at_hand: the sets of this copy of Inspector, by id.
        carried: what the file carries, in the order in which it came in.
    """

    def __init__(self, at_hand: Mapping[str, Instrument], carried: Iterable[QuestionSet] = ()) -> None:
        self._at_hand = at_hand
        self._carried = {one.content_hash: one for one in carried}
        self._read: dict[str, Instrument] = {}
        self.flaws: tuple[str, ...] = ()

    @property
    def carried(self) -> tuple[QuestionSet, ...]:
        """What the file carries."""
        return tuple(self._carried.values())

    def in_force(self, details: Mapping[str, str]) -> Instrument:
        """The set that the inspection's details name: the one at hand where it is the very same, else the carried one.

        A file of format 1.0 carries none: for it the set of that id at hand is taken, whatever its version. Where the
        details are lost, as in a file saved from damage, it is the set that came in last.

        Raises:
            KnownError: it is neither at hand nor carried, or what is carried is damaged or another one.
        """
        name, wanted = details.get("instrument", ""), details.get("instrument_hash", "")
        if not name and self._carried:
            return self._unpacked(self.carried[-1])
        at_hand = self._at_hand.get(name)
        if at_hand is not None and at_hand.content_hash == wanted:
            return at_hand
        found = self._carried.get(wanted)
        if found is not None:
            if found.instrument != name and at_hand is None:
                raise _not_at_hand(name, self._at_hand)
            if found.instrument != name:
                raise DamagedSet(
                    f"The file carries the question set {found.instrument} where {name} was in force; nothing was "
                    "changed. Go back to a copy of the file that opens, and keep this one for help."
                )
            return self._unpacked(found)
        if at_hand is None:
            last = next((one for one in reversed(self.carried) if one.instrument == name), None)
            if last is None:
                raise _not_at_hand(name, self._at_hand)
            return self._unpacked(last)
        return at_hand

    def beside(self, carried: Iterable[QuestionSet]) -> Shelf:
        """The shelf of another file: the same sets at hand, and what that file carries."""
        return Shelf(self._at_hand, carried)

    def others(self, in_force: Instrument) -> tuple[Instrument, ...]:
        """The other versions of the set in force that the file carries, in the order in which they came in.

        What is damaged is left out, and told in `flaws`.
        """
        found, flaws = [], []
        for one in self.carried:
            if one.instrument == in_force.id and one.content_hash != in_force.content_hash:
                try:
                    found.append(self._unpacked(one))
                except DamagedSet as error:
                    flaws.append(str(error))
        self.flaws = tuple(flaws)
        return tuple(found)

    def earlier(self, in_force: Instrument) -> Earlier:
        """What changed between the other versions that the file carries and the one in force."""
        return earlier(in_force, self.others(in_force))

    def write(
        self,
        store: Store,
        revisions: Sequence[Revision],
        in_use: Sequence[Instrument],
        sets: Sequence[QuestionSet] = (),
        anchors: Sequence[Anchor] = (),
        settled: Iterable[Place] = (),
        signatures: Iterable[Signature] = (),
    ) -> None:
        """Writes revisions; the file then carries the sets that are in use, and others that came with them."""
        carried = (*sets, *self._not_carried(*in_use))
        store.append(revisions, carried, anchors, settled, signatures)
        for one in carried:
            self._carried.setdefault(one.content_hash, one)
        self._read |= {one.content_hash: one for one in in_use}

    def to_carry(self, in_use: Instrument) -> tuple[QuestionSet, ...]:
        """What another file of this inspection is to carry."""
        return (*self.carried, *self._not_carried(in_use))

    def _not_carried(self, *in_use: Instrument) -> tuple[QuestionSet, ...]:
        packed = (pack(one) for one in in_use if one.content_hash not in self._carried)
        return tuple(one for one in packed if one is not None)

    def _unpacked(self, carried: QuestionSet) -> Instrument:
        if carried.content_hash not in self._read:
            self._read[carried.content_hash] = unpack(carried)
        return self._read[carried.content_hash]


def _not_at_hand(name: str, at_hand: Mapping[str, Instrument]) -> KnownError:
    return KnownError(
        f"The question set “{name}” is not at hand (there are: {', '.join(at_hand) or 'none'}); nothing was changed. "
        "Name one of these, or use a copy of Inspector that has it."
    )


def at_hand(name: str, sets: Mapping[str, Instrument]) -> Instrument:
    """A set of this copy of Inspector.

    Raises:
        KnownError: there is none of that id.
    """
    found = sets.get(name)
    if found is None:
        raise _not_at_hand(name, sets)
    return found
