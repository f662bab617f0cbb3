#!/usr/bin/env bash
# Sets everything up and runs every check and test.
set -euo pipefail
cd "$(dirname "$0")/.."
. packaging/set_up.sh
set_up packaging/requirements.txt packaging/requirements-dev.txt

export QT_QPA_PLATFORM=offscreen
PATH="$PWD/.venv/bin:$PATH"
say "Style …"
ruff check
ruff format --check
say "Types …"
mypy
say "Imports …"
lint-imports
say "Tests …"
rm -f .coverage .coverage.*
pytest --numprocesses=2 --dist=loadgroup --cov --cov-report= "$@"
say "Coverage …"
coverage report --fail-under=90
coverage report --include='inspector_app/domain/*' --fail-under=95
coverage report --include='inspector_app/storage/*' --fail-under=95
