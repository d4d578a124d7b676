#!/bin/sh
# Makes the virtual environment from a hashed lock: setup.sh PYTHON VENV LOCK
set -eu
python=$1; venv=$2; lock=$3
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Python 3.11 or newer is needed: sudo apt install python3 python3-venv" >&2; exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "$("$python" --version) is too old; Python 3.11 or newer is needed (make PYTHON=python3.12 …)" >&2; exit 1
fi
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  echo "This Python cannot make virtual environments; run: sudo apt install python3-venv" >&2; exit 1
fi
[ -x "$venv/bin/python" ] || { echo "Making the virtual environment …"; "$python" -m venv "$venv"; }
# pip knows no parallel downloads; uv does, and checks the same hashes. Either will do.
installer="$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes"
uv=$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' "$lock" | head -n 1)
if [ -x "$venv/bin/uv" ] || { [ -n "$uv" ] && "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv"; }; then
  installer="$venv/bin/uv pip install --quiet --python $venv/bin/python --no-deps --require-hashes"
fi
echo "Installing $(grep -c '==' "$lock") packages …"
$installer -r "$lock"
if [ -d gateway/translations ]; then
  "$venv/bin/pybabel" -q compile -d gateway/translations 2>/dev/null || "$venv/bin/pybabel" compile -d gateway/translations
fi
