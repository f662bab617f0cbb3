"""What filled-in forms would change, before anything is taken in."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.services.filled_forms import FormsRead
from inspector_app.ui.errors import announce
from inspector_app.ui.models.forms_rows import change_rows, place_of, trouble_rows, whole
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.sub_tabs import SubTabs
from inspector_app.ui.widgets.take_away import TakeAway, shown_in


class FormsReadPanel(QWidget):
    """The changes row by row, and what could not be read. Where both sides changed, the person says which stands.

    Signals:
        agreed: take in what is shown.
        left: leave it, or done with it.
        notice: a sentence and its tone.
    """

    agreed = Signal()
    left = Signal()
    notice = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.read: FormsRead | None = None
        self.settled: set[tuple[int, str]] = set()
        self._build()

    def preview(self, read: FormsRead) -> None:
        """Shows what taking the forms in would do."""
        self.read, self.settled = read, set()
        self._troubles.show_rows(list(trouble_rows(read)))
        for name, words, count in (
            ("changes", self.tr("Changes (%1)"), read.changes + read.conflicts),
            ("unread", self.tr("Could not be read (%1)"), self._troubles.rows.rowCount()),
        ):
            self.tabs.buttons[name].setText(words.replace("%1", str(count)))
            self.tabs.buttons[name].setAccessibleName(self.tabs.buttons[name].text())
        self.tabs.show_page("changes" if read.changes + read.conflicts else "unread")
        self._show()
        self.summary.setText(self._told(read))
        announce(self, self.summary.text())

    def take_keyboard(self) -> None:
        """Puts the keyboard where one goes on."""
        (self.take_in if self.take_in.isEnabled() else self.cancel).setFocus()

    def _build(self) -> None:
        self.summary = label("", "strong", wrap=True)
        headed = (
            ("case", self.tr("Case")), ("number", self.tr("No.")), ("question", self.tr("Question")),
            ("was", self.tr("Stands now")), ("now", self.tr("The form says")), ("fate", self.tr("What happens")),
        )  # fmt: skip
        self.changes = RowsTable(
            self.tr("What the forms change"), headed, "now", gives_way=("question",), as_given=True
        )
        self.changes.moved.connect(self._show_current)
        self._whole = label("", "quiet", wrap=True)
        self.form_stands = button(self.tr("Let the form stand"))
        self.form_stands.clicked.connect(self._settle)
        unread = (("file", self.tr("File")), ("where", self.tr("Where")), ("why", self.tr("Why")))
        self._troubles = RowsTable(self.tr("What could not be read"), unread, "why", as_given=True)
        changes = QWidget()
        changes.setLayout(column(self.changes, self._whole, spacing=8))
        pages = (
            ("changes", self.tr("Changes"), changes), ("unread", self.tr("Could not be read"), self._troubles),
        )  # fmt: skip
        self.tabs = SubTabs(pages, "forms_read_tabs")
        self.tabs.row.setContentsMargins(0, 0, 0, 8)
        self.tabs.turned.connect(lambda _: self._show())
        self.take_in = button("", "primary")
        self.take_in.clicked.connect(self.agreed)
        self.cancel = button(self.tr("Cancel"))
        self.cancel.clicked.connect(self.left)
        self.take_away = TakeAway(lambda: shown_in(self._troubles, self.tr("Could not be read"), self.summary.text()))
        self.take_away.notice.connect(self.notice)
        foot = row(self.take_in, self.cancel, self.form_stands, -1, self.take_away)
        layout = column(self.summary, self.tabs, foot, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _show(self) -> None:
        read = self.read
        if read is None:
            return
        self.changes.show_rows(list(change_rows(read, self.settled)))
        count = read.changes + len(self.settled)
        words = counted(count, self.tr("Take in %1 change"), self.tr("Take in %1 changes"))
        self.take_in.setText(words if count else self.tr("Nothing to take in"))
        self.take_in.setAccessibleName(self.take_in.text())
        self.take_in.setEnabled(bool(count))
        self.take_away.setVisible(self.tabs.page == "unread")
        self._show_current()

    def _show_current(self) -> None:
        """The whole of the current row, for which the table may be too narrow, and what can be said of it."""
        read, key = self.read, self.changes.key()
        found = None
        if read is not None and key:
            place, name = place_of(key)
            found = next((c for c in read.forms[place].changes if c.asked.key == name), None)
        if found is None:
            self._whole.clear()
            self.form_stands.hide()
            return
        text = self.tr("%1 %2 The form says: %3")
        said = " · ".join(whole(found.asked, found.now).split("\n"))
        self._whole.setText(text.replace("%3", said).replace("%2", found.asked.text).replace("%1", found.asked.key))
        self.form_stands.setVisible(found.conflict and self.tabs.page == "changes")
        stands = place_of(key) in self.settled
        self.form_stands.setText(self.tr("Leave as it stands") if stands else self.tr("Let the form stand"))
        self.form_stands.setAccessibleName(self.form_stands.text())

    def _settle(self) -> None:
        if key := self.changes.key():
            self.settled ^= {place_of(key)}
            self._show()

    def _told(self, read: FormsRead) -> str:
        forms = counted(len(read.forms), self.tr("%1 form was read"), self.tr("%1 forms were read"))
        parts = [forms]
        if read.changes:
            one, many = self.tr("%1 change would be taken in"), self.tr("%1 changes would be taken in")
            parts.append(counted(read.changes, one, many))
        if read.conflicts:
            one = self.tr("%1 place was changed here, too, since the form was made, and stays as it stands")
            many = self.tr("%1 places were changed here, too, since the form was made, and stay as they stand")
            parts.append(counted(read.conflicts, one, many))
        if told := self._troubles.rows.rowCount():
            one, many = self.tr("%1 place could not be read"), self.tr("%1 places could not be read")
            parts.append(counted(told, one, many))
        if len(parts) == 1:
            parts.append(self.tr("and nothing in it differs from what stands"))
        return self.tr("%1. Nothing is taken in yet.").replace("%1", ", ".join(parts))
