# Sourced by run.sh and test.sh: makes .venv from the lock files. Safe to run as often as one likes; needs no root.

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 1
}

# A Python that the lock files hold for.
find_python() {
    local name
    for name in python3.13 python3.14 python3.12 python3.11 python3; do
        if command -v "$name" >/dev/null 2>&1 &&
            "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null &&
            "$name" -c 'import ensurepip, venv' 2>/dev/null; then
            printf '%s\n' "$name"
            return
        fi
    done
}

# set_up LOCK…: an environment with exactly the locked packages of these files added.
set_up() {
    local python stamp lock
    if ! .venv/bin/python -c 'import pip' 2>/dev/null; then
        python=$(find_python)
        [ -n "$python" ] || stop "Inspector needs Python 3.11 to 3.14 with its venv module. On Debian or Ubuntu:
    sudo apt-get install python3 python3-venv"
        say "Making the environment .venv with $("$python" --version) …"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    for lock in "$@"; do
        stamp=".venv/installed-$(sha256sum "$lock" | cut -c 1-16)"
        [ -e "$stamp" ] && continue
        say "Installing $lock …"
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r "$lock" ||
            stop "The packages in $lock could not be installed; see above. The first set-up needs the network."
        touch "$stamp"
    done
    .venv/bin/python packaging/system_libraries.py || exit 1
}
