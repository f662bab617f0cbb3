"""The backups of one file, the newest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from inspector_app.services.backup_folder import Kept
from inspector_app.ui.models.backup_words import backup_rows
from inspector_app.ui.widgets.rows_table import RowsTable


class BackupList(RowsTable):
    """When each was made, what for, and how much it holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        say = QCoreApplication.translate
        headed = (
            ("when", say("backups", "When")), ("why", say("backups", "What for")),
            ("answers", say("backups", "Answers")), ("changes", say("backups", "Changes")),
            ("size", say("backups", "Size")),
        )  # fmt: skip
        figures = frozenset({"answers", "changes", "size"})
        super().__init__(say("backups", "Backups"), headed, "why", figures, as_given=True, parent=parent)
        self.setSelectionMode(RowsTable.SelectionMode.SingleSelection)
        self._kept: dict[str, Kept] = {}

    @property
    def current(self) -> Kept | None:
        """The chosen one."""
        return self._kept.get(self.key())

    def show_backups(self, kept: Sequence[Kept], origin: str = "") -> None:
        """Lists some, as they come; `origin` is that of the file for which those of other copies are named as such."""
        self._kept = {one.path.name: one for one in kept}
        self.show_rows(backup_rows(kept, origin))
