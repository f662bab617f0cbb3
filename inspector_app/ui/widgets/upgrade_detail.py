"""One question under both versions, side by side, and the answers that can no longer be said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.upgrading import Lost, Part
from inspector_app.services.upgrading import Preview
from inspector_app.ui.models.upgrade_model import UpgradeRow
from inspector_app.ui.parts import empty, label
from inspector_app.ui.phrases import counted
from inspector_app.ui.question_words import class_words, part_of, part_words

_QUESTION: tuple[Part, ...] = ("text", "choices", "kind", "criteria", "opening")
_FACT: tuple[Part, ...] = ("text", "choices", "kind")
_NAMED = 40
"""How many lost answers are named before the rest is only counted."""


class UpgradeDetail(QWidget):
    """Shows the row that is chosen in the table of a preview."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "plain")
        self._preview: Preview | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 12, 24, 16)
        self._layout.setSpacing(8)
        self.title = label("", "heading", wrap=True)
        self._layout.addWidget(self.title)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        self._layout.addWidget(self._table)
        self.lost = label("", "", wrap=True)
        self._layout.addWidget(self.lost)
        self._below = QVBoxLayout()
        self._layout.addLayout(self._below)
        self._layout.addStretch(1)

    def dock(self, widget: QWidget) -> None:
        """Takes in, beneath the question, what has no room above it."""
        self._below.addWidget(widget)

    def begin(self, preview: Preview) -> None:
        """Takes over another preview; nothing is chosen yet."""
        self._preview = preview
        self.show_row(None)

    def show_row(self, row: UpgradeRow | None) -> None:
        """Shows one question or fact; None where none is chosen."""
        empty(self._grid)
        self.lost.clear()
        if row is None or self._preview is None:
            self.title.setText(self.tr("Choose a row to see it under both versions."))
            return
        number = row.asked.number if row.asked else self.tr("Fact")
        self.title.setText(f"{number}  ·  {class_words(row.kind)}  ·  {row.change.id}")
        self._fill(row, self._preview)
        if row.touched.lost:
            self.lost.setText(self._lost_words(row.touched.lost))

    def _fill(self, row: UpgradeRow, preview: Preview) -> None:
        old, new = preview.comparison.old, preview.comparison.new
        heads = (
            self.tr("Before, version %1").replace("%1", old.version),
            self.tr("From now on, version %1").replace("%1", new.version),
        )
        for place, words in enumerate(heads, start=1):
            self._put(words, "caps", 0, place)
        change = row.change
        listed = _QUESTION if row.asked else _FACT
        changed = {"choices" if part == "line" else part for part in change.parts}
        for line, part in enumerate(listed, start=1):
            name = part_words(part)
            self._put(self.tr("%1, changed").replace("%1", name) if part in changed else name,
                      "attention" if part in changed else "quiet", line, 0)  # fmt: skip
            before = part_of(part, change.old, old) if change.old else self.tr("not asked")
            after = part_of(part, change.new, new) if change.new else self.tr("not asked any more")
            self._put(before, "", line, 1)
            self._put(after, "strong" if part in changed else "", line, 2)

    def _put(self, text: str, role: str, line: int, place: int) -> None:
        made = label(text, role, wrap=place > 0)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._grid.addWidget(made, line, place, Qt.AlignmentFlag.AlignTop)

    def _lost_words(self, lost: tuple[Lost, ...]) -> str:
        head = counted(
            len(lost),
            self.tr("One answer says what can no longer be said. It is kept, and counts as a blank as far as it does:"),
            self.tr("%1 answers say what can no longer be said. They are kept, and count as blanks as far as they do:"),
        )
        named = [self._one(one) for one in lost[:_NAMED]]
        more = self.tr("and %1 more").replace("%1", str(len(lost) - _NAMED)) if len(lost) > _NAMED else ""
        return "\n".join((head, *named, *((more,) if more else ())))

    def _one(self, lost: Lost) -> str:
        place = self.tr("Case %1") if lost.about == "case" else self.tr("Officer %1")
        said = [place.replace("%1", lost.ref), lost.assessor, self.tr("signed off") if lost.signed_off else ""]
        return ", ".join(part for part in said if part) + f": “{lost.says}”"
