"""Tool tips show text, never markup.

Qt guesses whether a tip is markup, and what is guessed to be could name a picture on this machine or elsewhere. Names,
references and notes stand in tips, and anybody may have typed them.
"""

from __future__ import annotations

import html

from PySide6 import QtGui
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QToolTip, QWidget


def tip(text: str) -> str:
    """A text as a tip shows it word for word."""
    if not QtGui.Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space:pre-wrap">{html.escape(text)}</p>'


class PlainTips(QObject):
    """Shows the tips of controls and of rows in lists and tables, where Qt would take them for markup."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's hook."""
        if event.type() != QEvent.Type.ToolTip or not isinstance(event, QHelpEvent) or not isinstance(watched, QWidget):
            return False
        text = _tip_at(watched, event)
        if not QtGui.Qt.mightBeRichText(text):
            return False
        QToolTip.showText(event.globalPos(), tip(text), watched)
        return True


def _tip_at(widget: QWidget, event: QHelpEvent) -> str:
    """The tip of what is under the pointer: a row's, where the widget is the inside of a list or table."""
    around = widget.parentWidget()
    said: object
    if isinstance(around, QHeaderView) and around.viewport() is widget:
        column = around.logicalIndexAt(event.pos())
        said = around.model().headerData(column, around.orientation(), Qt.ItemDataRole.ToolTipRole)
    elif isinstance(around, QAbstractItemView) and around.viewport() is widget:
        said = around.indexAt(event.pos()).data(Qt.ItemDataRole.ToolTipRole)
    else:
        said = widget.toolTip()
    return said if isinstance(said, str) else ""
