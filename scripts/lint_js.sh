#!/bin/sh
# Lints the JavaScript of the canvas when npm is at hand; says why when it is not. The packages it
# fetches include those that tests read exported graphs with.
set -eu

skip() {
    echo "JavaScript lint skipped: $1."
    exit 0
}

[ -f package.json ] || skip "there is no package.json"
command -v npm >/dev/null 2>&1 || skip "npm is not installed"
major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
[ "${major:-0}" -ge 20 ] || skip "it needs Node 20 or newer"

lock=package.json
[ -f package-lock.json ] && lock=package-lock.json
sum=$(cksum <"$lock")
stamp=node_modules/.installed

if [ "$(cat "$stamp" 2>/dev/null || true)" != "$sum" ]; then
    if [ "$lock" = package-lock.json ]; then
        npm ci --silent --no-audit --no-fund || skip "npm could not fetch its packages"
    else
        npm install --silent --no-audit --no-fund --no-package-lock || skip "npm could not fetch its packages"
    fi
    printf '%s\n' "$sum" >"$stamp"
fi
npm run --silent lint
