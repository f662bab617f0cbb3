"""The outcome scores of the same cases under two versions of the question set."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_app.domain.figures import CAUTION_BELOW
from inspector_app.domain.scoring import GroupScore, Scores, percent
from inspector_app.services.upgrading import Preview
from inspector_app.ui.parts import empty, label
from inspector_app.ui.phrases import counted


class ScoreChange(QWidget):
    """A column for each outcome: the score now, the score then, and the questions behind each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.lead = label("", "quiet", wrap=True)
        self._layout.addWidget(self.lead)
        self._table = QWidget()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._layout.addWidget(self._table)
        self.said: list[str] = []

    def show_preview(self, preview: Preview) -> None:
        """Shows the scores of a preview."""
        empty(self._grid)
        self.said = []
        before, after = preview.before, preview.after
        self._table.setVisible(bool(before.counted))
        self.lead.setText(self._lead(before))
        if not before.counted:
            return
        old, new = preview.comparison.old, preview.comparison.new
        self._put(self.tr("Version %1").replace("%1", old.version), "quiet", 1, 0)
        self._put(self.tr("Version %1").replace("%1", new.version), "quiet", 2, 0)
        titles = {o.id: o.short for o in (*old.outcomes, *new.outcomes)}
        groups = [{g.id: g for g in scores.outcomes} for scores in (before, after)]
        for place, (name, title) in enumerate(titles.items(), start=1):
            self._put(f"{name} {title}", "caps", 0, place)
            one, other = (found.get(name) for found in groups)
            self._put(self._score(one), "", 1, place)
            moved = self._moved(one, other)
            self._put(self._score(other) + moved, "strong" if moved else "", 2, place)
            self._grid.setColumnStretch(place, 1)
            self.said.append(f"{name}: {self._score(one)} → {self._score(other)}{moved}")

    def _lead(self, scores: Scores) -> str:
        if not scores.counted:
            return self.tr("No case is signed off yet, so there are no scores to compare.")
        words = counted(
            scores.counted,
            self.tr("Outcome scores of the one case that is signed off, by question mean."),
            self.tr("Outcome scores of the %1 cases that are signed off, by question mean."),
        )
        if scores.counted < CAUTION_BELOW:
            words += " " + self.tr("Fewer than %1 cases: read with caution.").replace("%1", str(CAUTION_BELOW))
        return words

    def _put(self, text: str, role: str, line: int, place: int) -> None:
        self._grid.addWidget(label(text, role), line, place)

    def _score(self, group: GroupScore | None) -> str:
        whole = percent(group.score) if group is not None else None
        if group is None or whole is None:
            return self.tr("–")
        behind = counted(group.questions, self.tr("1 question"), self.tr("%1 questions"))
        return f"{whole}% ({behind})"

    def _moved(self, one: GroupScore | None, other: GroupScore | None) -> str:
        before, after = (percent(g.score) if g is not None else None for g in (one, other))
        if before is None or after is None or before == after:
            return ""
        return f"  {after - before:+d}".replace("-", "\N{MINUS SIGN}")
