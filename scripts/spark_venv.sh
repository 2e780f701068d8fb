#!/bin/sh
# Builds .venv-spark: Longarm with Spark's client and server, on the pandas that Spark supports.
# Installed again only when the requirements have changed. Java 17 is installed as root on Debian.
set -eu
cd "$(dirname "$0")/.."

venv=.venv-spark

say() { printf '%s\n' "$*" >&2; }

if ! command -v java >/dev/null 2>&1 && [ -z "${JAVA_HOME:-}" ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        say "Spark needs Java 17. On Debian or Ubuntu: sudo apt-get install openjdk-17-jre-headless"
        exit 1
    fi
    say "Installing Java 17."
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        openjdk-17-jre-headless >&2
fi

sum=$(cat requirements.txt requirements-dev.txt requirements-spark.txt constraints.txt | cksum)
stamp=$venv/.installed
[ "$(cat "$stamp" 2>/dev/null)" != "$sum" ] || exit 0

# The Python of .venv is one that Longarm runs on.
sh scripts/venv.sh requirements.txt
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "Building $venv."
    rm -rf "$venv"
    .venv/bin/python -m venv "$venv"
fi
wanted=$(mktemp)
held=$(mktemp)
trap 'rm -f "$wanted" "$held"' EXIT
{
    grep -v '^pandas==' requirements.txt
    grep -E '^(pytest|hypothesis)==' requirements-dev.txt
    cat requirements-spark.txt
} >"$wanted"
# What pandas 3 asks of others holds here too, but for itself.
grep -v '^pandas==' constraints.txt >"$held"
say "Installing requirements-spark.txt (Spark is 450 MB)."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c "$held" -r "$wanted"
printf '%s\n' "$sum" >"$stamp"
