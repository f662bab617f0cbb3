"""Another version of the question set is put in force."""

from __future__ import annotations

from inspector_app.domain.answers import Slot
from inspector_app.domain.errors import KnownError
from inspector_app.domain.instrument import Instrument
from inspector_app.domain.upgrading import obstacles
from inspector_app.services.planning.ground import Draft, Ground, Plan


def upgrade(ground: Ground, new: Instrument) -> Plan:
    """The details name the version from now on; no answer is touched. The way back is the version before."""
    ground.refuse_unless_allowed("upgrade")
    refuse(ground.instrument, new)
    named = {"instrument_version": new.version, "instrument_hash": new.content_hash}
    drafts = tuple(Draft(Slot("inspection", "", "detail", name), value) for name, value in named.items())
    return Plan(drafts, "act", brings=new)


def refuse(old: Instrument, new: Instrument) -> None:
    """Refuses a set that cannot take the place of another.

    Raises:
        KnownError: why it cannot.
    """
    found = obstacles(old, new)
    if found:
        more = f" There are {len(found) - 1} more like it." if len(found) > 1 else ""
        raise KnownError(f"{found[0]}{more} Nothing was changed.")
