#!/usr/bin/env bash
# Prints timings as ratios to something known in the same run. Set up first with packaging/test.sh or packaging/run.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
PYTHONPATH=. exec .venv/bin/python packaging/bench.py
