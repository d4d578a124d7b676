"""A decider: pure functions that say what happens when something is asked of a thing with a past."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Generic, TypeVar

C = TypeVar("C")
E = TypeVar("E")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Decider(Generic[C, E, S]):
    """The rules of one kind of stream.

    ``category`` begins the stream's id (``consent`` → ``consent-<id>``) and the stored name of
    its events (``consent.ConsentGiven``). ``events`` lists every event class of the union: what
    is not listed can neither be stored nor read. ``decide`` gives the new events, ``[]`` when
    nothing changes, or raises a :class:`~shared.domain.errors.DomainError`; it has no clock.
    """

    category: str
    events: tuple[type, ...]
    initial: S
    decide: Callable[[C, S], Sequence[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        return reduce(self.evolve, events, self.initial if state is None else state)
