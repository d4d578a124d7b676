"""Many things, so many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """In their order; the last batch may be smaller, none is empty. Nothing is read ahead."""
    rest = iter(things)
    while some := list(islice(rest, size)):
        yield some
