"""What came from the bus, as the owner sent it: repetitions dropped, holes filled, order proved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from shared.bus.places import Place
from shared.bus.port import BusUnavailable, Message

Fill = Callable[[str, int, int], Sequence[Message]]
"""(topic, after position, limit) → the owner's messages, in order."""
FILL_LIMIT = 200


def chained(
    place: Place, found: Iterable[tuple[Message, int]], fill: Fill
) -> Iterator[tuple[Message, Place]]:
    """One partition's new messages after ``place``, each with the place that applying it reaches.

    A message at or before the place was seen. One whose ``previous`` lies after it reveals a hole,
    which the owner fills. Raises BusUnavailable where the owner cannot: nothing is ever skipped.
    """
    at, offset = place.position, place.offset
    for message, found_at in found:
        if message.position > at:
            if message.previous > at:
                for filler in _fillers(message, at, fill):
                    if filler.previous != at:
                        break
                    at = filler.position
                    yield filler, Place(at, offset)
            if message.previous > at:
                raise BusUnavailable("the owner cannot fill a hole yet")
            at = message.position
            yield message, Place(at, found_at + 1)
        offset = max(offset, found_at + 1)


def _fillers(message: Message, after: int, fill: Fill) -> Iterator[Message]:
    """The owner's messages of the same partition between a position and the message."""
    while after < message.previous:
        batch = fill(message.topic, after, FILL_LIMIT)
        if not batch:
            return
        for filler in batch:
            if filler.partition == message.partition and filler.position <= message.previous:
                yield filler
        after = batch[-1].position
