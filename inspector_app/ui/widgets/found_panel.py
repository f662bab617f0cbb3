"""One place that the checks of the report found: what it is, its paragraph, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from inspector_app.ui.models.found_words import FOUND_SIGNS, found_title
from inspector_app.ui.models.report_found import Found
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.source_edit import SourceEdit


class FoundPanel(QWidget):
    """Shows the chosen places: the first of them whole, and what can be done about all.

    Signals:
        shown: the place is to be shown where it is written.
        accepted: those chosen may stand, with this reason; an empty one takes that back.
        read: the section has been read with its figures as they are.
        left: back to the list.
    """

    shown = Signal()
    accepted = Signal(str)
    read = Signal()
    left = Signal()

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._hits: set[tuple[str, str]] = set()
        self._build()
        self.show_found(())

    def show_found(self, chosen: Sequence[Found]) -> None:
        """Shows those chosen in the list; none leaves the panel empty."""
        one = chosen[0] if chosen else None
        self._all.setVisible(one is not None)
        self._nothing.setVisible(one is None)
        if one is None:
            return
        self._kind.setText(f"{FOUND_SIGNS[one.kind]}  {found_title(one.kind)}")
        self._where.setText(one.heading)
        self._why.setText(one.why)
        self._show_passage(one)
        may = not self._state.refusal
        hits = [found for found in chosen if found.hit is not None and not found.reason]
        self._begin_anew({(found.section, found.hit.key) for found in hits if found.hit is not None})
        self.refusal.setText("" if may else self._state.refusal)
        self.refusal.setVisible(not may)
        self._asking.setVisible(bool(hits) and may and not one.reason)
        self._standing.setVisible(bool(one.reason))
        self.reason_given.setText(self.tr("Accepted: %1").replace("%1", one.reason))
        self.take_back.setVisible(may)
        self.mark_read.setVisible(one.kind == "changed" and may)
        several = self.tr("Accept %1 places").replace("%1", str(len(hits)))
        self.accept.setText(several if len(hits) > 1 else self.tr("Accept"))
        self.accept.setAccessibleName(self.accept.text())
        others = counted(len(chosen) - 1, self.tr("and %1 other chosen"), self.tr("and %1 others chosen"))
        self._others.setText(others)
        self._others.setVisible(len(chosen) > 1)

    def _begin_anew(self, hits: set[tuple[str, str]]) -> None:
        # A reason that was typed for one place is none for another.
        if not hits & self._hits:
            self.reason.clear()
            self.missing.hide()
        self._hits = hits

    def ask_reason(self) -> None:
        """Puts the keyboard where the reason is typed, if there is something to accept."""
        if not self._asking.isHidden():
            self.reason.setFocus()

    def _build(self) -> None:
        self._kind = label("", "heading", wrap=True)
        self._where = label("", "quiet", wrap=True)
        self._others = label("", "quiet")
        self.passage = SourceEdit()
        self.passage.setReadOnly(True)
        self.passage.setAccessibleName(self.tr("Paragraph in which it stands"))
        self.passage.setMaximumHeight(136)
        self._why = label("", "", wrap=True)
        self.refusal = label("", "quiet", wrap=True)
        self.show_button = button(self.tr("Show in the text"), "primary")
        self.show_button.clicked.connect(self.shown)
        self.mark_read = button(self.tr("Mark the section as read"))
        self.mark_read.clicked.connect(self.read)
        self._build_reason()
        self._all = QWidget()
        self._all.setLayout(
            column(
                self._kind, self._where, self._others, self.passage, self._why, row(self.show_button, -1),
                self._asking, self._standing, row(self.mark_read, -1), self.refusal, -1,
            )
        )  # fmt: skip
        self._nothing = label(self.tr("Choose a place in the list to see its paragraph."), "quiet", wrap=True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 12)
        whole.addWidget(self._nothing)
        whole.addWidget(self._all)
        whole.addStretch(1)

    def _build_reason(self) -> None:
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Why it may stand"))
        self.reason.setPlaceholderText(self.tr("Why it names nobody"))
        self.accept = button(self.tr("Accept"))
        self.accept.clicked.connect(self._accept)
        self.reason.returnPressed.connect(self._accept)
        self.missing = label(self.tr("Say why it may stand; the reason is kept with it."), "stop", wrap=True)
        self.missing.hide()
        told = self.tr("Mend it in the text, or let it stand with a reason.")
        self._asking = QWidget()
        self._asking.setLayout(
            column(label(told, "quiet", wrap=True), self.reason, self.missing, row(self.accept, -1), spacing=8)
        )
        self.reason_given = label("", "good", wrap=True)
        self.take_back = button(self.tr("Take the acceptance back"))
        self.take_back.clicked.connect(lambda: self.accepted.emit(""))
        self._standing = QWidget()
        self._standing.setLayout(column(self.reason_given, row(self.take_back, -1)))

    def _show_passage(self, one: Found) -> None:
        self.passage.setVisible(bool(one.passage))
        if self.passage.source().text != one.passage:
            self.passage.show_source(one.passage)
            source = self.passage.source()
            self.passage.show_looks(self._state.looks(one.section, source.text), source)
        source, cursor = self.passage.source(), QTextCursor(self.passage.document())
        cursor.setPosition(source.position(one.start - one.first))
        behind = min(source.position(one.end - one.first), self.passage.document().characterCount() - 1)
        cursor.setPosition(behind, QTextCursor.MoveMode.KeepAnchor)
        self.passage.setTextCursor(cursor)

    def _accept(self) -> None:
        reason = self.reason.text().strip()
        self.missing.setVisible(not reason)
        if reason:
            self.reason.clear()
            self.accepted.emit(reason)
        else:
            self.reason.setFocus()
