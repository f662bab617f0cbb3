"""What a file of the Trust brings, before anything is taken in: new, here already, and without a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.trust_comments import Incoming, Sorted
from inspector_app.ui.models.comment_rows import incoming_key, incoming_rows, why_not_placed
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.field_inputs import PatientComboBox
from inspector_app.ui.widgets.rows_table import RowsTable


class IncomingPanel(QWidget):
    """A list of what came in, and the button that takes in what has a paragraph.

    Signals:
        placed: a comment without a paragraph (`Incoming`), and the key of the paragraph to which it belongs.
        taken: what is shown is to be taken in.
        left: nothing is taken in.
    """

    placed = Signal(object, str)
    taken = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = Sorted((), (), ())
        self._build()

    def show_found(self, name: str, found: Sorted, paragraphs: Sequence[tuple[str, str]]) -> None:
        """Shows what the file of that name brings; `paragraphs` are keys and words of those to choose from."""
        self.found = found
        self.heading.setText(self.tr("What %1 brings").replace("%1", name))
        parts = [
            (len(found.new), self.tr("%1 new comment"), self.tr("%1 new comments")),
            (len(found.same), self.tr("%1 that is here already"), self.tr("%1 that are here already")),
            (len(found.not_placed), self.tr("%1 without a paragraph"), self.tr("%1 without a paragraph")),
        ]
        told = ", ".join(counted(*part) for part in parts if part[0])
        self.told.setText(f"{told}." if told else self.tr("There is no comment in this file."))
        if self.places.count() != len(paragraphs) + 1:
            self.places.clear()
            self.places.addItem(self.tr("Choose the paragraph…"), "")
            for key, words in paragraphs:
                self.places.addItem(words, key)
        self.table.show_rows(incoming_rows(found))
        self.table.setVisible(bool(told))
        words = counted(len(found.new), self.tr("Take in %1 comment"), self.tr("Take in %1 comments"))
        self.take_in.setText(words if found.new else self.tr("Nothing to take in"))
        self.take_in.setAccessibleName(self.take_in.text())
        self.take_in.setEnabled(bool(found.new))
        self._show_chosen()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one goes on."""
        if self.found.not_placed:
            self.table.setFocus()
        else:
            (self.take_in if self.take_in.isEnabled() else self.cancel).setFocus()

    def _build(self) -> None:
        self.heading, self.told = label("", "heading", wrap=True), label("", "strong", wrap=True)
        headed = (
            ("state", self.tr("What")), ("where", self.tr("Paragraph")), ("words", self.tr("Comment")),
            ("who", self.tr("Who")),
        )  # fmt: skip
        self.places = PatientComboBox()
        self.table = RowsTable(self.tr("Comments in the file"), headed, "words", gives_way=("who",), as_given=True)
        self.table.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self.table.moved.connect(self._show_chosen)
        self.table.opened.connect(lambda _: self.places.setFocus())
        self.why = label("", "attention", wrap=True)
        self.places.setAccessibleName(self.tr("Paragraph to which it belongs"))
        self.places.setSizeAdjustPolicy(PatientComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.put = button(self.tr("Put it there"))
        self.put.clicked.connect(self._place)
        self.places.currentIndexChanged.connect(lambda _: self.put.setEnabled(bool(self.places.currentData())))
        placing = row(self.places, self.put)
        placing.setStretch(0, 1)
        self._placing = QWidget()
        self._placing.setLayout(column(self.why, placing, spacing=4))
        self.take_in = button(self.tr("Take in"), "primary")
        self.take_in.clicked.connect(self.taken)
        self.cancel = button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.left)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        for part in (self.heading, self.told):
            whole.addWidget(part)
        whole.addWidget(self.table, 1)
        whole.addWidget(self._placing)
        whole.addLayout(row(self.take_in, self.cancel, -1))
        whole.addStretch(0)

    def _chosen(self) -> Incoming | None:
        key = self.table.key()
        return next((one for one in self.found.not_placed if incoming_key(one) == key), None)

    def _show_chosen(self) -> None:
        one = self._chosen()
        self._placing.setVisible(one is not None and self.places.count() > 1)
        if one is not None:
            self.why.setText(why_not_placed(one))
            self.places.setCurrentIndex(0)
            self.put.setEnabled(False)

    def _place(self) -> None:
        one = self._chosen()
        if one is not None:
            self.placed.emit(one, str(self.places.currentData()))
            self.take_keyboard()
