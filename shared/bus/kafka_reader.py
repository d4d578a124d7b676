"""Reads topics of Kafka: partitions assigned by hand, places kept beside the effects."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kafka import KafkaConsumer, TopicPartition

from shared.bus.cloudevents import Unreadable, message_of
from shared.bus.kafka_client import answering, opened
from shared.bus.port import Message
from shared.observability.logs import logger

_log = logger(__name__)
_LOOK_SECONDS: Final = 1.0


class KafkaReader:
    """Begins at the offsets kept beside the checkpoints; Kafka's committed offsets are not used.
    Where an offset is not there any more, from the earliest: what was seen is dropped by its
    position, what is missing shows as a hole."""

    def __init__(self, bootstrap: str, cell: str, offsets: Mapping[str, Mapping[int, int]]) -> None:
        self._bootstrap = bootstrap
        self._topics = {f"{cell}.{topic}": topic for topic in offsets}
        self._names = {topic: name for name, topic in self._topics.items()}
        self._next = {
            TopicPartition(self._names[topic], partition): offset
            for topic, hints in offsets.items()
            for partition, offset in hints.items()
        }
        self._assigned: set[str] = set()
        self._look_at = 0.0
        with answering(bootstrap):
            self._consumer = opened(
                KafkaConsumer,
                bootstrap,
                client_id="mentorbase-consumer",
                group_id=None,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                isolation_level="read_committed",
                allow_auto_create_topics=False,
                reconnect_backoff_max_ms=1000,
                fetch_max_wait_ms=500,
                max_poll_records=500,
            )

    def poll(self, limit: int, seconds: float) -> Sequence[tuple[Message, int]]:
        with answering(self._bootstrap):
            self._assign_new()
            if not self._assigned:
                time.sleep(min(seconds, _LOOK_SECONDS))  # nobody has published yet
                return []
            found = self._consumer.poll(timeout_ms=int(seconds * 1000), max_records=limit)
        read: list[tuple[Message, int]] = []
        for place, records in found.items():
            self._next[place] = records[-1].offset + 1
            read += [one for record in records if (one := self._read(record)) is not None]
        return read

    def pause(self, topic: str, partition: int) -> None:
        self._consumer.pause(TopicPartition(self._names[topic], partition))

    def seek(self, topic: str, partition: int, offset: int) -> None:
        place = TopicPartition(self._names[topic], partition)
        self._next[place] = offset
        self._consumer.seek(place, offset)
        self._consumer.resume(place)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._consumer.close()

    def _assign_new(self) -> None:
        """Topics appear when their owner starts; until then the others are read alone."""
        if len(self._assigned) == len(self._topics) or time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + _LOOK_SECONDS
        wanted = {
            TopicPartition(name, partition)
            for name in self._topics
            for partition in self._consumer.partitions_for_topic(name) or ()
        }
        names = {place.topic for place in wanted}
        if names == self._assigned:
            return
        paused = self._consumer.paused()
        self._consumer.assign(sorted(wanted))
        for place in wanted:
            self._consumer.seek(place, self._next.setdefault(place, 0))
        self._consumer.pause(*(paused & wanted))
        self._assigned = names

    def _read(self, record: Any) -> tuple[Message, int] | None:
        """A record that is no message is left out: if it stood for one, a hole shows it."""
        topic = self._topics[record.topic]
        try:
            message = message_of(topic, record.partition, record.headers, record.value)
        except Unreadable:
            _log.error("unreadable", topic=topic, partition=record.partition)
            return None
        return message, record.offset
