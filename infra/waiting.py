"""Waiting with a deadline, and free ports."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

STEP_SECONDS = 0.05


class NotReady(Exception):
    """Something did not start or did not answer in time; the text says what and where to look."""


def wait_until(
    ready: Callable[[], bool], seconds: float, what: str, alive: Callable[[], None] = lambda: None
) -> None:
    """Returns when ``ready`` answers true; ``alive`` may raise to end the waiting early.

    Raises NotReady after ``seconds``.
    """
    end = time.monotonic() + seconds
    while not ready():
        alive()
        if time.monotonic() > end:
            raise NotReady(f"{what} did not answer within {seconds:.0f} s")
        time.sleep(STEP_SECONDS)


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def listens(port: int, host: str = "127.0.0.1") -> bool:
    """Whether somebody accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False
