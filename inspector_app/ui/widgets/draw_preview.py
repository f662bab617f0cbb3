"""Who would read what: one line for each second read that is proposed, each changeable before it is assigned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.second_reads import Candidate, Proposal
from inspector_app.ui.parts import column, empty, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.field_inputs import PatientComboBox


class DrawPreview(QWidget):
    """Lines of case and reader.

    Attributes:
        nothing: what it says where nothing is proposed.

    Signals:
        changed: another reader was chosen for a case.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[tuple[str, PatientComboBox]] = []
        self.nothing = self.tr("No case is chosen yet.")
        self._heading = label("", "strong", wrap=True)
        self._loads = label("", "quiet", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        whole = column(self._heading, self._list, self._loads)
        self.setLayout(whole)

    @property
    def readers(self) -> tuple[tuple[str, str], ...]:
        """Pairs of case and reader, cases that nobody is to read left out."""
        pairs = ((ref, str(box.currentData())) for ref, box in self.boxes if box.currentData())
        return tuple(dict.fromkeys(pairs))

    def show_proposals(
        self,
        proposals: Sequence[Proposal],
        cases: Mapping[str, Candidate],
        allowed: Mapping[str, Sequence[str]],
    ) -> None:
        """Shows what is proposed; `allowed` are the readers that may be chosen instead."""
        empty(self._list)
        self.boxes = []
        for proposal in proposals:
            case = cases[proposal.ref]
            box = PatientComboBox()
            box.addItem(self.tr("Nobody") if allowed[case.ref] else self.tr("Nobody may read it"), "")
            for reader in allowed[case.ref]:
                box.addItem(reader, reader)
            box.setCurrentIndex(max(0, box.findData(proposal.reader)))
            box.setAccessibleName(self.tr("Second reader of case %1").replace("%1", case.ref))
            box.setEnabled(bool(allowed[case.ref]))
            box.currentIndexChanged.connect(self._tell)
            about = self.tr("%1 · first read by %2").replace("%1", case.ldu or "–").replace("%2", case.assessor)
            words = column(label(case.ref, "strong"), label(about, "small", wrap=True), spacing=0)
            line = QWidget()
            line.setLayout(row(words, box))
            self._list.addWidget(line)
            self.boxes.append((case.ref, box))
        self._tell()

    def _tell(self) -> None:
        load = Counter(reader for _, reader in self.readers)
        total = counted(len(self.readers), self.tr("%1 second read"), self.tr("%1 second reads"))
        cases = counted(len({ref for ref, _ in self.boxes}), self.tr("of %1 case"), self.tr("of %1 cases"))
        self._heading.setText(f"{total} {cases}" if self.boxes else self.nothing)
        self._loads.setText(", ".join(f"{reader}: {number}" for reader, number in sorted(load.items())))
        self._loads.setVisible(bool(load))
        self.changed.emit()
