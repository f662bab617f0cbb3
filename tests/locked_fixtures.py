"""A small encrypted inspection, and what a locked window lets be seen of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.services.passphrases import FileKey, new_key
from inspector_app.storage.file_key import Cost
from inspector_app.ui.main_window import MainWindow
from tests.ui_fixtures import SmallDesk, fill_small

PASSPHRASE = "tram bishop lantern oak"
QUICK = Cost(memory=8, passes=1, lanes=1)
"""What the key of a test costs: as little as may be."""


@pytest.fixture
def key() -> FileKey:
    """The key that `PASSPHRASE` gives."""
    return new_key(PASSPHRASE, QUICK)


@pytest.fixture
def encrypted_file(desk: SmallDesk, tmp_path: Path, key: FileKey) -> Path:
    """The small inspection, encrypted, as a file that nobody has open."""
    path = tmp_path / "sealed.inspection"
    details = {"trust": "Small Trust", "interviews": "no"}
    team = {"A1": "lead", "A2": "inspector"}
    made = replace(desk, sessions=[]).create(path, "small", details, team, "A1", key)
    fill_small(made, path)
    made.close()
    return path


def unlock(window: MainWindow, path: Path, qtbot: QtBot, passphrase: str = PASSPHRASE) -> None:
    """Opens an encrypted file, as a person does: by typing its passphrase."""
    window.opening.open_path(path)
    qtbot.waitUntil(lambda: window.page == "unlock", timeout=20_000)
    with qtbot.waitSignal(window.opening.opened):
        qtbot.keyClicks(window.unlock.passphrase.line, passphrase)
        window.unlock.unlock.click()


def spoken(thing: QObject) -> str:
    """All that assistive technology can read under an object, window or application."""
    top = QAccessible.queryAccessibleInterface(thing)
    return "\n".join(_spoken(top)) if top is not None else ""


def spoken_everywhere() -> str:
    """All that assistive technology can read of the program."""
    app = QApplication.instance()
    assert app is not None
    return spoken(app)


def _spoken(one: QAccessibleInterface) -> Iterator[str]:
    for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help):
        yield one.text(kind)
    text = one.textInterface()
    if text is not None:
        yield text.text(0, text.characterCount())
    for place in range(one.childCount()):
        child = one.child(place)
        if child is not None:
            yield from _spoken(child)
