"""What the assessors bring back: looked at first, file by file, then taken in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from inspector_app.services.handing_out import SUFFIX
from inspector_app.services.merging import Brought, Union, merge
from inspector_app.ui.bridge import Bridge
from inspector_app.ui.desk import Desk
from inspector_app.ui.errands import Errand
from inspector_app.ui.errors import announce
from inspector_app.ui.menus import Handlers
from inspector_app.ui.models.readings import number
from inspector_app.ui.models.rows_model import Cell, Row
from inspector_app.ui.parts import button, column, label, restyle, row
from inspector_app.ui.phrases import counted
from inspector_app.ui.widgets.passphrase_field import PassphraseField
from inspector_app.ui.widgets.rows_table import RowsTable
from inspector_app.ui.widgets.take_away import TakeAway, shown_in

_FIELD = 560
"""Pixels: a passphrase of some words."""


def inspections_in(paths: Iterable[Path], but: Path) -> list[Path]:
    """The inspection files among some files and folders, in order; the open one is left out."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if os.path.isdir(path) else [path]
        found |= dict.fromkeys(one for one in inside if one.absolute() != but.absolute())
    return list(found)


class TakeBackPage(QWidget):
    """A preview of what other copies bring, and the button that takes it in. Refused files never block the others.

    Signals:
        errand_asked: long work, as an `Errand`.
        notice: a sentence and its tone.
        conflicts_asked: to the conflicts that are open.
    """

    errand_asked = Signal(object)
    notice = Signal(str, str)
    conflicts_asked = Signal()

    def __init__(self, bridge: Bridge, desk: Desk, own: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._desk, self._own = bridge, desk, own
        self.union: Union | None = None
        self._paths: list[Path] = []
        self._passphrases: dict[Path, str] = {}
        self._build()

    def handlers(self) -> Handlers:
        """Nothing but what the window offers everywhere."""
        return {}

    def take_keyboard(self) -> None:
        """Puts the keyboard where one begins here."""
        target = self.take_in if self.union is not None and self.take_in.isEnabled() else self.choose_files
        target.setFocus()

    def preview(self, paths: Sequence[Path]) -> None:
        """Looks at files, and at those in folders, without taking anything in."""
        found = inspections_in(paths, self._own)
        if not found:
            self.notice.emit(self.tr("There is no inspection file there; nothing was taken in."), "attention")
            return
        self._passphrases.clear()
        self._look_at(found)

    def _look_at(self, found: list[Path]) -> None:
        session, self._paths, passphrases = self._bridge.session, found, dict(self._passphrases)
        self.errand_asked.emit(
            Errand(
                self.tr("Looking at what came back"),
                lambda: self._desk.read_others(session, found, passphrases),
                self._show,
                self.tr("Stopped; nothing was taken in."),
            )
        )

    # Making the page

    def _build(self) -> None:
        self.choose_files = button(self.tr("Choose files…"), "primary")
        self.choose_folder = button(self.tr("Choose a folder…"))
        self._intro = label(
            self.tr(
                "Drag the files that came back onto this window, or choose them. You see first what each brings; the "
                "files themselves are never changed, and taking one in twice does no harm."
            ),
            "quiet",
            wrap=True,
        )
        headed = (
            ("name", self.tr("File")), ("for", self.tr("For")), ("new", self.tr("New")), ("same", self.tr("Same")),
            ("conflicting", self.tr("Conflicting")), ("what", self.tr("What happens")),
        )  # fmt: skip
        self.table = RowsTable(
            self.tr("Files that came back"), headed, "what", frozenset({"new", "same", "conflicting"})
        )
        self._summary = label("", "strong", wrap=True)
        self._refused = label("", "stop", wrap=True)
        self.take_in = button("", "primary")
        self.cancel = button(self.tr("Cancel"))
        self.to_conflicts = button(self.tr("Settle conflicts…"))
        self.take_away = TakeAway(lambda: shown_in(self.table, self.tr("What came back"), self._summary.text()))
        foot = row(self.take_in, self.cancel, self.to_conflicts, -1, self.take_away)
        self._found = QWidget()
        self.passphrase = PassphraseField(self.tr("Passphrase of this file"))
        self.look_again = button(self.tr("Look inside"), name=self.tr("Look inside this file"))
        self.passphrase.setMaximumWidth(_FIELD)
        self._unlocking = QWidget()
        asking = row(self.passphrase, self.look_again, -1)
        asking.setAlignment(self.look_again, Qt.AlignmentFlag.AlignBottom)
        asking.setStretch(0, 1)
        self._unlocking.setLayout(asking)
        inside = column(self._summary, self.table, self._refused, self._unlocking, foot, spacing=10)
        inside.setStretch(1, 1)
        self._found.setLayout(inside)
        self._lay_out()

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(QWidget())
        self._stack.addWidget(self._found)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 12, 24, 16)
        whole.setSpacing(10)
        whole.addWidget(self._intro)
        whole.addLayout(row(self.choose_files, self.choose_folder, -1))
        whole.addWidget(self._stack, 1)
        self.choose_files.clicked.connect(self._choose_files)
        self.choose_folder.clicked.connect(self._choose_folder)
        self.take_in.clicked.connect(self._take_in)
        self.cancel.clicked.connect(self._leave)
        self.to_conflicts.clicked.connect(self.conflicts_asked)
        self.table.moved.connect(self._tell_refused)
        self.take_away.notice.connect(self.notice)
        self.look_again.clicked.connect(self._unlock)
        self.passphrase.entered.connect(self._unlock)

    # What happens

    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Take back"), str(self._desk.documents),
            self.tr("Inspections (*%1);;All files (*)").replace("%1", SUFFIX),
        )  # fmt: skip
        if chosen:
            self.preview([Path(one) for one in chosen])

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Take back from a folder"), str(self._desk.documents))
        if chosen:
            self.preview([Path(chosen)])

    def _show(self, union: Union) -> None:
        self.union = union
        self.table.show_rows([self._row(str(place), one) for place, one in enumerate(union.brought)])
        useful = sum(1 for one in union.brought if one.new)
        refused = len(union.refused)
        words = counted(useful, self.tr("Take in %1 file"), self.tr("Take in %1 files"))
        self.take_in.setText(words if useful else self.tr("Nothing new to take in"))
        self.take_in.setAccessibleName(self.take_in.text())
        self.take_in.setEnabled(bool(useful))
        self.cancel.setText(self.tr("Cancel"))
        text = counted(len(union.brought), self.tr("%1 file was looked at"), self.tr("%1 files were looked at"))
        if refused:
            text += ", " + counted(refused, self.tr("%1 is refused"), self.tr("%1 are refused"))
        self._say(self.tr("%1. Nothing is taken in yet.").replace("%1", text), "strong")
        self._end(preview=True)

    def _end(self, preview: bool) -> None:
        self.take_in.setVisible(preview)
        self.cancel.setText(self.tr("Cancel") if preview else self.tr("Done"))
        self.to_conflicts.setVisible(not preview and self.union is not None and bool(self.union.conflicts))
        self._stack.setCurrentIndex(1)
        self._tell_refused()
        if self.isVisible():
            (self.take_in if preview and self.take_in.isEnabled() else self.cancel).setFocus()

    def _row(self, key: str, one: Brought) -> Row:
        if one.refused:
            what = self.tr("Refused: %1").replace("%1", one.refused)
        else:
            what = self.tr("Will be taken in") if one.new else self.tr("Nothing new in it")
            what = ". ".join((what, *self._told(one)))
        counts = (Cell("–"),) * 3 if one.refused else tuple(number(n) for n in (one.new, one.same, one.conflicting))
        return Row(key, (Cell(one.name), Cell(one.handed_to or "–"), *counts, Cell(what)))

    def _tell_refused(self) -> None:
        """What wants a look in the current row, in full; the cell may be too narrow for it."""
        found = self.union.brought[int(self.table.key())] if self.union is not None and self.table.key() else None
        text = "" if found is None else found.refused or ". ".join(self._told(found))
        restyle(self._refused, "role", "stop" if found is not None and found.refused else "attention")
        self._refused.setText(text)
        self._refused.setVisible(bool(text))
        self._unlocking.setVisible(found is not None and found.locked)
        self.passphrase.clear()

    def _unlock(self) -> None:
        """Looks again, with what was typed for the file in the current row."""
        if self.union is not None and self.table.key() and self.passphrase.text:
            place = int(self.table.key())
            self._passphrases[self._paths[place]] = self.passphrase.text
            self._look_at(self._paths)

    def _told(self, one: Brought) -> Iterator[str]:
        """What is to be known of a file before it is taken in."""
        if one.changes_signed_off:
            yield self._changes(one.changes_signed_off)
        for key in one.first:
            text = self.tr("First changes of %1 from this device, fingerprint %2: ask %1 whether it is theirs")
            if key.others:
                text = self.tr("First changes of %1 from this device, fingerprint %2, with which %3 works too")
            yield text.replace("%1", key.holder).replace("%2", key.fingerprint).replace("%3", ", ".join(key.others))
        if one.unsigned:
            single, many = (
                self.tr("%1 change is not signed by its author"),
                self.tr("%1 changes are not signed by their authors"),
            )
            yield self.tr("Not encrypted: %1").replace("%1", counted(one.unsigned, single, many))
        if one.acts:
            yield self.tr("It does what is the lead’s to do, signed by nobody: it changes %1").replace(
                "%1", ", ".join(one.acts)
            )

    def _changes(self, signed_off: tuple[str, ...]) -> str:
        """That cases change that are signed off, which nobody would look at again of their own accord."""
        if not signed_off:
            return ""
        one, many = self.tr("It changes a signed-off case: %2"), self.tr("It changes %1 signed-off cases: %2")
        return counted(len(signed_off), one, many).replace("%2", ", ".join(signed_off))

    def _take_in(self) -> None:
        union = self.union
        if union is None:
            return
        self._bridge.follow(merge(self._bridge.session, union))
        files = counted(
            sum(1 for one in union.brought if one.new),
            self.tr("%1 file is taken in"), self.tr("%1 files are taken in"),
        )  # fmt: skip
        changes = counted(len(union.revisions), self.tr("%1 change is new"), self.tr("%1 changes are new"))
        text = f"{files}, {changes}."
        if union.conflicts:
            one, many = self.tr("%1 conflict is to be settled."), self.tr("%1 conflicts are to be settled.")
            text += " " + counted(len(union.conflicts), one, many)
        changed = tuple(dict.fromkeys(ref for one in union.brought for ref in one.changes_signed_off))
        if changed:
            one, many = self.tr("%1 signed-off case has changed"), self.tr("%1 signed-off cases have changed")
            again = self.tr("%1: look at %2 again.").replace("%1", counted(len(changed), one, many))
            text += " " + again.replace("%2", ", ".join(changed))
        rows = [
            Row(r.key, (*r.cells[:-1], Cell(self.tr("Taken in")) if one.new and not one.refused else r.cells[-1]))
            for r, one in zip(self.table.rows.rows, union.brought, strict=True)
        ]
        self.table.show_rows(rows)
        self._say(text, "good")
        self._end(preview=False)

    def _say(self, text: str, role: str) -> None:
        restyle(self._summary, "role", role)
        self._summary.setText(text)
        announce(self, text)

    def _leave(self) -> None:
        self.union = None
        self._passphrases.clear()
        self.passphrase.clear()
        self._stack.setCurrentIndex(0)
        self.choose_files.setFocus()
