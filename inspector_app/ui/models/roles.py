"""What the tables ask of their models besides Qt's own roles."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

SORT: Final = Qt.ItemDataRole.UserRole
"""The value a column sorts by."""
SHARE: Final = Qt.ItemDataRole.UserRole + 1
"""A proportion to draw as a bar, or None."""
KEY: Final = Qt.ItemDataRole.UserRole + 2
"""What identifies the row: a case reference, a question id."""
VALUE: Final = Qt.ItemDataRole.UserRole + 3
"""A cell as a value of `domain.plain_table`; in a header, the kind of its column. With these a table is taken away."""

Index = QModelIndex | QPersistentModelIndex
