"""Child processes that never outlive the one that started them."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Protocol

from infra.waiting import NotReady

_PR_SET_PDEATHSIG = 1
_LOG_BYTES = 32 * 2**20


class _Handle(Protocol):
    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


class Child:
    """A command in a session of its own, its output appended to a log file.

    Start it from a thread that lives as long as it shall: the kernel tells a child when the
    *thread* that made it ends.
    """

    def __init__(
        self, name: str, command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._environ = dict(os.environ if environ is None else environ)
        self._process: _Handle | None = None
        self._began_at = 0

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def status(self) -> int | None:
        """The exit status, negative for a signal; None while it runs or before it started."""
        return None if self._process is None else self._process.poll()

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as output:
            self._began_at = output.tell()
            self._process = self._launch(output)

    def _launch(self, output: BinaryIO) -> _Handle:
        return subprocess.Popen(
            self._command,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent(),
        )

    def check(self) -> None:
        """Raises NotReady with the end of the log when it is no longer running."""
        if not self.running:
            raise NotReady(
                f"{self.name} ended with status {self.status}; the end of {self.log}:\n"
                + self.tail()
            )

    def has_said(self, words: str) -> bool:
        """Whether the words stand in what it has logged since this start."""
        with self.log.open("rb") as log:
            log.seek(self._began_at)
            return words.encode() in log.read()

    def tail(self, lines: int = 15) -> str:
        if not self.log.exists():
            return ""
        text = self.log.read_text(errors="replace")
        return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        if self.running and self._process is not None:
            os.kill(self._process.pid, signal.SIGTERM)

    def stop(self, seconds: float = 15.0) -> None:
        """Asks, waits, and kills what does not listen."""
        self.ask_to_stop()
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """``kill -9`` of the whole group, and of nothing when it is gone already."""
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Forked(Child):
    """A function in a copy of this process: what is imported here is there at once, and its memory
    is shared. Only for a process without other threads."""

    def __init__(
        self, name: str, function: Callable[[], object], log: Path, environ: Mapping[str, str]
    ) -> None:
        super().__init__(name, (), log, environ)
        self._function = function

    def _launch(self, output: BinaryIO) -> _Handle:
        tie = _end_with_parent()

        def main() -> None:
            if tie is not None:
                tie()
            os.setsid()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            os.environ.clear()
            os.environ.update(self._environ)
            self._function()

        return _Fork(main)


class _Fork:
    """A fork with the part of ``Popen`` that is used here."""

    def __init__(self, main: Callable[[], None]) -> None:
        self._process = multiprocessing.get_context("fork").Process(target=main)
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        status = self._process.exitcode
        if status is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return status


_OPEN_FILES = 64_000
"""What MongoDB asks for: it ends at once when it may open no more."""


def _end_with_parent() -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    files = max(soft, min(hard, _OPEN_FILES)) if hard != resource.RLIM_INFINITY else _OPEN_FILES

    def ask_kernel() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
