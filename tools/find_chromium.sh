#!/bin/sh
# Prints the path of a Chromium for the browser tests: $CHROMIUM, an installed one,
# Playwright's own, else one that it installs (as root by apt, or Playwright's download).
set -eu
cd "$(dirname "$0")/.."

runs() { [ -n "$1" ] && "$1" --version >/dev/null 2>&1; }
installed() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
        path=$(command -v "$name" 2>/dev/null || true)
        # Some systems have a stand-in of that name that only says how to install it.
        if runs "$path"; then
            echo "$path"
            return
        fi
    done
    path=$(.venv/bin/python -c 'from playwright.sync_api import sync_playwright as playwright
with playwright() as p: print(p.chromium.executable_path)' 2>/dev/null || true)
    runs "$path" && echo "$path"
}

if ! installed; then
    echo "No Chromium found: installing one for the browser tests …" >&2
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium) >&2 || true
    fi
    if ! installed; then
        .venv/bin/python -m playwright install chromium >&2
        installed
    fi
fi
