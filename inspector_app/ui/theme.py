"""Colours as named roles, sizes and spacing, and the style sheet made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from inspector_app.ui.palette import Palette
from inspector_app.ui.theme_form import form_style
from inspector_app.ui.theme_marks import draw_marks
from inspector_app.ui.theme_sheet import shell_style

SPACING = (4, 8, 12, 16, 24, 32, 48)
SIZES = (12, 14, 17, 22, 28)
FAMILY = "Lato"


LIGHT = Palette(
    paper="#f3f5f4", surface="#ffffff", ink="#1b2426", quiet="#525e62", line="#d9dedd", edge="#7a878a",
    accent="#1a5c69", on_accent="#ffffff", wash="#deebed", heat="#c2d9de", good="#286a3c", attention="#855400",
    stop="#a3262a", focus="#1a5c69",
)  # fmt: skip
DARK = Palette(
    paper="#14191b", surface="#1c2326", ink="#e9edec", quiet="#a6b1b3", line="#323c3f", edge="#77868a",
    accent="#86c8d3", on_accent="#0d2327", wash="#213a40", heat="#27434a", good="#8ad09d", attention="#e6b75f",
    stop="#f39a95", focus="#86c8d3",
)  # fmt: skip
LIGHT_STRONG = Palette(
    paper="#ffffff", surface="#ffffff", ink="#000000", quiet="#1f1f1f", line="#000000", edge="#000000",
    accent="#003b6f", on_accent="#ffffff", wash="#d6e6ff", heat="#cfe0f5", good="#00441b", attention="#5a3300",
    stop="#7a0010", focus="#003b6f",
)  # fmt: skip
DARK_STRONG = Palette(
    paper="#000000", surface="#000000", ink="#ffffff", quiet="#e6e6e6", line="#ffffff", edge="#ffffff",
    accent="#8ee6ff", on_accent="#000000", wash="#003a4a", heat="#00384a", good="#a6ffbe", attention="#ffd166",
    stop="#ffb3b0", focus="#8ee6ff",
)  # fmt: skip
SCHEMES = {"light": LIGHT, "dark": DARK, "light_strong": LIGHT_STRONG, "dark_strong": DARK_STRONG}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2 defines it."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def style_sheet(palette: Palette) -> str:
    """The whole style sheet of the program."""
    return shell_style(palette) + form_style(palette)


class Theme(QObject):
    """Dresses the application, and follows the system's colour scheme, contrast and font size while it runs.

    Signals:
        changed: another palette is in use.
    """

    changed = Signal()

    def __init__(self, app: QApplication, fonts: Sequence[Path] = ()) -> None:
        super().__init__(app)
        self._app = app
        self._marks = QTemporaryDir()
        self._usual = app.font()
        for path in fonts:
            QFontDatabase.addApplicationFont(str(path))
        app.setStyle("Fusion")
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self.apply)
        hints.accessibility().contrastPreferenceChanged.connect(self.apply)
        self.palette = LIGHT
        self.apply()

    def apply(self) -> None:
        """Reads the platform's wishes again and dresses the application."""
        hints = QGuiApplication.styleHints()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
        strong = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        self.use(SCHEMES[("dark" if dark else "light") + ("_strong" if strong else "")])

    def use(self, scheme: Palette) -> None:
        """Dresses the application in one scheme."""
        name = next(n for n, p in SCHEMES.items() if p.colours == scheme.colours)
        folder = Path(self._marks.path()) / name
        draw_marks(folder, scheme.ink, scheme.on_accent)
        values = {**scheme.colours, "scale": font_scale(self._usual), "marks": folder.as_posix()}
        self.palette = Palette(**values)  # type: ignore[arg-type]  # colours are strings, the scale is a number
        font = QFont(FAMILY)
        font.setPixelSize(self.palette.px(14))
        self._app.setFont(font)
        self._app.setPalette(qt_palette(self.palette))
        self._app.setStyleSheet(style_sheet(self.palette))
        self.changed.emit()


def font_scale(usual: QFont) -> float:
    """How much larger or smaller the platform wants text. What desktops use out of the box (12 to 15 px) is 1."""
    px = QFontMetricsF(usual).height() / 1.17 if usual.pixelSize() < 0 else float(usual.pixelSize())
    if 11.5 <= px <= 16.5:
        return 1.0
    return max(0.8, min(px / 14, 2.0))


def tabular(font: QFont) -> QFont:
    """The font with figures of one width, for columns of numbers."""
    out = QFont(font)
    out.setFeature(QFont.Tag("tnum"), 1)
    return out


def qt_palette(palette: Palette) -> QPalette:
    """The roles as Qt knows them, for what paints itself."""
    role = QPalette.ColorRole
    pairs = {
        role.Window: palette.paper, role.WindowText: palette.ink, role.Base: palette.surface,
        role.AlternateBase: palette.paper, role.Text: palette.ink, role.Button: palette.surface,
        role.ButtonText: palette.ink, role.PlaceholderText: palette.quiet, role.Highlight: palette.wash,
        role.HighlightedText: palette.ink, role.Accent: palette.accent, role.Link: palette.accent,
        role.LinkVisited: palette.accent, role.Mid: palette.edge, role.Midlight: palette.line,
        role.Dark: palette.quiet, role.Light: palette.heat, role.Shadow: palette.edge,
        role.ToolTipBase: palette.surface, role.ToolTipText: palette.ink, role.BrightText: palette.stop,
    }  # fmt: skip
    out = QPalette()
    for name, colour in pairs.items():
        out.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        out.setColor(QPalette.ColorGroup.Disabled, name, QColor(palette.quiet))
    return out
