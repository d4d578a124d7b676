"""``mentorbase up`` starts everything, mends what falls, keeps its data and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from infra.healthcheck import is_ready
from infra.layout import ROOT, Layout
from infra.waiting import free_port, listens, wait_until

pytestmark = [pytest.mark.integration, pytest.mark.e2e, pytest.mark.timeout(240)]
_NAMES = ("GATEWAY", "PARTICIPANTS", "MATCHING", "MEETINGS", "REPORTING", "MONGO")


@pytest.fixture(name="environ")
def _environ(tmp_path: Path) -> dict[str, str]:
    ports = {f"{name}_PORT": str(free_port()) for name in _NAMES}
    return {**os.environ, **ports, "MENTORBASE_HOME": str(tmp_path / "var"), "DEMO": "0"}


@contextmanager
def _up(environ: dict[str, str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Stopped as Ctrl-C stops it, and found to have ended well."""
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "infra.cli", "up"],
            env=environ, cwd=ROOT, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(
            lambda: "Ready in" in output.read_text() or process.poll() is not None, 120, "up"
        )
        assert "Ready in" in output.read_text(), output.read_text()
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def test_it_mends_what_falls_and_leaves_nothing_behind(
    environ: dict[str, str], tmp_path: Path
) -> None:
    layout = Layout.from_env(environ=environ)
    with _up(environ, tmp_path / "first") as process:
        family = psutil.Process(process.pid).children(recursive=True)
        _kill_listener(family, layout.ports["matching"])
        wait_until(lambda: not is_ready(layout.ports["matching"]), 30, "the fall")
        wait_until(lambda: is_ready(layout.ports["matching"]), 60, "matching again")
        family = psutil.Process(process.pid).children(recursive=True)
    assert process.returncode == 0
    assert not [one for one in family if one.is_running() and one.status() != "zombie"]
    assert not any(listens(port) for port in layout.ports.values() if port != 0)
    with _up(environ, tmp_path / "second"):
        assert is_ready(layout.ports["gateway"])


def _kill_listener(family: list[psutil.Process], port: int) -> None:
    for one in family:
        if any(c.laddr.port == port and c.status == "LISTEN" for c in one.net_connections("tcp")):
            one.kill()
