#!/bin/sh
# Renews the hashed locks; no host name and no path gets into them: lock.sh BIN
set -eu
for name in requirements requirements-dev; do
  "$1/uv" pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
    --python-version 3.11 "$name.in" -o "$name.lock"
done
