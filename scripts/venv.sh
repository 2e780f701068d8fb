#!/bin/sh
# Builds .venv and installs a requirements file into it, again only when the file has changed. What
# the packages need in turn is held to the versions in constraints.txt.
# requirements-formats.txt is optional: what cannot be built here is said, and everything else goes on.
# Usage: sh scripts/venv.sh requirements.txt
set -eu

wanted=$1
venv=.venv

say() { printf '%s\n' "$*" >&2; }

new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    say "Longarm needs Python 3.11 or newer."
    if command -v python3 >/dev/null 2>&1; then
        say "Found here: $(python3 --version 2>&1)."
    else
        say "No python3 was found here."
    fi
    say "Install one (https://www.python.org/downloads/), or name it: make run PYTHON=/path/to/python3.12"
    return 1
}

build_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip' >/dev/null 2>&1; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            say "Installing python3-venv."
            apt-get update -qq
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                "python$version-venv" >&2
        else
            say "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python$version-venv"
            return 1
        fi
    fi
    say "Building $venv with $("$python" --version 2>&1)."
    rm -rf "$venv"
    "$python" -m venv "$venv"
}

if ! new_enough "$venv/bin/python" || ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    build_venv
fi

# followthemoney needs PyICU, which has no wheel: it is compiled against the ICU library.
can_build_icu() {
    "$venv/bin/python" -c 'import icu' >/dev/null 2>&1 && return
    command -v pkg-config >/dev/null 2>&1 && pkg-config --exists icu-i18n || return 1
    command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1
}

no_formats() {
    say "FollowTheMoney files cannot be read or written here ($1); everything else works."
    say "On Debian or Ubuntu: sudo apt-get install libicu-dev pkg-config g++, then run make again."
    exit 0
}

get_icu() {
    can_build_icu && return
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
    say "Installing libicu-dev, pkg-config and g++."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends libicu-dev pkg-config g++; } >&2 || return 1
    can_build_icu
}

# requirements-dev.txt takes requirements.txt along, so its stamp covers both; constraints count for each.
case $wanted in
    requirements-dev.txt) files="requirements.txt requirements-dev.txt constraints.txt" ;;
    *) files="$wanted constraints.txt" ;;
esac
# shellcheck disable=SC2086
sum=$(cat $files | cksum)
stamp=$venv/.installed-$wanted

if [ "$(cat "$stamp" 2>/dev/null)" != "$sum" ]; then
    if [ "$wanted" = requirements-formats.txt ]; then
        get_icu || no_formats "the ICU library or a C++ compiler is missing"
    fi
    say "Installing $wanted."
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        -c constraints.txt -r "$wanted" || {
        [ "$wanted" = requirements-formats.txt ] || exit 1
        no_formats "followthemoney could not be installed"
    }
    printf '%s\n' "$sum" >"$stamp"
    [ "$wanted" != requirements-dev.txt ] || cat requirements.txt constraints.txt | cksum >"$venv/.installed-requirements.txt"
fi
