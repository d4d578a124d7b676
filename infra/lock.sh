#!/bin/sh
# Renews the hashed locks; no host name and no path gets into them: lock.sh BIN
set -eu
for name in requirements requirements-dev; do
  constraint=""; [ "$name" = requirements ] || constraint="--constraint requirements.lock"
  "$1/uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
    --python-version 3.11 $constraint "$name.in" --output-file "$name.lock"
done
