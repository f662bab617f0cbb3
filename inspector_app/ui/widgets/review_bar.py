"""What the lead does with the cases chosen in the review: sign off, or return with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.ui.errors import announce
from inspector_app.ui.parts import button, label, row
from inspector_app.ui.phrases import counted


class ReviewBar(QFrame):
    """The line under the cases of the review.

    Signals:
        open_asked: the chosen case.
        sign_off_asked: the chosen cases.
        returned: the reason for which they go back; empty where their queries say it all.
    """

    open_asked = Signal()
    sign_off_asked = Signal()
    returned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self._refs: tuple[str, ...] = ()
        self._asked = False
        self._chosen = label("", "strong", wrap=True)
        self._chosen.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.give_back = button(self.tr("Return case…"))
        self.give_back.clicked.connect(self.ask_to_return)
        self.sign_off = button(self.tr("Sign off case"))
        self.sign_off.clicked.connect(self.sign_off_asked)
        self.begin = button(self.tr("Open case"), "primary")
        self.begin.clicked.connect(self.open_asked)
        line = row(self._chosen, self.give_back, self.sign_off, self.begin)
        line.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 12, 8)
        whole.addLayout(line)
        whole.addWidget(self._reason())

    def show_chosen(self, refs: Sequence[str], may_sign: int, may_return: int, asked: bool) -> None:
        """Shows what is chosen: how many of them may be signed off and returned, and whether each has open queries."""
        if tuple(refs) != self._refs or not may_return:
            self._ask.hide()
        self._refs, self._asked = tuple(refs), asked
        one = self.tr("Case %1").replace("%1", refs[0]) if refs else self.tr("Choose a case above.")
        self._chosen.setText(one if len(refs) < 2 else self.tr("%1 cases chosen").replace("%1", str(len(refs))))
        several = counted(may_sign, self.tr("Sign off case"), self.tr("Sign off %1 cases"))
        self.sign_off.setText(several)
        self.sign_off.setAccessibleName(several)
        self.sign_off.setVisible(may_sign > 0)
        back = counted(may_return, self.tr("Return case"), self.tr("Return %1 cases"))
        self.give_back.setText(f"{back}…")
        self.give_back.setAccessibleName(self.give_back.text())
        self.give_back.setVisible(may_return > 0)
        self.do.setText(back)
        self.do.setAccessibleName(back)
        self.begin.setEnabled(len(refs) == 1)
        self._enable()

    def ask_to_return(self) -> None:
        """Asks why they go back."""
        if self.give_back.isHidden():
            return
        optional = self.tr("A reason, if the queries need one")
        self.reason.setPlaceholderText(optional if self._asked else self.tr("What is to be looked at again"))
        self.reason.clear()
        self._ask.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
        announce(self, self.reason.accessibleName())

    def done(self) -> None:
        """They are returned."""
        self.reason.clear()
        self._ask.hide()

    def _reason(self) -> QWidget:
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Reason for returning"))
        self.reason.returnPressed.connect(self._go)
        self.reason.textChanged.connect(lambda _: self._enable())
        self.do = button("", "primary")
        self.do.clicked.connect(self._go)
        leave = button(self.tr("Leave it as it is"))
        self._ask = QWidget()
        leave.clicked.connect(self._ask.hide)
        self._ask.setLayout(row(self.reason, self.do, leave))
        self._ask.hide()
        return self._ask

    def _enable(self) -> None:
        self.do.setEnabled(self._asked or bool(self.reason.text().strip()))

    def _go(self) -> None:
        if self.do.isEnabled():
            self.returned.emit(self.reason.text().strip())
