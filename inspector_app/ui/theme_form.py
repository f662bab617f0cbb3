"""The part of the style sheet that dresses the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector_app.ui.theme import Palette


def form_style(palette: Palette) -> str:
    """The rules for the widgets of the form, in the colours of one scheme."""
    return ""
