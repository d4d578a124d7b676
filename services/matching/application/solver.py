"""The computation in a process of its own: it can be stopped at once, it slows nobody, and a crash
of it takes nothing else down. What goes in and out are pseudonymous ids and answers.

The process reads one request from standard input and writes frames to standard output: steps, then
the outcome."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from services.matching.application import computing
from services.matching.application.blaming import blamed
from services.matching.domain.engine.problem import Problem
from shared.domain.errors import Invalid, Refused

_ROOT: Final = Path(__file__).parents[3]
_LENGTH: Final = 8
_NICE: Final = 10
_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class SolverGone(RuntimeError):
    """The process ended without an answer: killed, or out of memory."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far it is: ``done`` of ``total`` steps, the next of which is ``name``."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class NoResult:
    """It cannot be computed: ``code``, and which people and rules it is about; ``fault`` names what
    went wrong where it is the program's own."""

    code: str
    people: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fault: str = ""


class Solver:
    """One computation. Leave it by ``close`` whatever happened."""

    def __init__(self, asked: Problem | computing.Question) -> None:
        one_thread = dict.fromkeys(_THREADS, "1")
        self._process = subprocess.Popen(
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), **one_thread},
        )
        self._frames: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._talk, args=(asked,), daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def next(self, seconds: float) -> Any:
        """A ``Step``, the outcome, or ``None`` when nothing was said for so long. Raises
        ``SolverGone``."""
        try:
            frame = self._frames.get(timeout=seconds)
        except queue.Empty:
            return None
        if frame is None:
            raise SolverGone(f"the solver ended with {self._process.wait()}")
        return frame

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _talk(self, asked: Problem | computing.Question) -> None:
        said, heard = self._process.stdin, self._process.stdout
        assert said is not None
        assert heard is not None
        try:
            _write(said, asked)
            while (frame := _read(heard)) is not None:
                self._frames.put(frame)
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # it was killed in the middle of a word
        finally:
            self._frames.put(None)
            heard.close()


def _write(to: IO[bytes], frame: Any) -> None:
    data = pickle.dumps(frame)
    to.write(len(data).to_bytes(_LENGTH, "big") + data)
    to.flush()


def _read(source: IO[bytes]) -> Any:
    """``None`` at the end."""
    head = source.read(_LENGTH)
    if len(head) < _LENGTH:
        return None
    return pickle.loads(source.read(int.from_bytes(head, "big")))


def _leave_with(parent: IO[bytes]) -> None:
    """Nobody waits any more once the other end of standard input is gone."""
    parent.read(1)
    os._exit(1)


def main() -> None:
    """Of the process itself."""
    heard, said = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    asked = _read(heard)
    threading.Thread(target=_leave_with, args=(heard,), daemon=True).start()
    os.nice(_NICE)
    try:
        _write(said, computing.answer(asked, lambda *step: _write(said, Step(*step))))
    except (Refused, Invalid) as error:
        _write(said, NoResult(error.code, *blamed(asked, error)))
    except Exception as error:
        _write(said, NoResult("internal", fault=type(error).__name__))
    os._exit(0)  # the thread that watches standard input never ends
