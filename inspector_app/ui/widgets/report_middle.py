"""The middle of the page on which the report is written: one section, its editor and what is to be looked at in it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.text_places import words_in
from inspector_app.services.report_desk import SectionView
from inspector_app.ui.errors import announce
from inspector_app.ui.models.report_looks import Looks
from inspector_app.ui.models.report_marks import SIGNS, MarkKind, mark_title
from inspector_app.ui.models.report_source import kind_of
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.models.section_words import section_heading, section_hint
from inspector_app.ui.parts import button, column, label, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.cut_label import CutLabel
from inspector_app.ui.widgets.report_conflict import ConflictTexts
from inspector_app.ui.widgets.report_editor import ReportEditor


class ReportMiddle(QWidget):
    """Shows one section and writes what is typed.

    Signals:
        figure_asked: a figure is to be put in: the source of the one that is to be changed, empty for a new one.
        mark_reached: the caret stands in a mark, named by its place among those of the text.
        looked: figures and marks were worked out anew (`Looks`).
        left: Escape; back to the outline.
        next_asked: on to the next section.
    """

    figure_asked = Signal(str)
    mark_reached = Signal(int)
    looked = Signal(object)
    left = Signal()
    next_asked = Signal()

    def __init__(self, state: ReportState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self.view: SectionView | None = None
        self.looks = Looks({}, (), ())
        self._build()
        self._connect()

    @property
    def section(self) -> str:
        """The id of the section that is on; empty before the first."""
        return self.view.section.id if self.view is not None else ""

    def open(self, section: str) -> None:
        """Shows a section; what was typed in another is written first."""
        if section == self.section:
            self.refresh()
            return
        self.editor.flush()
        self.view = self._state.desk.section(section)
        self.editor.open_text(self.view.text)
        self._show()

    def refresh(self) -> None:
        """Brings what stands up to date; what is being typed is never overwritten."""
        if self.view is None:
            return
        if not self.editor.hasFocus():
            # What was dropped into it is as good as typed.
            self.editor.flush()
        self.view = self._state.desk.section(self.section)
        if not self.view.in_conflict:
            self.editor.set_text(self.view.text)
        self._show()

    def flush(self) -> None:
        """Writes what was typed, at once."""
        self.editor.flush()

    def ask_figure(self) -> None:
        """Asks for a figure to put in at the caret, or to change the one that stands there."""
        if self.editor.isReadOnly() or self.view is None:
            return
        position, source = self.editor.chip_beside()
        if kind_of(source) == "fig":
            self.editor.select_chip(position)
            self.figure_asked.emit(source)
        else:
            self.figure_asked.emit("")

    def strengthen(self) -> None:
        """Sets what is chosen in strong type."""
        if not self.editor.isReadOnly():
            self.editor.surround("**")

    def mark_read(self) -> None:
        """Says that the section has been read with its figures as they are."""
        if self.view is not None and not self._state.refusal:
            self.flush()
            reading = self._state.look(self.section, self.editor.typed()).reading
            if self._state.mark_read(self.section, reading):
                self.refresh()

    def go_on(self, back: bool = False) -> None:
        """To the next thing to look at in this section, or the one before."""
        self.editor.setFocus()
        if not self.editor.next_mark(back):
            self.at_caret.setText(self.tr("There is nothing to look at in this section."))
        announce(self.editor, self.at_caret.text())

    def copy_link(self, line: int) -> None:
        """Puts a link to the paragraph at a line on the clipboard; it leads there also when it is moved."""
        self.flush()
        pieces = self.view.pieces if self.view is not None else ()
        found = next((p for p in pieces if p.key and p.first <= line < p.last), None)
        if found is None:
            self.at_caret.setText(self.tr("Nothing here can be linked to."))
            return
        QGuiApplication.clipboard().setText(f"{{{{para: {found.key}}}}}")
        text = self.tr("A link to paragraph %1 is copied; paste it where it belongs.")
        self.at_caret.setText(text.replace("%1", found.number) if found.number else self.tr("A link is copied."))

    # Making it

    def _build(self) -> None:
        self.heading = CutLabel("heading")
        self.count = label("", "quiet")
        self.insert_button = button(self.tr("Insert figure"))
        self.insert_button.setToolTip("Ctrl+Shift+F")
        self.read_button = button(self.tr("Mark as read"))
        head = row(self.heading, self.read_button, self.insert_button)
        head.setStretch(0, 1)
        head.setContentsMargins(8, 8, 0, 0)
        self.refusal = label("", "quiet", wrap=True)
        self.refusal.setContentsMargins(8, 0, 0, 0)
        self.hint = label("", "quiet", wrap=True)
        self.hint.setContentsMargins(8, 0, 0, 0)
        self.editor = ReportEditor()
        self.conflict = ConflictTexts()
        self.stack = QStackedWidget()
        self.stack.addWidget(self.editor)
        self.stack.addWidget(self.conflict)
        self.at_caret = CutLabel("quiet")
        self.summary = label("", "quiet")
        self.next_button = button(self.tr("Next (F8)"), "link", self.tr("Next thing to look at"))
        # The line at the caret stays in sight when the first mark appears.
        kept = self.next_button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.next_button.setSizePolicy(kept)
        foot = row(self.at_caret, self.summary, self.next_button, self.count)
        foot.setStretch(0, 1)
        foot.setContentsMargins(8, 0, 4, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column(head, self.refusal, self.hint, self.stack, foot, spacing=4))

    def _connect(self) -> None:
        editor = self.editor
        editor.committed.connect(self._commit)
        editor.drafted.connect(lambda text: self._state.keep_draft(self.section, text))
        editor.paused.connect(self._look)
        editor.caret_moved.connect(self._tell_caret)
        editor.chip_opened.connect(self._open_chip)
        editor.link_asked.connect(self.copy_link)
        editor.left.connect(self.left)
        editor.next_asked.connect(self.next_asked)
        self.insert_button.clicked.connect(self.ask_figure)
        self.read_button.clicked.connect(self.mark_read)
        self.next_button.clicked.connect(lambda: self.go_on())
        self.conflict.picked.connect(self._pick)
        self.conflict.joined.connect(self._join)

    # What happens

    def _show(self) -> None:
        view = self.view
        assert view is not None
        self.heading.setText(section_heading(view.section, view.title, self._state.bridge.session.instrument))
        self.hint.setText(section_hint(view.section))
        self.hint.setVisible(not view.text.strip())
        refusal = self._state.refusal
        self.refusal.setText(self.tr("%1 You can read it here.").replace("%1", refusal))
        self.refusal.setVisible(bool(refusal))
        self.editor.setReadOnly(bool(refusal))
        self.insert_button.setVisible(not refusal and not view.in_conflict)
        self.stack.setCurrentWidget(self.conflict if view.in_conflict else self.editor)
        if view.in_conflict:
            self.conflict.show_heads(view.heads, not refusal)
            for text in self.conflict.texts:
                source = text.source()
                text.show_looks(self._state.looks(self.section, source.text), source)
        self._look()

    def _look(self) -> None:
        if self.view is None:
            return
        source = self.editor.source()
        self.looks = self._state.looks(self.section, source.text)
        self.editor.show_read(self.looks, source)
        words = counted(words_in(source.text), self.tr("%1 word"), self.tr("%1 words"))
        self.count.setText(words if source.text.strip() else self.tr("nothing written yet"))
        self._tell_marks()
        self.looked.emit(self.looks)

    def _tell_marks(self) -> None:
        kinds = Counter(mark.kind for mark in self.looks.marks)
        words: dict[MarkKind, tuple[str, str]] = {
            "mistake": (self.tr("%1 mistake"), self.tr("%1 mistakes")),
            "person": (self.tr("%1 person"), self.tr("%1 persons")),
            "changed": (self.tr("%1 changed"), self.tr("%1 changed")),
            "unbound": (self.tr("%1 unbound"), self.tr("%1 unbound")),
        }
        told = [f"{SIGNS[kind]} {counted(kinds[kind], *words[kind])}" for kind in words if kinds[kind]]
        self.summary.setText("   ".join(told))
        self.next_button.setVisible(bool(told))
        self.read_button.setVisible(bool(kinds["changed"]) and not self._state.refusal)

    def _tell_caret(self) -> None:
        _, source = self.editor.chip_beside()
        here = self.editor.marks.at(self.editor.textCursor().selectionStart())
        marks = [self.editor.marks.placed[place].mark for place in here]
        if here:
            self.mark_reached.emit(here[-1])
        told = [f"{mark_title(mark.kind)}: {mark.words}" for mark in marks]
        if source:
            told.insert(0, " · ".join(self.editor.chips.look(source).tip.splitlines()))
        text = "   ".join(filter(None, dict.fromkeys(told)))
        if text != self.at_caret.text():
            self.at_caret.setText(text)
            self.at_caret.setToolTip(text)
            if source and self.editor.hasFocus():
                # To a screen reader a chip is one sign without a name.
                announce(self.editor, f"{self.editor.chips.words(source)}. {text}")

    def _commit(self, text: str) -> None:
        if self._state.write(self.section, text):
            self.editor.set_text(text)
            self.view = self._state.desk.section(self.section)

    def _open_chip(self, source: str) -> None:
        if self.editor.isReadOnly():
            return
        if kind_of(source) == "fig":
            self.figure_asked.emit(source)
        else:
            # Links, charts and plain numbers are short; they are changed as they are written.
            self.editor.unbind(self.editor.textCursor().selectionStart())

    def _pick(self, revision: str) -> None:
        if self._state.settle(self.section, revision):
            self.refresh()

    def _join(self) -> None:
        view = self.view
        if view is not None:
            texts = dict.fromkeys(head.value.strip() for head in view.heads)
            if self._state.write(self.section, "\n\n".join(filter(None, texts)) + "\n"):
                self.refresh()
