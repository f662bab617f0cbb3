"""Charts that do not fit where they are told go to the head of the next page, while the text goes on filling this one.

They never pass a heading of the first or second level, nor each other, and are read aloud where they are told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from reportlab.platypus import CondPageBreak, Flowable

from inspector_app.report.setting.tags import Tag


class Need(CondPageBreak):
    """Goes to the next page where so much room is not left. It leaves the white before and after it as it was."""


class Waiting(Protocol):
    """What holds the charts that wait for the next page."""

    waiting: list[Flowable]


class Float(Need):
    """A chart with its title: set here where it fits, else put off. `tags` are given their place in the tree here."""

    def __init__(self, content: Sequence[Flowable], height: float, tags: Sequence[Tag]) -> None:
        super().__init__(height)
        self.content, self.tags = content, tags

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Sets the chart or puts it off; takes no room itself."""
        pages, frame = _pages(self), self._doctemplateAttr("frame")
        if pages is not None and frame is not None:
            for tag in self.tags:
                self.canv.enter(tag)
            if pages.waiting or height < self.height:
                pages.waiting.extend((Need(self.height), *self.content))
            else:
                frame.add_generated_content(*self.content)
        return 0, 0


class Flush(Need):
    """Charts that still wait are set before what follows."""

    def __init__(self) -> None:
        super().__init__(0)

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """Sets them; takes no room itself."""
        pages, frame = _pages(self), self._doctemplateAttr("frame")
        if pages is not None and frame is not None and pages.waiting:
            frame.add_generated_content(*pages.waiting)
            pages.waiting = []
        return 0, 0


def _pages(flowable: Any) -> Waiting | None:
    found: Waiting | None = getattr(getattr(flowable, "canv", None), "_doctemplate", None)
    return found
