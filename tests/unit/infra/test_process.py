"""Children stop when asked, die when they do not listen, and never outlive their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.layout import ROOT
from infra.process import Child
from infra.supervisor import Fall
from infra.waiting import NotReady, wait_until

_DEAF = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("deaf", flush=True)
time.sleep(60)
"""
_PARENT = """
import os, sys, time
from pathlib import Path
from infra.process import Child, Forked
log = Path(sys.argv[1])
child = Child("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], log)
child.start()
copy = Forked("copy", lambda: time.sleep(60), log, dict(os.environ))
copy.start()
print(child.pid, copy.pid, flush=True)
time.sleep(60)
"""


def _python(tmp_path: Path, code: str) -> Child:
    return Child("child", [sys.executable, "-c", code], tmp_path / "child.log")


def test_a_child_that_does_not_listen_is_killed(tmp_path: Path) -> None:
    child = _python(tmp_path, _DEAF)
    child.start()
    wait_until(lambda: child.has_said("deaf"), 10, "the child", child.check)
    child.stop(seconds=0.2)
    assert child.status == -signal.SIGKILL


def test_a_child_that_ended_is_reported_with_the_end_of_its_log(tmp_path: Path) -> None:
    child = _python(tmp_path, "raise SystemExit('no luck today')")
    child.start()
    wait_until(lambda: not child.running, 10, "the end")
    with pytest.raises(NotReady, match="no luck today"):
        child.check()


def test_what_an_earlier_start_said_does_not_count(tmp_path: Path) -> None:
    child = _python(tmp_path, "print('ready')")
    child.start()
    wait_until(lambda: child.has_said("ready"), 10, "the child")
    silent = _python(tmp_path, "pass")
    silent.start()
    wait_until(lambda: not silent.running, 10, "the end")
    assert not silent.has_said("ready")


def test_children_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", _PARENT, str(tmp_path / "log")],
        stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert parent.stdout is not None
    children = [int(word) for word in parent.stdout.readline().split()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert len(children) == 2
    wait_until(lambda: not any(map(_lives, children)), 10, "the children’s end")


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_what_keeps_falling_waits_longer_each_time_until_it_stood_for_a_while() -> None:
    fall = Fall()
    now = time.monotonic()
    pauses = [fall.note(now + second) for second in range(8)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30.0
    assert fall.note(now + 600) == pauses[0]
