"""How much memory this process takes, and the most that it took; told by Linux."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_SELF = Path("/proc/self")


def now() -> float:
    """MiB."""
    return _told("VmRSS:")


def highest() -> float:
    """MiB, of this program alone: ``ru_maxrss`` would keep what the parent had at the fork."""
    return _told("VmHWM:")


def beyond(work: Callable[[], object]) -> float:
    """How many MiB the work takes at its peak beyond what was taken before."""
    (_SELF / "clear_refs").write_text("5")  # the peak begins anew
    before = now()
    work()
    return highest() - before


def _told(name: str) -> float:
    for line in (_SELF / "status").read_text().splitlines():
        if line.startswith(name):
            return float(line.split()[1]) / 1024
    raise OSError("this system does not tell a process's memory")
