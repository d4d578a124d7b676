"""What a bus promises, and the record that travels on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from shared.domain.ids import StreamId, TenantId

M_co = TypeVar("M_co", covariant=True)


class BusUnavailable(Exception):
    """The bus does not answer now; the same call may succeed later."""


class WrongBus(Exception):
    """The store has published to another bus: see ``mentorbase bus switch``."""


@dataclass(frozen=True, slots=True)
class Message:
    """One record. ``position`` is dense for the topic's owner; ``previous`` is the position of the
    last message sent to the same partition before it, 0 for the first. ``source_position`` is that
    of the event it was made from. ``data`` holds ids, features and sealed envelopes only."""

    id: str
    topic: str
    type: str
    schema_version: int
    tenant: TenantId
    stream: StreamId
    partition: int
    position: int
    previous: int
    time: datetime
    correlation: str
    causation: str
    source_position: int
    data: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """JSON-like; ``from_dict`` gives an equal message back. ``data`` is shared, not copied."""
        document = {name: getattr(self, name) for name in self.__slots__}
        document["time"] = self.time.isoformat()
        return document

    @classmethod
    def from_dict(cls, document: Mapping[str, Any]) -> Message:
        return cls(**{**document, "time": datetime.fromisoformat(document["time"])})


@dataclass(frozen=True, slots=True)
class Received(Generic[M_co]):
    """A message as a handler gets it: typed, with the tenant of the event it came from."""

    id: str
    tenant: TenantId
    topic: str
    stream: StreamId
    partition: int
    position: int
    message: M_co
    time: datetime
    correlation: str


class BusReader(Protocol):
    """Several topics, all partitions, in order within each partition. For use by one thread."""

    def poll(self, limit: int, seconds: float) -> Sequence[tuple[Message, int]]:
        """Up to ``limit`` messages with their offsets, waiting up to ``seconds`` for the first.

        A topic that does not exist yet holds nothing. Raises BusUnavailable.
        """
        ...

    def pause(self, topic: str, partition: int) -> None:
        """Polls answer nothing of the partition until it is sought."""
        ...

    def seek(self, topic: str, partition: int, offset: int) -> None:
        """The next poll of the partition begins at the offset; ends a pause."""
        ...

    def close(self) -> None: ...


class Bus(Protocol):
    @property
    def name(self) -> str:
        """Adapter and cluster, such as ``embedded:<id>``: never the same for two clusters."""
        ...

    def ensure_topic(self, topic: str, partitions: int) -> None:
        """Creates the topic, kept for ever. Raises ``ValueError`` where it has another number of
        partitions or forgets, BusUnavailable where nobody answers."""
        ...

    def publish(self, messages: Sequence[Message]) -> None:
        """Returns when every message is acknowledged, in order within each partition; raises
        BusUnavailable when some are not: then publish all of them again."""
        ...

    def reader(self, offsets: Mapping[str, Mapping[int, int]]) -> BusReader:
        """Reads the topics named, each partition from its offset, from the beginning where none is
        given. An offset is a hint: a reader may begin earlier, never later."""
        ...

    def close(self) -> None: ...
