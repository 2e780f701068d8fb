#!/bin/sh
# Lints the JavaScript of the canvas when npm is at hand; says why when it is not.
set -eu

if [ ! -f package.json ]; then
    echo "JavaScript lint skipped: there is no package.json."
    exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
    echo "JavaScript lint skipped: npm is not installed."
    exit 0
fi

lock=package.json
[ -f package-lock.json ] && lock=package-lock.json
sum=$(cksum <"$lock")
stamp=node_modules/.installed

if [ "$(cat "$stamp" 2>/dev/null || true)" != "$sum" ]; then
    if [ "$lock" = package-lock.json ]; then
        npm ci --silent --no-audit --no-fund
    else
        npm install --silent --no-audit --no-fund --no-package-lock
    fi
    printf '%s\n' "$sum" >"$stamp"
fi
npm run --silent lint
