"""Whether the process on a port of this machine can serve; for containers without curl."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request


def is_ready(port: int, *, seconds: float = 3.0) -> bool:
    """Whether ``/readyz`` answers 200 in time."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=seconds) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready(int(sys.argv[1])) else 1)
