"""Beside the list of cases: how they could be spread evenly, before anything is allocated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from inspector_app.ui.parts import button, column, empty, label, row, widgets_in
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.assessor_choice import AssessorChoice
from inspector_app.ui.widgets.side_panel import SidePanel


class ProposePanel(SidePanel):
    """Choices, the totals that follow from them, and the button that allocates.

    Signals:
        asked: propose, with what is chosen.
        agreed: allocate what is proposed.
        begun_anew: back to the choices.
    """

    asked = Signal()
    agreed = Signal()
    begun_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading.setText(self.tr("Propose evenly"))
        self.assessors = AssessorChoice()
        self.only_free = QRadioButton(self.tr("Cases that nobody has"))
        self.all_not_begun = QRadioButton(self.tr("All cases not begun"))
        self.only_free.setChecked(True)
        group = QButtonGroup(self)
        for radio in (self.only_free, self.all_not_begun):
            radio.setAccessibleName(radio.text())
            group.addButton(radio)
        self.propose = button(self.tr("Propose"))
        self.propose.clicked.connect(self.asked)
        self.anew = button(self.tr("Choose otherwise…"), "link")
        self.anew.clicked.connect(self.begun_anew)
        self.allocate = button("", "primary")
        self.allocate.clicked.connect(self.agreed)
        self.discard = button(self.tr("Discard"))
        self.discard.clicked.connect(self.closed)
        self._totals = QVBoxLayout()
        self._lay_out()
        self.assessors.changed.connect(lambda: self.propose.setEnabled(bool(self.assessors.chosen())))
        self.begin()

    def _lay_out(self) -> None:
        self._totals.setSpacing(6)
        words = self.tr(
            "Each gets as many cases as the others, from every unit, and none of an officer they work with. "
            "Nothing is allocated before you agree."
        )
        self._choices = QWidget()
        self._choices.setLayout(
            column(
                label(words, "quiet", wrap=True), self.only_free, self.all_not_begun, self.assessors,
                row(self.propose, -1),
            )
        )  # fmt: skip
        content = QVBoxLayout()
        content.setSpacing(8)
        content.addWidget(self._choices)
        content.addLayout(row(self.anew, -1))
        content.addLayout(self._totals)
        content.addStretch(1)
        self.lay_out(content, row(self.allocate, self.discard, -1))

    def begin(self) -> None:
        """Nothing is proposed yet."""
        empty(self._totals)
        self._choices.show()
        self.anew.hide()
        self._name(0)
        self.propose.setEnabled(bool(self.assessors.chosen()))

    def tell(
        self,
        assignments: Mapping[str, str],
        held: Mapping[str, int],
        units: Mapping[str, str],
        unplaced: Iterable[tuple[str, str]],
    ) -> None:
        """Shows the totals of a proposal.

        Args:
            assignments: case -> assessor.
            held: how many cases each has besides.
            units: case -> its unit.
            unplaced: cases that nobody chosen may read, with the officer.
        """
        empty(self._totals)
        self._choices.hide()
        self.anew.show()
        for code in sorted({*assignments.values(), *self.assessors.chosen()}):
            refs = [ref for ref, to in assignments.items() if to == code]
            total = held.get(code, 0) + len(refs)
            text = counted(total, self.tr("%2: %1 case"), self.tr("%2: %1 cases")).replace("%2", code)
            self._say(self.tr("%1, %2 of them new").replace("%1", text).replace("%2", str(len(refs))), "strong")
            spread = Counter(units[ref] or self.tr("unit not recorded") for ref in refs)
            if spread:
                self._say(", ".join(f"{unit} {number}" for unit, number in sorted(spread.items())), "quiet")
        for ref, officer in unplaced:
            text = self.tr("%1 stays with nobody: all chosen work with its officer %2.")
            self._say(text.replace("%1", ref).replace("%2", officer), "attention")
        self._name(len(assignments))

    def lines(self) -> list[str]:
        """What the totals say, line by line."""
        return [w.text() for w in widgets_in(self._totals) if isinstance(w, QLabel)]

    def _name(self, number: int) -> None:
        words = counted(number, self.tr("Allocate %1 case"), self.tr("Allocate %1 cases"))
        self.allocate.setText(words if number else self.tr("Allocate"))
        self.allocate.setAccessibleName(self.allocate.text())
        self.allocate.setEnabled(bool(number))

    def _say(self, text: str, role: str) -> None:
        self._totals.addWidget(label(text, role, wrap=True))
