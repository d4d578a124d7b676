"""Questions of the same kind that come at the same time, asked together.

As a database commits in groups: whoever comes while nothing is under way asks at once; whoever
comes meanwhile waits for the answer and is then asked about together with all others who waited.
No answer serves anybody who came after it was asked for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from shared.domain.errors import Unavailable

Ask: TypeAlias = Callable[[Sequence[str], float], frozenset[str]]
"""Asks about all these, within so many seconds; answers those of them that it is true of."""


@dataclass(slots=True)
class _Round:
    about: dict[str, None]
    turn: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)
    answer: frozenset[str] = frozenset()
    error: BaseException | None = None

    def result(self) -> frozenset[str]:
        if self.error is not None:
            raise self.error
        return self.answer


@dataclass(slots=True)
class _Line:
    """One round is under way; the next one gathers those who come meanwhile."""

    next: _Round | None = None


class Rounds:
    """Safe for use by threads. ``limit`` is how many one question may be about."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._lines: dict[Hashable, _Line] = {}

    def ask(self, kind: Hashable, about: Sequence[str], seconds: float, ask: Ask) -> frozenset[str]:
        """The answer to one question of this kind, asked after this call began; it may be about
        others too. Raises what ``ask`` raises, and Unavailable where its turn does not come."""
        until = time.monotonic() + seconds
        with self._lock:
            line = self._lines.get(kind)
            if line is None:
                self._lines[kind] = line = _Line()
                mine, leads = _Round(dict.fromkeys(about)), True
                mine.turn.set()
            elif line.next is None:
                mine, leads = _Round(dict.fromkeys(about)), True
                line.next = mine
            elif len(line.next.about) + len(about) <= self._limit:
                mine, leads = line.next, False
                mine.about.update(dict.fromkeys(about))
            else:
                line = None
        if line is None:
            return ask(about, seconds)
        if leads:
            self._lead(kind, line, mine, until, ask)
        elif not mine.done.wait(until - time.monotonic()):
            raise Unavailable("there was no answer in time")
        return mine.result()

    def _lead(self, kind: Hashable, line: _Line, mine: _Round, until: float, ask: Ask) -> None:
        if not mine.turn.wait(until - time.monotonic()) and self._gave_up(line, mine):
            return
        try:
            mine.answer = ask(tuple(mine.about), max(0.001, until - time.monotonic()))
        except BaseException as error:
            mine.error = error
        finally:
            self._pass_on(kind, line)
            mine.done.set()

    def _gave_up(self, line: _Line, mine: _Round) -> bool:
        """Whether the turn has still not come; nobody may join any more."""
        with self._lock:
            if mine.turn.is_set():
                return False
            line.next = None
        mine.error = Unavailable("there was no answer in time")
        mine.done.set()
        return True

    def _pass_on(self, kind: Hashable, line: _Line) -> None:
        with self._lock:
            following, line.next = line.next, None
            if following is None:
                del self._lines[kind]
            else:
                following.turn.set()
