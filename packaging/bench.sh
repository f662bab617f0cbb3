#!/usr/bin/env bash
# Prints timings as ratios to something known in the same run. Set up first with packaging/test.sh or packaging/run.sh.
#   --archive [--cases N]   a generated national archive beside DuckDB, polars and pandas, which get an environment of
#                           their own in out/bench-env
#   --backups               backups of the example and of a file ten times its size
#   --proof                 what signing and verifying changes costs
#   --latency               key presses until they are painted, plain and encrypted, also on a disk that takes 2 s to sync
#   --pdf                   the PDF of the example's report beside WeasyPrint (same environment) and LibreOffice
set -euo pipefail
cd "$(dirname "$0")/.."
case " $* " in *" --archive "* | *" --pdf "*)
    lock=packaging/requirements-bench.txt
    stamp="out/bench-env/installed-$(sha256sum "$lock" | cut -c 1-16)"
    if [ ! -e "$stamp" ]; then
        echo "Installing $lock into out/bench-env …" >&2
        .venv/bin/python -m venv --clear out/bench-env
        out/bench-env/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r "$lock"
        touch "$stamp"
    fi
    ;;
esac
PYTHONPATH=.:packaging exec .venv/bin/python packaging/bench.py "$@"
