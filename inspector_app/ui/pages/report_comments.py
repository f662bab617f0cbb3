"""The Trust's comments: the draft goes out as a Word file, comments come in, each is decided and replied to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.trust_comments import Incoming
from inspector_app.services.trust_comments import CommentDesk, CommentView, read_file, write_table
from inspector_app.ui.errands import Errand
from inspector_app.ui.jobs import Act
from inspector_app.ui.models.comment_rows import paragraph_lines
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.models.section_words import section_name
from inspector_app.ui.parts import button, column, label
from inspector_app.ui.phrases import counted as so_many
from inspector_app.ui.widgets.comment_list import CommentList
from inspector_app.ui.widgets.form_flow import flowing
from inspector_app.ui.widgets.incoming_panel import IncomingPanel
from inspector_app.ui.widgets.report_sub_page import ReportSubPage

KINDS = (".docx", ".csv")
"""The kinds of file in which comments come back."""


class ReportCommentsPage(ReportSubPage):
    """The comments by paragraph, and what a file brings before it is taken in.

    Signals:
        errand_asked: long work, as an `Errand`.
        word_asked: the report is to be written as a Word file.
        section_asked: a section, and from where to where in its text, to be shown where it is written.
        question_asked: a question, and a criterion, whose cases are to be shown.
    """

    errand_asked = Signal(object)
    word_asked = Signal()
    section_asked = Signal(str, int, int)
    question_asked = Signal(str, str)

    def __init__(self, state: ReportState) -> None:
        super().__init__(state, "report_comments")
        self.desk = CommentDesk(state.desk)
        self._incoming: list[Incoming] = []
        self._names = ""
        self.setAcceptDrops(True)
        self._build()
        self._connect()

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        if self.stack.currentWidget() is self.incoming:
            self.incoming.take_keyboard()
        else:
            (self.list.table if self.list.table.shown.rowCount() else self.choose).setFocus()

    def show_now(self) -> None:
        """Shows the comments as they stand."""
        self.list.show_views(self.desk.all())
        self.pdf.setVisible(bool(self.list.views))
        if self.stack.currentWidget() is not self.incoming:
            self.stack.setCurrentIndex(1 if self.list.views else 0)
        refusal = self.state.refusal
        self.choose.setVisible(not refusal)
        self._refusal.setText(refusal)
        self._refusal.setVisible(bool(refusal))

    def flush(self) -> None:
        """Keeps a reply that was typed."""
        self.list.panel.flush()

    def preview(self, paths: Sequence[Path]) -> None:
        """Reads files of the Trust and shows what they bring; nothing is taken in yet."""
        if self.state.refusal:
            self.notice.emit(self.state.refusal, "attention")
            return
        names = ", ".join(path.name for path in paths)
        sent = self.desk.sent_out()

        def read(*_: object) -> list[Incoming]:
            return [one for path in paths for one in read_file(path, sent)]

        what = self.tr("Reading %1").replace("%1", names)
        self.errand_asked.emit(Errand(what, lambda: read, lambda found: self._show_incoming(names, found)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files in which comments come."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Shows what they bring."""
        event.acceptProposedAction()
        self.preview(self._dropped(event))

    # Making the page

    def _build(self) -> None:
        self.word = button(self.tr("Save for the Trust (Word)…"))
        self.choose = button(self.tr("Take in comments…"), "primary")
        self.pdf = button(self.tr("Save replies as PDF…"))
        self._refusal = label("", "quiet", wrap=True)
        self.list = CommentList(self.state, self.taken)
        self.incoming = IncomingPanel()
        self.stack = QStackedWidget()
        for part in (self._empty(), self.list, self.incoming):
            self.stack.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 8, 12, 12)
        whole.setSpacing(8)
        self._head = flowing(self.word, self.choose, self.pdf)
        whole.addWidget(self._head)
        whole.addWidget(self._refusal)
        whole.addWidget(self.stack, 1)

    def _empty(self) -> QWidget:
        text = self.tr(
            "The Trust comments on the factual accuracy of the draft. Save it as a Word file and send it; once it is "
            "back with comments, take them in or drop it here. A table (CSV) with the columns paragraph and comment "
            "does as well."
        )
        words = label(text, "quiet", wrap=True)
        words.setMaximumWidth(560)
        made = QWidget()
        made.setLayout(column(16, label(self.tr("No comments yet"), "question"), words, -1))
        return made

    def _connect(self) -> None:
        self.state.moved.connect(self.refresh)
        self.word.clicked.connect(self.word_asked)
        self.choose.clicked.connect(self._choose_files)
        self.pdf.clicked.connect(self._choose_pdf)
        self.list.take_away.notice.connect(self.notice)
        self.list.panel.decided.connect(self._decide)
        self.list.section_asked.connect(self.section_asked)
        self.list.question_asked.connect(self.question_asked)
        self.incoming.placed.connect(self._place)
        self.incoming.taken.connect(self._take_in)
        self.incoming.left.connect(self._leave_incoming)

    def _decide(self, view: CommentView, decision: str, reply: str) -> None:
        if (decision, reply.strip()) != (view.comment.decision, view.comment.reply):
            self.steps.act(view.comment.paragraph, self.desk.decide(view.comment, decision, reply))

    # What comes in and goes out

    def _show_incoming(self, names: str, found: Sequence[Incoming]) -> None:
        self._names, self._incoming = names, list(found)
        self.stack.setCurrentWidget(self.incoming)
        self._head.hide()
        self._sort_out()
        self.incoming.take_keyboard()

    def _sort_out(self) -> None:
        named = {s.id: self.state.desk.section(s.id) for s in self.state.desk.sections()}
        headings = {id_: section_name(view.section, view.title) for id_, view in named.items()}
        lines = paragraph_lines(self.desk.sent_out(), headings)
        self.incoming.show_found(self._names, self.desk.sort_out(self._incoming), lines)

    def _place(self, one: Incoming, key: str) -> None:
        self._incoming = [self.desk.place(one, key) if other == one else other for other in self._incoming]
        self._sort_out()

    def _take_in(self) -> None:
        new = self.incoming.found
        if self.steps.act(new.new[0].paragraph, self.desk.take_in(new.new)):
            text = so_many(len(new.new), self.tr("%1 comment is taken in."), self.tr("%1 comments are taken in."))
            left = so_many(
                len(new.not_placed),
                self.tr("%1 without a paragraph was left out."),
                self.tr("%1 without a paragraph were left out."),
            )
            self.notice.emit(f"{text} {left}" if new.not_placed else text, "attention" if new.not_placed else "good")
            self._leave_incoming()

    def _leave_incoming(self) -> None:
        self._incoming = []
        self._head.show()
        self.stack.setCurrentIndex(1 if self.list.views else 0)
        self.show_now()
        self.take_keyboard()

    def _choose_files(self) -> None:
        kinds = self.tr("Word files and tables (*.docx *.csv)")
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Take in comments of the Trust"), _folder(), kinds)
        if chosen:
            self.preview([Path(path) for path in chosen])

    def _choose_pdf(self) -> None:
        self.flush()
        title, kind = self.tr("Save comments and replies"), self.tr("PDF (*.pdf)")
        chosen, _ = QFileDialog.getSaveFileName(self, title, f"{_folder()}/{self.tr('Comments and replies.pdf')}", kind)
        if chosen:
            self.save_pdf(Path(chosen))

    def save_pdf(self, path: Path) -> None:
        """Writes comments and replies as PDF."""

        def prepare() -> Act:
            document = self.desk.document()
            return lambda progress, cancelled: write_table(document, path, progress, cancelled)

        def tell(_: object) -> None:
            text = self.tr("Comments and replies are kept as %1 in %2.")
            self.notice.emit(text.replace("%1", path.name).replace("%2", str(path.parent)), "good")

        self.errand_asked.emit(Errand(self.tr("Writing comments and replies"), prepare, tell))

    def taken(self) -> PlainTable:
        """Comments and replies, to be taken away."""
        self.flush()
        return self.desk.table()

    @staticmethod
    def _dropped(event: QDragEnterEvent | QDropEvent) -> list[Path]:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return paths if paths and all(path.suffix.lower() in KINDS for path in paths) else []


def _folder() -> str:
    """Where a choice of files begins: the documents of the person."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
