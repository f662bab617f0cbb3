"""What stands beside the name of a section in a narrow outline."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication

from inspector_app.ui.widgets.report_outline import beside_in


def test_the_name_of_a_section_stays_readable_where_the_outline_is_narrow(qapp: QApplication) -> None:
    metrics = QFontMetrics(QGuiApplication.font())
    parts, name = ["@2", "≠17", "?2", "432"], "Assessment and planning to inform sentencing"
    wide = metrics.horizontalAdvance("  ".join(parts))
    told = [beside_in(parts, name, metrics, room) for room in (4 * wide, 2 * wide, wide)]
    assert told == ["@2  ≠17  ?2  432", "@2  ≠17  ?2", "@ ≠ ?"]
    assert beside_in(parts, "1", metrics, 2 * wide) == "@2  ≠17  ?2  432"
    assert beside_in(["432"], name, metrics, 4 * wide) == "432"
