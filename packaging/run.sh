#!/usr/bin/env bash
# Sets everything up and opens Inspector on the example inspection. Without a display it does the main job off screen
# instead: makes the example, leads one new case through the real form, prints the scores and writes the draft report.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/set_up.sh
set_up packaging/requirements.txt

mkdir -p out
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    [ -e out/example.inspection ] || .venv/bin/python -m inspector_app example out/example.inspection
    exec .venv/bin/python -m inspector_app out/example.inspection
fi
say "There is no display, so the main job is done off screen."
exec env QT_QPA_PLATFORM=offscreen .venv/bin/python packaging/main_job.py out
