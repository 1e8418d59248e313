#!/bin/sh
# Adds the browser of the tests to a bare Debian, where the one who asks may do so.
set -eu
command -v chromium-headless-shell >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium-headless-shell fonts-noto-core
else
    echo "The browser tests need Chromium: install it first (Debian: sudo apt install chromium-headless-shell)." >&2
    exit 1
fi
