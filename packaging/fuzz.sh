#!/usr/bin/env bash
# Fuzzes every door of the product and prints a table: target, inputs, new paths, failures. Set up first with
# packaging/test.sh or packaging/run.sh. atheris gets an environment of its own in out/fuzz-env; where it has no wheel
# (it has for Linux and Python 3.11 to 3.13) Hypothesis changes inputs blindly.
#   --minutes N | --inputs N   for all targets together, or inputs for each target; five minutes where nothing is said
#   --targets NAME,NAME        some of them
#   --blind                    with Hypothesis alone
set -euo pipefail
cd "$(dirname "$0")/.."
python=.venv/bin/python
lock=packaging/requirements-fuzz.txt
stamp="out/fuzz-env/installed-$(cat packaging/requirements.txt "$lock" | sha256sum | cut -c 1-16)"
case " $* " in *" --blind "*) ;; *)
    if [ ! -e "$stamp" ]; then
        echo "Installing $lock into out/fuzz-env …" >&2
        "$python" -m venv --clear out/fuzz-env
        if out/fuzz-env/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
            --require-hashes -r packaging/requirements.txt -r "$lock"; then
            touch "$stamp"
        else
            echo "atheris could not be installed for this Python." >&2
        fi
    fi
    [ -e "$stamp" ] && python=out/fuzz-env/bin/python
    ;;
esac
export QT_QPA_PLATFORM=offscreen PYTHONPATH=.:packaging:tests
exec "$python" -m fuzz "$@"
