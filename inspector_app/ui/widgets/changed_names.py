"""The register of changed names: under which first name a real person may stand in the report."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from inspector_app.domain.changed_names import NameProblem
from inspector_app.domain.report_text import ChangedName
from inspector_app.services.commands import ChangeName
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.widgets.rows_table import RowsTable


class NamesFace(QWidget):
    """The register as a list, and beneath it the entry that is written or changed.

    Signals:
        changed: the `ChangeName` that is asked for.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[ChangedName, ...] = ()
        self._build()

    def show_names(self, names: Sequence[ChangedName], problems: Sequence[NameProblem], refusal: str) -> None:
        """Shows the register, and what is to be looked at in it."""
        self._names = tuple(names)
        told: dict[str, list[str]] = {}
        for problem in problems:
            told.setdefault(problem.real, []).append(self._problem(problem))
        self.table.show_rows(
            [
                Row(one.real, (Cell(one.real), Cell(one.changed), Cell(one.where_from)))
                for one in self._names
            ]
        )  # fmt: skip
        self.table.setVisible(bool(names))
        lines = [f"{real}: {text}" for real, texts in told.items() for text in texts]
        self.problems.setText("\n".join(lines))
        self.problems.setVisible(bool(lines))
        self._entry.setVisible(not refusal)
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        (self.real if not self._entry.isHidden() else self.table).setFocus()

    def _build(self) -> None:
        told = self.tr(
            "A person in an illustration stands under a changed first name. Enter the real one here, and the check "
            "finds it wherever it was left in the text; the register itself is never printed."
        )
        headed = (
            ("real", self.tr("Real name")), ("changed", self.tr("Printed as")), ("where", self.tr("Where it stands")),
        )  # fmt: skip
        self.table = RowsTable(self.tr("Changed names"), headed, "real", gives_way=("where",))
        self.table.setMinimumHeight(120)
        self.table.moved.connect(lambda: self._show_entry() if self.table.hasFocus() else None)
        self.table.clicked.connect(self._show_entry)
        self.table.opened.connect(self._show_entry)
        self._build_entry([text for _, text in headed])
        self.problems = label("", "attention", wrap=True)
        self._refusal = label("", "quiet", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.setSpacing(8)
        for part in (label(told, "quiet", wrap=True), self.table, self.problems, self._entry, self._refusal):
            whole.addWidget(part)
        whole.setStretchFactor(self.table, 1)
        whole.addStretch(0)

    def _build_entry(self, names: Sequence[str]) -> None:
        self.real, self.printed, self.where = QLineEdit(), QLineEdit(), QLineEdit()
        self._entry = QWidget()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        for line, (field, name) in enumerate(zip((self.real, self.printed, self.where), names, strict=True)):
            field.setAccessibleName(name)
            field.returnPressed.connect(self._save)
            named = label(name, "strong")
            named.setBuddy(field)
            grid.addWidget(named, line, 0)
            grid.addWidget(field, line, 1)
        self.where.setPlaceholderText(self.tr("For example the case, or the interview"))
        self.save = button(self.tr("Save name"), "primary")
        self.save.clicked.connect(self._save)
        self.forget = button(self.tr("Remove"), name=self.tr("Remove the name from the register"))
        self.forget.clicked.connect(self._forget)
        self.forget.setEnabled(False)
        self.real.textChanged.connect(lambda text: self.forget.setEnabled(text.strip() in self._known()))
        self._entry.setLayout(column(grid, row(self.save, self.forget, -1)))

    def _known(self) -> frozenset[str]:
        return frozenset(one.real for one in self._names)

    def _show_entry(self) -> None:
        found = next((one for one in self._names if one.real == self.table.key()), None)
        if found is not None:
            self.real.setText(found.real)
            self.printed.setText(found.changed)
            self.where.setText(found.where_from)

    def _save(self) -> None:
        self.changed.emit(ChangeName(self.real.text(), self.printed.text(), self.where.text()))

    def saved(self) -> None:
        """The entry is in the register; the fields are free for the next."""
        for field in (self.real, self.printed, self.where):
            field.clear()
        self.real.setFocus()

    def _forget(self) -> None:
        self.changed.emit(ChangeName(self.real.text(), ""))

    def _problem(self, problem: NameProblem) -> str:
        words = {
            "blank": self.tr("one of the names has no letter."),
            "unchanged": self.tr("“%1” is a part of the real name."),
            "is_real": self.tr("“%1” is a part of the real name of %2."),
            "twice": self.tr("the same person stands here as %2, under another name."),
            "shared": self.tr("“%1” stands for %2, too, so that a reader takes them for one."),
            "is_code": self.tr("“%1” is somebody’s code."),
            "in_notes": self.tr("“%1” stands in an assessor’s note; it may be somebody’s real name."),
        }
        return words[problem.flaw].replace("%1", problem.changed).replace("%2", problem.other)
