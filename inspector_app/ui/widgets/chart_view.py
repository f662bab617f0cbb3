"""A chart on screen: the drawing of the report, on paper of its own."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.domain.plain_table import PlainChart, text_of
from inspector_app.services.taking_away import draw_chart
from inspector_app.ui.jobs import Job

_SCALE = 1.25
"""How much larger than on paper a chart is drawn at most on screen, so that its words have the size of the screen's."""
_SHARP = 3.0
"""How many dots of a picture stand for one point of the drawing."""


class ChartView(QWidget):
    """Shows one chart; it is drawn on a thread of its own, and the one before stays until then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: PlainChart | None = None
        self._renderer = QSvgRenderer(self)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(240)

    @property
    def drawn(self) -> bool:
        """Whether there is a drawing to see."""
        return self._renderer.isValid()

    def show_chart(self, chart: PlainChart) -> None:
        """Draws a chart, unless it is the one that stands."""
        if chart == self.chart:
            return
        self.chart = chart
        self.setAccessibleName(chart.title)
        bars = (f"{bar.label}: {text_of(bar.share, 'share')}, {bar.figures}" for bar in chart.bars)
        self.setAccessibleDescription(". ".join((chart.counted, *bars)))
        job = Job(self.tr("Drawing"), lambda *_: (chart, draw_chart(chart)), QCoreApplication.instance())
        job.done.connect(self._on_drawn)
        job.ended.connect(job.deleteLater)
        job.start()

    def sizeHint(self) -> QSize:
        """The size at which the words of the chart are as large as those of the screen."""
        size = self._renderer.defaultSize() if self.drawn else QSize(416, 240)
        return size * _SCALE

    def hasHeightForWidth(self) -> bool:
        """The height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the drawing at this width."""
        size = self.sizeHint()
        return round(min(width, size.width()) * size.height() / size.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it as large as there is room, and no larger than is pleasant."""
        if not self.drawn:
            painter = QPainter(self)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Drawing the chart…"))
            painter.end()
        else:
            box = self.sizeHint().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            box = box.boundedTo(self.sizeHint())
            painter = QPainter(self)
            self._renderer.render(painter, QRectF(0, 0, box.width(), box.height()))
            painter.end()

    def _on_drawn(self, drawn: tuple[PlainChart, bytes]) -> None:
        chart, content = drawn
        if chart == self.chart:  # another may have been asked for meanwhile
            self._renderer.load(QByteArray(content))
            self.updateGeometry()
            self.update()


def as_png(drawing: bytes) -> bytes:
    """A drawing (SVG) as a picture, sharp enough for print. May run on any thread."""
    renderer = QSvgRenderer(QByteArray(drawing))
    size = renderer.viewBoxF().size() * _SHARP
    image = QImage(size.toSize(), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.setDotsPerMeterX(round(_SHARP * 72 / 0.0254))
    image.setDotsPerMeterY(round(_SHARP * 72 / 0.0254))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes for the name of the format
    return bytes(content.data())
