"""Where things lie: what ships with the program, and what a person's account keeps for it."""

from __future__ import annotations

import sys
from pathlib import Path

from inspector_app.domain.errors import KnownError

APP = "inspector-app"


def resources() -> Path:
    """The folder of what ships: question sets, fonts, the example. The same in a checkout, a wheel and a frozen bundle.

    Raises:
        KnownError: this copy of the program is incomplete.
    """
    package = Path(__file__).resolve().parents[1]
    bundle = Path(getattr(sys, "_MEIPASS", package))
    for place in (package / "_resources", bundle / "resources", package.parent / "resources"):
        if (place / "instruments").is_dir():
            return place
    raise KnownError("This copy of Inspector lacks its question sets, so it cannot work; install it again.")


def config_folder() -> Path:
    """Where the settings of this account lie; it may not exist yet."""
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def data_folder() -> Path:
    """Where the backups of this account lie; it may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def state_folder() -> Path:
    """Where the log and the crash log of this account lie; it may not exist yet."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def documents_folder() -> Path:
    """The folder in which a person keeps documents; the home folder where there is none."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    return documents if documents.is_dir() else Path.home()
