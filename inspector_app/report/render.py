"""Turns a `ReportInput` into the bytes of a PDF. The same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from inspector_app.report import flowables, styles
from inspector_app.report.compose import compose
from inspector_app.report.input import ReportInput
from inspector_app.report.pages import Pages

_PASSES = 2
"""As many passes as a report usually takes: one finds the pages, one fills in contents and numbers."""


class Cancelled(Exception):
    """The person asked to stop; nothing went wrong."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF."""

    content: bytes
    pages: int


class _Ticker:
    """Tells how far setting has come, and stops it when asked to."""

    def __init__(self, progress: Callable[[float, int], None], cancelled: Callable[[], bool]) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._passes = 0
        self._size = 1
        self._page = 0
        self._share = 0.0

    def __call__(self, what: str, value: int) -> None:
        if self._cancelled():
            raise Cancelled
        if what == "STARTED":
            self._passes += 1
        elif what == "SIZE_EST":
            self._size = max(value, 1)
        elif what == "PAGE":
            self._page = value
        elif what == "PROGRESS":
            # A table that is split puts its rest back in the line, and a report may settle a pass earlier or later.
            share = (self._passes - 1 + min(value / self._size, 1.0)) / _PASSES
            self._share = max(self._share, min(share, 1.0))
            self._progress(self._share, self._page)


def render(
    given: ReportInput,
    fonts: Path,
    progress: Callable[[float, int], None] = lambda _share, _page: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rendered:
    """Composes and sets the report.

    Args:
        fonts: the folder with the bundled fonts.
        progress: told the share done (0 to 1) and the page being set.
        cancelled: asked often; when it says yes, nothing is returned.

    Raises:
        Cancelled: `cancelled` said yes.
    """
    styles.use_fonts(fonts)
    document = compose(given)
    target = BytesIO()
    pages = Pages(target, document, _Ticker(progress, cancelled))
    if cancelled():
        raise Cancelled
    pages.multiBuild([pages.total, *flowables.build(document.blocks)])
    return Rendered(target.getvalue(), pages.total.pages)
