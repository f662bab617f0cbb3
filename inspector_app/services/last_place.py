"""Where one was in an encrypted inspection, kept in its own file: nothing of it may lie beside that."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.errors import KnownError
from inspector_app.services.session import Session

PLACE = ("page", "case", "place")
"""What is kept: the page, the case in the list, and the place in the form as JSON."""

_BEFORE = "window/"


def place_in(session: Session) -> dict[str, str]:
    """What was kept when the file was last closed; empty at first."""
    return {name: session.copy.local.get(_BEFORE + name, "") for name in PLACE}


def keep_place(session: Session, place: Mapping[str, str]) -> None:
    """Has the file keep it, behind what is on its way there. Where it cannot be written it costs only the memory."""
    said = {_BEFORE + name: value for name, value in place.items()}
    if said.items() <= session.copy.local.items():
        return
    try:
        session.writer.submit(lambda store: store.set_local(said))
    except KnownError:  # it is closed already
        return
