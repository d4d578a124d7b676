"""Whatever the bus repeats, reorders or leaves out, each message is taken once and in order."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.bus.chain import chained
from shared.bus.partition import partition_of
from shared.bus.places import Place
from shared.bus.port import BusUnavailable, Message
from tests.integration.shared.bus_messages import Owner

COUNT = 30


def owner_of(streams: Sequence[int]) -> Owner:
    owner = Owner()
    for stream in streams:
        owner.award(f"award-{stream}")
    return owner


def numbers(messages: Sequence[Message]) -> list[int]:
    return [message.position for message in messages]


@given(
    streams=st.lists(st.integers(0, 9), min_size=COUNT, max_size=COUNT),
    deliveries=st.lists(st.lists(st.integers(0, COUNT - 1), max_size=40), max_size=6),
)
def test_any_delivery_gives_every_message_once_and_in_order(
    streams: list[int], deliveries: list[list[int]]
) -> None:
    owner = owner_of(streams)
    partition = owner.sent[0].partition
    mine = [message for message in owner.sent if message.partition == partition]
    place, taken, furthest = Place(0, 0), [], 0
    for delivery in deliveries:
        batch = [(owner.sent[n], n) for n in delivery if owner.sent[n].partition == partition]
        furthest = max([furthest, *(message.position for message, _ in batch)])
        for message, reached in chained(place, batch, owner.fill):
            taken.append(message)
            place = reached
    assert taken == [message for message in mine if message.position <= furthest]
    assert place.position == (taken[-1].position if taken else 0)


@given(cut=st.integers(1, COUNT - 1))
def test_a_hole_that_the_owner_cannot_fill_stops_before_it(cut: int) -> None:
    owner = owner_of([1] * COUNT)
    batch = [(message, n) for n, message in enumerate(owner.sent) if n < cut or n > cut]
    place, taken = Place(0, 0), []

    def fill(topic: str, after: int, limit: int) -> list[Message]:
        return [m for m in owner.fill(topic, after, limit) if m.position != cut + 1]

    try:
        for message, reached in chained(place, batch, fill):
            taken.append(message)
            place = reached
    except BusUnavailable:
        assert cut < COUNT - 1
    assert numbers(taken) == list(range(1, cut + 1))
    assert place.position == cut


def test_the_offset_of_a_filler_is_that_of_the_message_before_it() -> None:
    owner = owner_of([1] * 4)
    reached = [place.offset for _, place in chained(
        Place(0, 0), [(owner.sent[0], 10), (owner.sent[3], 11)], owner.fill
    )]  # fmt: skip
    assert reached == [11, 11, 11, 12]


def test_an_owner_that_skips_a_message_is_not_believed() -> None:
    owner = owner_of([1] * 4)
    liar = [owner.sent[2]]
    with pytest.raises(BusUnavailable):
        list(chained(Place(1, 1), [(owner.sent[3], 3)], lambda *asked: liar))


def test_a_stream_never_changes_its_partition() -> None:
    assert [partition_of("school-1", f"pair-{n}") for n in range(8)] == [4, 0, 2, 4, 5, 1, 1, 5]
    assert {partition_of("school-1", f"pair-{n}") for n in range(200)} == set(range(6))
