"""The stored problems on every Python of this machine from 3.11 on: ``make replay-matching``.

Each gets an environment of its own under ``var/replay`` with the packages of the computation, as the
lock names them. It says which ran and what hindered the others."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = (
    "absl-py", "immutabledict", "numpy", "ortools", "pandas", "protobuf", "python-dateutil", "pytz",
    "scipy", "typing-extensions", "tzdata",
)  # fmt: skip
OLDEST = (3, 11)
_ROOT = Path(__file__).parents[2]
_SEEDS = ("0", "1", "4000000000")
"""Of Python's own hashes: the order of sets differs with them."""
_SECONDS = 600


def main() -> None:
    ran, failed = [], False
    for version, python in sorted(found().items()):
        named = ".".join(map(str, version))
        try:
            lines = [_replayed(_environment(named, python), seed) for seed in _SEEDS]
        except subprocess.SubprocessError as error:
            print(f"Python {named}: did not run ({_why(error)})")
            continue
        ran.append(named)
        failed = failed or any(code for code, _ in lines)
        print(f"Python {named}: " + "; ".join(sorted({line for _, line in lines})))
    print(f"ran on {', '.join(ran) or 'none'}")
    sys.exit(failed or not ran)


def found() -> dict[tuple[int, ...], str]:
    """One executable of each version, this one's first."""
    versions: dict[tuple[int, ...], str] = {}
    for python in dict.fromkeys([sys.executable, *_candidates()]):
        command = [python, "-c", "import sys; print(*sys.version_info[:3])"]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        if said.returncode == 0:
            version = tuple(int(part) for part in said.stdout.split())
            if version[:2] >= OLDEST:
                versions.setdefault(version, python)
    return versions


def _candidates() -> Iterator[str]:
    places = [Path(one) for one in os.environ.get("PATH", "").split(os.pathsep) if one]
    places += [Path("/usr/bin"), *Path.home().glob(".pyenv/versions/*/bin")]
    for place in places:
        for path in sorted(place.glob("python3.*")):
            if re.fullmatch(r"python3\.\d+", path.name) and os.access(path, os.X_OK):
                yield str(path)
    uv = shutil.which("uv")
    if uv:
        listed = subprocess.run(
            [uv, "python", "list", "--only-installed"], capture_output=True, text=True, check=False
        )
        yield from (line.split()[1] for line in listed.stdout.splitlines() if len(line.split()) > 1)


def _environment(named: str, python: str) -> str:
    place = _ROOT / "var" / "replay" / named
    ours = place / "bin" / "python"
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        _run([python, "-m", "venv", str(place)])
        lock = place / "lock.txt"
        lock.write_text(locked((_ROOT / "requirements.lock").read_text("utf-8")), "utf-8")
        _run([str(ours), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
              "--no-deps", "--require-hashes", "-r", str(lock)])  # fmt: skip
        (place / "ready").touch()
    return str(ours)


def locked(lock: str) -> str:
    """The lines of the lock for the packages of the computation."""
    blocks = re.split(r"\n(?=\S)", lock)
    return "\n".join(one for one in blocks if re.split(r"==", one)[0].lower() in PACKAGES) + "\n"


def _replayed(python: str, seed: str) -> tuple[int, str]:
    said = subprocess.run(
        [python, "-m", "infra.bench.golden"],
        cwd=_ROOT, env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(_ROOT)},
        capture_output=True, text=True, timeout=_SECONDS, check=False,
    )  # fmt: skip
    lines = (said.stdout + said.stderr).strip().splitlines()
    return said.returncode, lines[-1] if lines else "said nothing"


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True, timeout=_SECONDS)


def _why(error: subprocess.SubprocessError) -> str:
    said = str(getattr(error, "stderr", "") or error).strip().splitlines()
    return said[-1] if said else "unknown"


if __name__ == "__main__":
    main()
