"""How the report is to be, and writing it: state, version, figures, small counts, annex; PDF and table of figures."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from inspector_app.domain.plain_table import PlainTable
from inspector_app.domain.report_text import STATES, STYLES, State, Style
from inspector_app.services.commands import SetReport
from inspector_app.services.report_export import figures_table
from inspector_app.services.report_readiness import FOUND_KINDS, Readiness, holds, readiness
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.found_words import found_words, joined
from inspector_app.ui.models.report_state import ReportState
from inspector_app.ui.parts import button, column, label, restyle, row, rule, scrolled
from inspector_app.ui.widgets.live_page import LivePage
from inspector_app.ui.widgets.take_away import TakeAway

_WIDTH = 560


class ReportExportPage(LivePage):
    """The settings of the report, kept with the inspection as they are changed, and the way to the PDF.

    Signals:
        notice: a sentence and its tone.
        write_asked: the PDF is to be written.
        checks_asked: what holds the report back is to be shown.
    """

    notice = Signal(str, str)
    write_asked = Signal()
    checks_asked = Signal()

    def __init__(self, state: ReportState) -> None:
        super().__init__()
        self.state = state
        self._make_inputs()
        self._build()
        self._connect()

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        chosen = self.states[self.state.desk.settings().state]
        (chosen if chosen.isEnabled() else self.write).setFocus()

    def show_now(self) -> None:
        """Shows the settings as they stand, and whether the report may be written."""
        settings, refusal = self.state.desk.settings(), self.state.refusal
        with QSignalBlocker(self.states[settings.state]), QSignalBlocker(self.styles[settings.style]):
            self.states[settings.state].setChecked(True)
            self.styles[settings.style].setChecked(True)
        with QSignalBlocker(self.annex):
            self.annex.setChecked(settings.annex)
        if not self.version.hasFocus():
            self.version.setText(settings.version)
        if not self.smallest.hasFocus():
            self.smallest.setText(str(settings.smallest))
        for control in (*self.states.values(), *self.styles.values(), self.annex, self.version, self.smallest):
            control.setEnabled(not refusal)
        self._refusal.setText(self.tr("%1 The settings are theirs, too; you can write the PDF.").replace("%1", refusal))
        self._refusal.setVisible(bool(refusal))
        self._show_readiness(settings.state, readiness(self.state.desk))

    def flush(self) -> None:
        """Keeps what was typed."""
        self._keep_version()
        self._keep_smallest()

    def taken(self) -> PlainTable:
        """Every figure of the text with what it counts, to be taken away."""
        return figures_table(self.state.desk.freeze())

    # Making the page

    def _make_inputs(self) -> None:
        names = {
            "working": self.tr("Working draft"),
            "comment": self.tr("Draft for the Trust’s comment"),
            "final": self.tr("Final"),
        }
        samples = {
            "words": self.tr("In words, such as just over three-quarters"),
            "percent": self.tr("In percent, such as 76%"),
            "counts": self.tr("As counts, such as 54 of 72"),
        }
        self.states: dict[State, QRadioButton] = {state: QRadioButton(names[state]) for state in STATES}
        self.styles: dict[Style, QRadioButton] = {style: QRadioButton(samples[style]) for style in STYLES}
        for buttons in (self.states, self.styles):
            group = QButtonGroup(self)
            for made in buttons.values():
                made.setAccessibleName(made.text())
                group.addButton(made)
        self.version = QLineEdit()
        self.version.setAccessibleName(self.tr("Version"))
        self.version.setMaximumWidth(160)
        self.smallest = QLineEdit()
        self.smallest.setAccessibleName(self.tr("Counts below this number are hidden"))
        self.smallest.setValidator(QIntValidator(0, 99, self.smallest))
        self.smallest.setMaximumWidth(80)
        self.annex = QCheckBox(self.tr("Annex of all figures"))
        self.annex.setAccessibleName(self.annex.text())

    def _build(self) -> None:
        self._refusal = label("", "quiet", wrap=True)
        self.ready = label("", "good", wrap=True)
        self.to_checks = button(self.tr("Show the checks"), "link")
        self.write = button(self.tr("Write PDF…"), "primary")
        self.write.setToolTip("Ctrl+P")
        self.take_away = TakeAway(self.taken, names=self.tr("figures of the text"))
        body = QWidget()
        body.setProperty("surface", "paper")
        outer = QHBoxLayout(body)
        outer.setContentsMargins(24, 16, 24, 24)
        outer.setSpacing(48)
        for side in (self._states_side(), self._settings_side()):
            side.setMaximumWidth(_WIDTH)
            outer.addWidget(side, 1)
        outer.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(body))

    def _states_side(self) -> QWidget:
        told = {
            "working": self.tr("Each page says that it is a working draft. It can be written at any time."),
            "comment": self.tr("For the chief officer, who comments on what is not right."),
            "final": self.tr("To be published: nothing in it may be open."),
        }
        states = []
        for state, made in self.states.items():
            words = label(told[state], "quiet", wrap=True)
            words.setContentsMargins(34, 0, 0, 4)
            states += [made, words]
        side = QWidget()
        side.setLayout(
            column(
                label(self.tr("State"), "heading"), *states, self.ready, 4, row(self.write, self.to_checks, -1), 4,
                self._refusal, -1,
            )
        )  # fmt: skip
        return side

    def _settings_side(self) -> QWidget:
        version = row(self.version, label(self.tr("printed beside the date; it may stay empty"), "quiet"), -1)
        small = row(self.smallest, label(self.tr("0 hides none"), "quiet"), -1)
        hidden = self.tr(
            "Counts of fewer cases than this are not printed in tables, charts and sentences, nor what would tell them."
        )
        annexed = self.tr(
            "Every figure with its question, filter, count and base, at the end of the report and as CSV beside it."
        )
        figures = self.tr("Every figure of the text as a table, without the PDF:")
        side = QWidget()
        side.setLayout(
            column(
                label(self.tr("Version"), "strong"), version, 4,
                label(self.tr("Figures that do not say how they are printed"), "strong"), *self.styles.values(), 4,
                label(self.tr("Hide small counts"), "strong"), label(hidden, "quiet", wrap=True), small, 4,
                self.annex, label(annexed, "quiet", wrap=True), rule(),
                label(figures, "quiet", wrap=True), row(self.take_away, -1), -1, spacing=6,
            )
        )  # fmt: skip
        return side

    def _connect(self) -> None:
        self.state.moved.connect(self.refresh)
        for state, made in self.states.items():
            made.clicked.connect(lambda _=False, s=state: self._keep("state", s))
        for style, made in self.styles.items():
            made.clicked.connect(lambda _=False, s=style: self._keep("style", s))
        self.annex.toggled.connect(lambda on: self._keep("annex", "yes" if on else "no"))
        self.version.editingFinished.connect(self._keep_version)
        self.smallest.editingFinished.connect(self._keep_smallest)
        self.to_checks.clicked.connect(self.checks_asked)
        self.write.clicked.connect(self._write)
        self.take_away.notice.connect(self.notice)

    # What happens

    def _show_readiness(self, state: State, found: Readiness) -> None:
        holding = found.refuses(state)
        open_ = [kind for kind in FOUND_KINDS if found.names(kind)]
        if holding:
            held = [found_words(kind) for kind in open_ if holds(kind, state)]
            text = self.tr("It cannot be written in this state while there are %1.").replace("%1", joined(held))
        elif open_:
            text = self.tr("It can be written. There are still %1.")
            text = text.replace("%1", joined([found_words(kind) for kind in open_]))
        else:
            text = self.tr("It can be written; the checks found nothing open.")
        self.ready.setText(text)
        restyle(self.ready, "role", "stop" if holding else "attention" if open_ else "good")
        self.to_checks.setVisible(bool(open_))
        self.write.setEnabled(not holding)

    def _keep(self, name: str, value: str) -> None:
        if not self.state.bridge.handle(SetReport({name: value}), "report_export"):
            self.show_now()

    def _keep_version(self) -> None:
        # Only what somebody typed: while the page is not seen its fields may be older than what stands.
        if self.version.isModified():
            self.version.setModified(False)
            self._keep("version", self.version.text().strip())

    def _keep_smallest(self) -> None:
        if self.smallest.isModified():
            self.smallest.setModified(False)
            self._keep("smallest", self.smallest.text() or "0")

    def _write(self) -> None:
        self.flush()
        self.write_asked.emit()
