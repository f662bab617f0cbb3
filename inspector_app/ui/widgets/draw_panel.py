"""The panel in which cases for a second read are drawn or chosen, and readers proposed."""

from __future__ import annotations

import secrets
from collections import Counter
from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QWidget,
)

from inspector_app.domain.allocating import ties
from inspector_app.domain.second_reads import Candidate, benchmark, draw, may_read, number_of, propose
from inspector_app.services.commands import AssignSecondReads
from inspector_app.services.second_reading import candidates
from inspector_app.services.session import Session
from inspector_app.ui.models.cases_model import natural
from inspector_app.ui.parts import button, column, empty, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.draw_preview import DrawPreview
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.side_panel import SidePanel

_SHARE = 10


class DrawPanel(SidePanel):
    """A sample, cases chosen by hand, or one case for all. Nothing is assigned before the button is pressed.

    Signals:
        agreed: the command that assigns what is shown.
    """

    agreed = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._all: dict[str, Candidate] = {}
        self._cases: dict[str, Candidate] = {}
        self.setMinimumWidth(380)
        self.heading.setText(self.tr("Assign second reads"))
        self.modes = self._mode_buttons()
        self.pages = (self._sample_page(), self._chosen_page(), self._benchmark_page())
        self._page = 0
        self.finished_only = QCheckBox(self.tr("Only cases whose first reading is finished"))
        self.readers: dict[str, QCheckBox] = {}
        self._readers = column(spacing=0)
        self.preview = DrawPreview()
        self.assign = button("", "primary")
        self.assign.clicked.connect(self._agree)
        self.lay_out(
            column(
                *self.modes, 8, *self.pages, self.finished_only, 8,
                label(self.tr("Who may read"), "strong"), self._readers, 8, self.preview, -1,
            ),
            row(self.assign, -1),
        )  # fmt: skip
        self.preview.changed.connect(self._tell)
        self.finished_only.toggled.connect(self._propose)
        for place, mode in enumerate(self.modes):
            mode.toggled.connect(lambda on, p=place: self._turn(p) if on else None)

    def begin(self, ref: str = "") -> None:
        """Shows what could be drawn from the cases as they stand, with a new seed; `ref` is offered as benchmark."""
        self._all = {c.ref: c for c in candidates(self._session)}
        self.seed.setText(secrets.token_hex(3))
        self._offer_readers()
        self._offer_cases(ref)
        none = self.tr("No case is allocated or read yet, so there is nothing to read again.")
        self.preview.nothing = self.tr("No case is chosen yet.") if self._all else none
        self._turn(self._page)
        self.modes[self._page].setFocus()

    # Making the panel

    def _mode_buttons(self) -> tuple[QRadioButton, QRadioButton, QRadioButton]:
        made = (
            QRadioButton(self.tr("A random sample")),
            QRadioButton(self.tr("Cases I choose")),
            QRadioButton(self.tr("Benchmark: one case read by all")),
        )
        group = QButtonGroup(self)
        for mode in made:
            mode.setAccessibleName(mode.text())
            group.addButton(mode)
        made[0].setChecked(True)
        return made

    def _sample_page(self) -> QWidget:
        self.number = QLineEdit(str(_SHARE))
        self.number.setValidator(QIntValidator(1, 999, self.number))
        self.number.setMaximumWidth(80)
        self.number.setAccessibleName(self.tr("How many"))
        self.unit = PatientComboBox()
        self.unit.addItem(self.tr("% of the cases"), "share")
        self.unit.addItem(self.tr("cases"), "number")
        self.unit.setAccessibleName(self.tr("Share or number"))
        self.seed = QLineEdit()
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setAccessibleDescription(self.tr("The same seed draws the same cases again; it is kept with each."))
        self.spread = QCheckBox(self.tr("At least one from each LDU"))
        self.spread.setChecked(True)
        self.few = label("", "attention", wrap=True)
        self.few.hide()
        self.number.textChanged.connect(self._propose)
        self.unit.currentIndexChanged.connect(self._propose)
        self.seed.textChanged.connect(self._propose)
        self.spread.toggled.connect(self._propose)
        page = QWidget()
        page.setLayout(
            column(
                row(self.number, self.unit, -1),
                row(label(self.tr("Seed"), "strong"), self.seed),
                label(self.seed.accessibleDescription(), "small", wrap=True),
                self.spread,
                self.few,
            )
        )
        return page

    def _chosen_page(self) -> QWidget:
        self.list = QListWidget()
        self.list.setProperty("surface", "card")
        self.list.setAccessibleName(self.tr("Cases to be read again"))
        self.list.setMinimumHeight(180)
        self.list.itemChanged.connect(self._propose)
        page = QWidget()
        page.setLayout(column(label(self.tr("Space ticks a case."), "small"), self.list))
        return page

    def _benchmark_page(self) -> QWidget:
        self.case = PatientComboBox()
        self.case.setAccessibleName(self.tr("The case that all read"))
        self.case.currentIndexChanged.connect(self._propose)
        about = label(
            self.tr("Everybody who may reads the same case, blind. It shows where the team reads differently."),
            "small",
            wrap=True,
        )
        page = QWidget()
        page.setLayout(column(self.case, about, -1))
        return page

    def _offer_readers(self) -> None:
        team = self._session.details().team
        if team and list(self.readers) == list(team):
            return
        empty(self._readers)
        self.readers = {code: QCheckBox(code) for code in team}
        for code, box in self.readers.items():
            box.setChecked(True)
            box.setAccessibleName(self.tr("%1 may read").replace("%1", code))
            box.toggled.connect(self._propose)
        if not team:
            text = self.tr("Nobody is in the team yet. Add its members under “About this inspection”.")
            self._readers.addWidget(label(text, "quiet", wrap=True))
        boxes = list(self.readers.values())
        for start in range(0, len(boxes), 3):
            line = QWidget()
            line.setLayout(row(*boxes[start : start + 3], -1))
            self._readers.addWidget(line)

    def _offer_cases(self, ref: str) -> None:
        for widget in (self.list, self.case):
            widget.blockSignals(True)
        self.list.clear()
        self.case.clear()
        for case in sorted(self._all.values(), key=lambda c: natural(c.ref)):
            text = " · ".join(part for part in (case.ref, case.ldu, case.assessor) if part)
            item = QListWidgetItem(text)
            item.setData(Qt.ItemDataRole.UserRole, case.ref)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
            self.case.addItem(text, case.ref)
        self.case.setCurrentIndex(max(0, self.case.findData(ref)))
        for widget in (self.list, self.case):
            widget.blockSignals(False)

    # Proposing

    def _turn(self, page: int) -> None:
        self._page = page
        for place, part in enumerate(self.pages):
            part.setVisible(place == page)
        self.finished_only.setVisible(page == 0)
        self._propose()

    def _propose(self) -> None:
        page = self._page
        finished = page == 0 and self.finished_only.isChecked()
        self._cases = {ref: c for ref, c in self._all.items() if c.finished or not finished}
        team = [code for code, box in self.readers.items() if box.isChecked()]
        conflicts = ties(self._session.ledger)
        if page == 2:
            chosen = [self._cases[ref] for ref in (self.case.currentData(),) if ref in self._cases]
            proposals = benchmark(chosen[0], team, conflicts) if chosen else ()
        else:
            refs = self._drawn() if page == 0 else self._ticked()
            chosen = [self._cases[ref] for ref in refs if ref in self._cases]
            proposals = propose(chosen, team, conflicts, self._loads())
        allowed = {p.ref: may_read(self._cases[p.ref], team, conflicts) for p in proposals}
        self.preview.show_proposals(proposals, self._cases, allowed)

    def _loads(self) -> Counter[str]:
        return Counter(reader for case in self._all.values() for reader in case.readers)

    def _drawn(self) -> tuple[str, ...]:
        free = [c for c in self._cases.values() if not c.readers]
        number = int(self.number.text() or 0)
        if self.unit.currentData() == "share":
            number = number_of(Fraction(number, 100), len(free))
        units = len({c.ldu for c in free})
        text = self.tr("Too few for one from each LDU: there are %1.").replace("%1", str(units))
        self.few.setText(text)
        self.few.setVisible(self.spread.isChecked() and number < units)
        return draw(free, number, self.seed.text(), self.spread.isChecked())

    def _ticked(self) -> list[str]:
        items = (self.list.item(place) for place in range(self.list.count()))
        return [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked]

    def _tell(self) -> None:
        number = len(self.preview.readers)
        self.assign.setEnabled(bool(number))
        words = counted(number, self.tr("Assign %1 second read"), self.tr("Assign %1 second reads"))
        self.assign.setText(words if number else self.tr("Nothing to assign"))
        self.assign.setAccessibleName(self.assign.text())

    def _how(self) -> str:
        if self._page == 1:
            return "Chosen by hand"
        if self._page == 2:
            return "Benchmark, read by all"
        of = sum(not c.readers for c in self._cases.values())
        spread = ", each LDU" if self.spread.isChecked() and self.few.isHidden() else ""
        return f"Sample of {len(self.preview.boxes)} of {of}{spread}, seed {self.seed.text()}"

    def _agree(self) -> None:
        self.agreed.emit(AssignSecondReads(self.preview.readers, self._how()))
