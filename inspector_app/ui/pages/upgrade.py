"""Another version of the question set: chosen, looked at, and only then put in force."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.instrument import Instrument
from inspector_app.services.upgrading import Preview
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.upgrade_model import SHOWN, UpgradeFilter, UpgradeModel, rows_of
from inspector_app.ui.parts import button, column, frame, label, row, scrolled
from inspector_app.ui.phrases import counted
from inspector_app.ui.question_words import Shown, class_words
from inspector_app.ui.widgets.score_change import ScoreChange
from inspector_app.ui.widgets.table import Table
from inspector_app.ui.widgets.upgrade_choice import UpgradeChoice
from inspector_app.ui.widgets.upgrade_detail import UpgradeDetail

_WIDTHS = {"class": 122, "number": 68, "parts": 160, "answers": 78, "open": 64, "signed_off": 88, "lost": 64}
_LOW = 560
"""Below this height the scores stand under the question rather than over the table, in px."""


class UpgradePage(QWidget):
    """Shows what a version would change. Nothing changes before *Put in force*.

    Signals:
        chosen: a set to look at: a path, or an `Instrument`.
        agreed: the `Instrument` to put in force.
        left: back, without changes.
    """

    chosen = Signal(object)
    agreed = Signal(object)
    left = Signal()

    def __init__(self, documents: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Newer question set")
        self.setProperty("surface", "paper")
        self._preview: Preview | None = None
        self.stack = QStackedWidget()
        self.choice = UpgradeChoice(documents)
        self.choice.chosen.connect(self.chosen)
        self.stack.addWidget(scrolled(self.choice))
        self._heading = label("", "heading", wrap=True)
        self.counts = label("", "", wrap=True)
        self.scores, self.detail = ScoreChange(), UpgradeDetail()
        self._model = UpgradeModel(self)
        self._filter = UpgradeFilter(self._model, self)
        self.table = Table(self.tr("What becomes of each question and fact"))
        self.classes: dict[Shown | None, QPushButton] = {kind: button("", "subtab") for kind in (None, *SHOWN)}
        self.search = QLineEdit()
        self.stack.addWidget(self._look())
        self.put = button("", "primary")
        self.put.clicked.connect(self._agree)
        self.other = button(self.tr("Choose another…"))
        self.other.clicked.connect(self._choose_again)
        leave = button(self.tr("Cancel"))
        leave.clicked.connect(self.left)
        self._problem = label("", "quiet", wrap=True)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot = row(self._problem, leave, self.other, self.put, spacing=12)
        foot.setContentsMargins(24, 10, 24, 10)
        foot.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.stack, 1)
        whole.addWidget(frame("foot", foot))

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        if self.stack.currentIndex() == 1:
            self.table.setFocus()
        else:
            self.choice.take_keyboard()

    def begin(self, in_force: Instrument, others: Sequence[Instrument]) -> None:
        """Asks which version is to be looked at."""
        self._preview = None
        self.choice.begin(in_force, others)
        self._show(0)

    def complain(self, text: str, mistakes: Sequence[str] = ()) -> None:
        """Says why a set cannot be looked at; each mistake names file, question and reason."""
        self.choice.complain(text, mistakes)
        if text:
            self._show(0)

    def look(self, preview: Preview) -> None:
        """Shows what a version would change."""
        self._preview = preview
        old, new = preview.comparison.old, preview.comparison.new
        heading = self.tr("Version %1 in place of %2").replace("%1", new.version).replace("%2", old.version)
        self._heading.setText(heading)
        self.counts.setText(self._counts(preview))
        self.scores.show_preview(preview)
        self._model.show_rows(rows_of(preview))
        self.detail.begin(preview)
        self._tell_classes()
        self.search.clear()
        self.classes["confirm" if preview.comparison.count("confirm") else None].click()
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.put.setText(self.tr("Put version %1 in force").replace("%1", new.version))
        self._show(1)
        self.table.setCurrentIndex(self._filter.index(0, 0))
        self.take_keyboard()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves room for the table on a low screen."""
        super().resizeEvent(event)
        if self.height() < _LOW:
            self.detail.dock(self.scores)
        elif self.detail.isAncestorOf(self.scores):
            self._top.insertWidget(2, self.scores)

    def _show(self, page: int) -> None:
        self.stack.setCurrentIndex(page)
        for part in (self.put, self.other):
            part.setVisible(page == 1)
        self._problem.setText(self.tr("Answers keep the version they were given under.") if page == 1 else "")

    def _choose_again(self) -> None:
        self._preview = None
        self.complain("")
        self._show(0)
        self.take_keyboard()

    def _agree(self) -> None:
        if self._preview is not None:
            self.agreed.emit(self._preview.new)

    # Looking

    def _look(self) -> QWidget:
        self.table.setModel(self._filter)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _: self.detail.show_row(self._filter.row_at(now))
        )
        header = self.table.horizontalHeader()
        for place, name in enumerate(self._model.columns):
            if name in _WIDTHS:
                self.table.setColumnWidth(place, round(_WIDTHS[name] * self.table.text_scale()))
        header.setSectionResizeMode(self._model.columns.index("text"), header.ResizeMode.Stretch)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setObjectName("upgrade")
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(scrolled(self.detail))
        splitter.setSizes([300, 240])
        top = self._top = column(self._heading, self.counts, self.scores, self._choose_class(), spacing=8)
        top.setContentsMargins(24, 12, 24, 8)
        page = QWidget()
        whole = QVBoxLayout(page)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(splitter, 1)
        return page

    def _choose_class(self) -> QWidget:
        group = QButtonGroup(self)
        for kind, made in self.classes.items():
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, k=kind: self._filter.keep_class(k))
            group.addButton(made)
        self.search.setPlaceholderText(self.tr("Type to find"))
        self.search.setAccessibleName(self.tr("Find questions and facts"))
        self.search.setMaximumWidth(280)
        self.search.textChanged.connect(self._filter.search)
        line = QWidget()
        line.setLayout(row(*self.classes.values(), -1, self.search))
        return line

    def _tell_classes(self) -> None:
        rows = self._model.rows
        for kind, made in self.classes.items():
            number = sum(1 for shown in rows if shown.kind == kind) if kind else len(rows)
            made.setText(f"{class_words(kind) if kind else self.tr('All')}  {number}")
            made.setAccessibleName(made.text())
            made.setVisible(bool(number) or kind != "changed")

    def _counts(self, preview: Preview) -> str:
        changed, retired, lost = preview.answers("confirm"), preview.answers("retired"), preview.lost
        given = counted(
            changed,
            self.tr("%1 answer was given to a question that changes; it stands and counts."),
            self.tr("%1 answers were given to questions that change; they stand and count."),
        )
        parts = [given]
        if changed:
            parts.append(
                counted(
                    preview.to_confirm,
                    self.tr("%1 of them is in a case that is not signed off, and is to be confirmed again."),
                    self.tr("%1 of them are in cases that are not signed off, and are to be confirmed again."),
                )
            )
        if lost:
            parts.append(
                counted(
                    lost,
                    self.tr("%1 answer says what can no longer be said and counts as a blank as far as it does."),
                    self.tr("%1 answers say what can no longer be said and count as blanks as far as they do."),
                )
            )
        if retired:
            parts.append(
                counted(
                    retired,
                    self.tr("%1 answer to a retired question stays in the history and counts nowhere."),
                    self.tr("%1 answers to retired questions stay in the history and count nowhere."),
                )
            )
        parts.append(self.tr("Signed-off cases stay signed off."))
        return " ".join(parts)
