"""The small drawings that a style sheet can only take from files: a chevron, a tick, a dot, a cross."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

SIDE = 16
_LINES = {
    "chevron": ((4, 6), (8, 10), (12, 6)),
    "tick": ((3.5, 8.5), (6.8, 11.8), (12.5, 4.8)),
    "up": ((5, 9.5), (8, 6.5), (11, 9.5)),
    "down": ((5, 6.5), (8, 9.5), (11, 6.5)),
}


def draw_marks(folder: Path, ink: str, on_accent: str) -> None:
    """Draws each mark, plain and for screens of double density, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for density, ending in ((1, ""), (2, "@2x")):
        for name, points in _LINES.items():
            colour = on_accent if name == "tick" else ink
            _line(points, colour, density).save(str(folder / f"{name}{ending}.png"))
        _dot(on_accent, density).save(str(folder / f"dot{ending}.png"))


def _canvas(density: int) -> QPixmap:
    pixmap = QPixmap(SIDE * density, SIDE * density)
    pixmap.setDevicePixelRatio(density)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


def _line(points: tuple[tuple[float, float], ...], colour: str, density: int) -> QPixmap:
    pixmap = _canvas(density)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(colour), 1.8)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
    painter.end()
    return pixmap


def _dot(colour: str, density: int) -> QPixmap:
    pixmap = _canvas(density)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(8, 8), 3.5, 3.5)
    painter.end()
    return pixmap
