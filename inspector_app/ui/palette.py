"""The colours of one scheme as named roles; what they are stands in `theme`."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one scheme, as ``#rrggbb``.

    Attributes:
        paper, surface: the ground of a page, and of what lies on it.
        ink, quiet: text, and text that stands back.
        line: hairlines that only divide; `edge`: outlines of controls.
        accent, on_accent: the one accent, and text on it; `wash`: its tint, behind what is chosen.
        heat: the deepest tint of the accent in a map of scores, behind ink and quiet text.
        good, attention, stop: never without a word or a sign.
        focus: the ring around what has the keyboard.
        scale: the platform's font size against the usual one.
        marks: the folder with the small drawings of the style sheet; empty before they are drawn.
    """

    paper: str
    surface: str
    ink: str
    quiet: str
    line: str
    edge: str
    accent: str
    on_accent: str
    wash: str
    heat: str
    good: str
    attention: str
    stop: str
    focus: str
    scale: float = 1.0
    marks: str = ""

    def px(self, size: int) -> int:
        """A size of the type scale, grown with the platform's font size."""
        return round(size * self.scale)

    @property
    def colours(self) -> dict[str, str]:
        """The colours by role."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("scale", "marks")}
