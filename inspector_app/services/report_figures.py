"""What the bound figures of an open inspection are counted on."""

from __future__ import annotations

from inspector_app.domain.bound_figures_count import Ground
from inspector_app.domain.scoring import Method
from inspector_app.services.session import Session


def ground_of(session: Session, method: Method = "question-mean", include_unfinished: bool = False) -> Ground:
    """The counted cases, the officers and the scores, from what is committed; on the session's own thread."""
    officers = tuple(session.officer(code) for code in session.officers())
    return Ground(
        session.instrument,
        tuple(session.assessed(ref) for ref in session.counted(include_unfinished)),
        officers if session.details().interviews_held else None,
        session.scores(method, include_unfinished),
    )
