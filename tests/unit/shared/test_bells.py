"""A ring wakes who listens by that name, whoever else has died meanwhile."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

from shared.bells import Bells, open_bells


def test_a_ring_wakes_by_name(tmp_path: Path) -> None:
    bells = Bells(tmp_path / "b")
    listener = bells.listen(["commits", "topic"])
    assert listener.wait(0) == {"commits", "topic"}  # whatever came before
    begun = time.monotonic()
    threading.Timer(0.05, bells.ring, ["topic"]).start()
    assert listener.wait(5) == {"topic"}
    assert time.monotonic() - begun < 4
    listener.stop()


def test_rings_before_the_wait_are_heard_once(tmp_path: Path) -> None:
    bells = Bells(tmp_path / "b")
    listener = bells.listen(["commits", "topic"])
    listener.wait(0)
    for _ in range(1_000):
        bells.ring("commits")
    assert listener.wait(0) == {"commits"}
    assert listener.wait(0) == {"commits", "topic"}  # the time is up: look at everything
    listener.stop()


def test_two_processes_both_hear(tmp_path: Path) -> None:
    bells = Bells(tmp_path / "b")
    listeners = [bells.listen(["commits"]), bells.listen(["commits"])]
    for listener in listeners:
        listener.wait(0)
    Bells(tmp_path / "b").ring("commits")
    begun = time.monotonic()
    for listener in listeners:
        listener.wait(5)
        listener.stop()
    assert time.monotonic() - begun < 4


def test_a_socket_left_behind_is_removed(tmp_path: Path) -> None:
    bells = Bells(tmp_path / "b")
    listener = bells.listen(["commits"])
    for one in listener._sockets.values():
        one.close()  # as a killed process does
    assert os.listdir(tmp_path / "b" / "commits")
    bells.ring("commits")
    assert not os.listdir(tmp_path / "b" / "commits")


def test_stop_ends_a_wait(tmp_path: Path) -> None:
    listener = Bells(tmp_path / "b").listen(["commits"])
    listener.wait(0)
    threading.Timer(0.05, listener.stop).start()
    begun = time.monotonic()
    listener.wait(5)
    assert time.monotonic() - begun < 4


def test_nobody_else_can_enter(tmp_path: Path) -> None:
    Bells(tmp_path / "b")
    assert (tmp_path / "b").stat().st_mode & 0o077 == 0
    assert open_bells(None) is None
    assert open_bells(Path("/proc/nowhere")) is None
