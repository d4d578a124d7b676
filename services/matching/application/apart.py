"""A computation in a process of its own: it stops nobody else, can be ended at once, and gives its
memory back. ``python -m services.matching.application.apart`` reads one request from standard input
and writes frames to standard output: how far it is, then the answer."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from shared.domain.errors import DomainError

_ROOT: Final = Path(__file__).parents[3]
_LENGTH: Final = 8
_NICE: Final = 10
INTERNAL: Final = "internal"
_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

Computation = Callable[[Any, Callable[[str, int, int], None]], Any]


class Gone(RuntimeError):
    """The process ended without an answer: killed, or out of memory."""


@dataclass(frozen=True, slots=True)
class Far:
    """``done`` of ``total`` steps; ``phase`` names the one under way."""

    phase: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    value: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """``code`` of a refusal, and which people and rules it is about where that is known. Where the
    program itself is at fault the code is ``internal``, and ``fault`` names what went wrong."""

    code: str
    people: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fault: str = ""


class Apart:
    """One computation of a function of a module. Leave it by ``close``, whatever happened."""

    def __init__(self, computation: Computation, asked: Any) -> None:
        one_thread = dict.fromkeys(_THREADS, "1")
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), **one_thread},
        )
        self._frames: queue.SimpleQueue[Any] = queue.SimpleQueue()
        threading.Thread(target=self._talk, args=((computation, asked),), daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def next(self, seconds: float) -> Far | Answer | Failure | None:
        """``None`` when nothing was said for so long. Raises ``Gone``."""
        try:
            frame: Far | Answer | Failure | None = self._frames.get(timeout=seconds)
        except queue.Empty:
            return None
        if frame is None:
            raise Gone(f"the computation ended with {self._process.wait()}")
        return frame

    def close(self) -> None:
        self._process.kill()
        self._process.wait()

    def _talk(self, request: Any) -> None:
        said, heard = self._process.stdin, self._process.stdout
        assert said is not None
        assert heard is not None
        try:
            _write(said, request)
            while (frame := _read(heard)) is not None:
                self._frames.put(frame)
        except (OSError, EOFError, pickle.UnpicklingError):
            pass  # it was ended in the middle of a word
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
    return pickle.loads(source.read(int.from_bytes(head, "big"))) if len(head) == _LENGTH else None


def _end_with(parent: IO[bytes]) -> None:
    """Nobody waits any more once the other end of standard input is gone."""
    parent.read(1)
    os._exit(1)


def _answered(computation: Computation, asked: Any, to: IO[bytes]) -> Answer | Failure:
    """A computation may also answer with a ``Failure`` that says more than a code."""
    found = computation(asked, lambda phase, done, total: _write(to, Far(phase, done, total)))
    return found if isinstance(found, Failure) else Answer(found)


def main() -> None:
    source, to = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    computation, asked = _read(source)
    threading.Thread(target=_end_with, args=(source,), daemon=True).start()
    os.nice(_NICE)
    try:
        frame = _answered(computation, asked, to)
    except DomainError as error:
        frame = Failure(error.code)
    except Exception as error:  # named, not told: its text may hold ids of people
        frame = Failure(INTERNAL, fault=type(error).__name__)
    _write(to, frame)
    os._exit(0)  # the thread that watches standard input never ends


if __name__ == "__main__":
    from services.matching.application import apart

    apart.main()  # what it writes are then frames of the module, not of “__main__”
