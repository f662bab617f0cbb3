"""What the program remembers of this installation and this account: plain text values in one small file."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
import uuid
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

DEVICE = "device"
"""The name of this installation in histories: a random uuid, never anything about the person or the machine."""


LARGEST = 4 << 20
"""Bytes of all settings together."""
_HALVES = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
"""Halves of characters as JSON may write them. We write whole ones as they are, so none of these is ours."""


class Settings:
    """Settings by name. A file that cannot be read is set aside; one that cannot be written costs only the memory.

    Attributes:
        problem: why what was to be kept last could not be, as a sentence; empty where it was.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem = ""
        self._guard = threading.Lock()
        self._values = self._read()

    def get(self, name: str, otherwise: Any = "") -> Any:
        """What was kept under a name."""
        return self._values.get(name, otherwise)

    def keep(self, name: str, value: Any) -> None:
        """Keeps something that JSON can hold, at once; on whatever thread."""
        with self._guard:
            if self._values.get(name) != value:
                self._values[name] = value
                self._write()

    def device(self) -> str:
        """The id of this installation, made at first use."""
        known = self.get(DEVICE)
        if not isinstance(known, str) or not known:
            known = str(uuid.uuid4())
            self.keep(DEVICE, known)
        return known

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._text())
            if not isinstance(values, dict):
                raise ValueError("no table of settings")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            log.info("settings could not be read and begin afresh: %s", error)
            self._set_aside()
            return {}
        return values

    def _text(self) -> str:
        """What the file holds; half a character in it would not be taken by any file again."""
        if self.path.exists() and not self.path.is_file():
            raise OSError("they are no ordinary file")
        with self.path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise ValueError("they are far too large")
        return _HALVES.sub(r"\\ufffd", content.decode())

    def _set_aside(self) -> None:
        try:
            os.replace(self.path, self.path.with_suffix(".unreadable"))
        except OSError as error:
            log.info("unreadable settings could not be set aside: %s", error)

    def _write(self) -> None:
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._values, ensure_ascii=False, indent=1), encoding="utf-8")
            os.replace(part, self.path)
            self.problem = ""
        except OSError as error:
            log.info("settings could not be kept: %s", error)
            self.problem = (
                f"Your settings on this computer could not be kept ({error.strerror or 'the disk refuses'}); answers "
                "are not touched by that. They hold until you close the window; who you are is asked again then."
            )
