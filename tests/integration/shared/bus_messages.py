"""Messages as an owner numbers them, for tests of the bus."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

from shared.bus.codec import encode
from shared.bus.partition import partition_of
from shared.bus.port import Message
from shared.contracts.reporting import TOPIC, AwardGiven
from shared.domain.ids import PersonId, StreamId, TenantId

NOW = datetime(2026, 9, 1, 8, 30, 0, 250_000, tzinfo=UTC)


class Owner:
    """Numbers messages as the relay does and keeps them, so that holes can be filled."""

    def __init__(self, topic: str = TOPIC) -> None:
        self.topic = topic
        self.sent: list[Message] = []
        self._previous: dict[int, int] = {}
        self._ids = itertools.count(1)

    def message(self, stream: str, message: object, tenant: str = "school-1") -> Message:
        name, schema, data = encode(self.topic, message)
        partition = partition_of(tenant, stream)
        position = len(self.sent) + 1
        made = Message(
            id=f"{self.topic}-event-{next(self._ids)}.0",
            topic=self.topic,
            type=name,
            schema_version=schema,
            tenant=TenantId(tenant),
            stream=StreamId(stream),
            partition=partition,
            position=position,
            previous=self._previous.get(partition, 0),
            time=NOW,
            correlation="correlation-1",
            causation=f"event-{position}",
            source_position=position,
            data=data,
        )
        self._previous[partition] = position
        self.sent.append(made)
        return made

    def award(self, stream: str, award: str = "за терпение", tenant: str = "school-1") -> Message:
        return self.message(stream, AwardGiven(award, PersonId(stream), "2026/27"), tenant)

    def awards(self, count: int, streams: int = 7) -> list[Message]:
        return [self.award(f"award-{n % streams}", str(n)) for n in range(count)]

    def fill(self, topic: str, after: int, limit: int) -> list[Message]:
        assert topic == self.topic
        return [message for message in self.sent if message.position > after][:limit]
