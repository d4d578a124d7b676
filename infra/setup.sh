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
# A virtual environment made by another tool may lack pip.
"$venv/bin/python" -c 'import pip' 2>/dev/null || "$venv/bin/python" -m ensurepip --default-pip >/dev/null
# pip knows no parallel downloads; uv does, and checks the same hashes. Either will do.
installer="$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes"
if [ ! -x "$venv/bin/uv" ]; then
  awk '/^uv==/ {found = 1} found {print} found && !/\\$/ {exit}' "$lock" >"$venv/uv.lock"
  $installer -r "$venv/uv.lock" || echo "uv does not run here; pip does it, more slowly"
fi
if [ -x "$venv/bin/uv" ]; then
  installer="$venv/bin/uv pip install --quiet --python $venv/bin/python --no-deps --require-hashes"
fi
echo "Installing $(grep -c '==' "$lock") packages …"
$installer -r "$lock"
# This directory is importable from everywhere, and its command stands beside Python.
pwd >"$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/mentorbase.pth"
printf '#!/bin/sh\nexec "%s/%s/bin/python" -m infra.cli "$@"\n' "$(pwd)" "$venv" >"$venv/bin/mentorbase"
chmod +x "$venv/bin/mentorbase"
if ls gateway/translations/*/LC_MESSAGES/*.po >/dev/null 2>&1; then
  "$venv/bin/pybabel" --quiet compile --directory gateway/translations
fi
