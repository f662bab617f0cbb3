#!/usr/bin/env bash
# Sets everything up, then stops the app in every way it can think of and looks whether anything is lost: see README, Torture.
#   bash packaging/torture.sh [--minutes N] [--jobs J] [--acts ACT…] [--seed S]
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/set_up.sh
set_up packaging/requirements.txt packaging/requirements-dev.txt
export QT_QPA_PLATFORM=offscreen
PYTHONPATH=.:packaging:tests exec .venv/bin/python -m torture "$@"
