"""The fonts that come with Inspector: without them no page can be set."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError

from inspector_app.domain.errors import KnownError
from inspector_app.report import styles


def load_fonts(folder: Path) -> None:
    """Loads the fonts of a folder; a second call changes nothing.

    Raises:
        KnownError: one is missing, or is no font.
    """
    try:
        styles.use_fonts(folder)
    except (TTFError, OSError) as error:
        raise KnownError(
            "A font of the report is missing or damaged, so nothing was written; the inspection is safe. Install "
            f"Inspector again ({error})."
        ) from error
