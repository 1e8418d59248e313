#!/bin/sh
# Installs what the project is built and run with, from the lock files, into .tools/, .venv/ and node_modules/.
set -eu
cd "$(dirname "$0")/.."

if ! [ -x .tools/bin/uv ]; then
    # Debian ships Python without venv and pip; on a bare machine the administrator's apt adds them.
    if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
            apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv ca-certificates
        else
            echo "Python's venv module is missing: install it first (Debian: sudo apt install python3-venv)." >&2
            exit 1
        fi
    fi
    python3 -m venv .tools
    .tools/bin/pip install --quiet --disable-pip-version-check "uv==$(cat infra/uv-version)"
fi
.tools/bin/uv sync --frozen --quiet --python "$(command -v python3)"
.venv/bin/npm ci --silent
touch .venv/.installed
