"""Says which Debian packages are missing for Qt to work on this machine; ends with status 1 when any is."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
PARTS = ("lib/libQt6Core.so.6", "lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6", "plugins/platforms/libqoffscreen.so")
ON_SCREEN = ("plugins/platforms/libqxcb.so",)


def main() -> int:
    """Looks at the libraries; where all are there, starts Qt once without a screen."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or spec.origin is None:
        print("PySide6 is not installed in this environment.", file=sys.stderr)
        return 1
    qt = Path(spec.origin).parent / "Qt"
    parts = PARTS + (ON_SCREEN if os.environ.get("DISPLAY") else ())
    absent = sorted({name for part in parts for name in absent_libraries(qt / part)})
    if absent:
        packages = " ".join(dict.fromkeys(PACKAGES.get(name, name) for name in absent))
        print(
            f"Qt needs system libraries that are not on this machine. On Debian or Ubuntu:\n"
            f"    sudo apt-get install {packages}",
            file=sys.stderr,
        )
        return 1
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    code = "from PySide6.QtGui import QGuiApplication; from PySide6 import QtWidgets; QGuiApplication([])"
    started = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    if started.returncode:
        print(f"Qt does not start on this machine:\n{started.stderr}", file=sys.stderr)
    return 1 if started.returncode else 0


def absent_libraries(part: Path) -> list[str]:
    """The libraries that the loader does not find for one part of Qt."""
    if not part.exists():
        return []
    told = subprocess.run(["ldd", str(part)], capture_output=True, text=True, check=False)
    return [line.split()[0] for line in told.stdout.splitlines() if line.rstrip().endswith("not found")]


if __name__ == "__main__":
    sys.exit(main())
