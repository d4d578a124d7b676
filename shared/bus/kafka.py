"""The bus on Kafka: CloudEvents in binary mode, idempotent producer, partitions assigned by hand."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import KafkaAdminClient, NewTopic
from kafka.errors import KafkaError, TopicAlreadyExistsError

from shared.bus.port import BusUnavailable, Message
from shared.domain.ids import StreamId, TenantId
from shared.observability.logs import logger

_log = logger(__name__)
STALL_SECONDS: Final = 30.0
_KEPT_FOREVER = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}


class KafkaBus:
    """kafka-python 3.0.12's idempotent producer hangs for ever when an outage outlasts its delivery
    time-out: its futures neither succeed nor fail. So only an acknowledgement counts, and after
    ``stall_seconds`` without one the producer is thrown away; the relay then goes on from the
    oldest message that was not acknowledged."""

    def __init__(
        self,
        bootstrap: str,
        cell: str,
        *,
        stall_seconds: float = STALL_SECONDS,
        delivery_timeout_ms: int = 120_000,
    ) -> None:
        self._bootstrap = bootstrap
        self._cell = cell
        self._stall_seconds = stall_seconds
        self._delivery_timeout_ms = delivery_timeout_ms
        self._producer: KafkaProducer | None = None
        try:
            self._admin = KafkaAdminClient(
                bootstrap_servers=bootstrap, request_timeout_ms=10_000, client_id="mentorbase"
            )
            cluster = self._admin.describe_cluster()
        except (KafkaError, OSError) as error:
            raise BusUnavailable(f"no Kafka broker answers at {bootstrap}") from error
        self._name = f"kafka:{cluster['cluster_id']}"

    @property
    def name(self) -> str:
        return self._name

    def ensure_topic(self, topic: str, partitions: int) -> None:
        name = self._topic(topic)
        try:
            self._admin.create_topics(
                [NewTopic(name, partitions, 1, topic_configs=_KEPT_FOREVER)],
                wait_for_metadata=True,
            )
        except TopicAlreadyExistsError:
            found = len(self._admin.describe_topics([name])[0]["partitions"])
            if found != partitions:
                raise ValueError(f"{name} has {found} partitions, not {partitions}") from None
        except KafkaError as error:
            raise BusUnavailable("the Kafka broker does not answer") from error

    def publish(self, messages: Sequence[Message]) -> None:
        try:
            producer = self._producer or self._connect()
            pending = [
                producer.send(
                    self._topic(message.topic),
                    value=_body(message),
                    key=f"{message.tenant}|{message.stream}".encode(),
                    headers=_headers(message),
                    partition=message.partition,
                )
                for message in messages
            ]
        except Exception as error:
            self._drop(error)
            raise BusUnavailable("the Kafka broker does not answer") from error
        self._await(pending)

    def _await(self, pending: list[Any]) -> None:
        progress = time.monotonic()
        for future in pending:
            while not future.is_done:
                if time.monotonic() - progress > self._stall_seconds:
                    self._drop(TimeoutError())
                    raise BusUnavailable("no acknowledgement from Kafka; the producer is replaced")
                with contextlib.suppress(Exception):
                    future.get(timeout=min(0.5, self._stall_seconds))
            if future.failed():
                self._drop(future.exception or KafkaError())
                raise BusUnavailable("Kafka did not take a message; the producer is replaced")
            progress = time.monotonic()

    def _connect(self) -> KafkaProducer:
        self._producer = KafkaProducer(
            bootstrap_servers=self._bootstrap,
            client_id="mentorbase-relay",
            acks="all",
            enable_idempotence=True,
            max_in_flight_requests_per_connection=5,
            linger_ms=2,
            request_timeout_ms=min(10_000, self._delivery_timeout_ms),
            delivery_timeout_ms=self._delivery_timeout_ms,
            reconnect_backoff_max_ms=1000,
            max_block_ms=10_000,
            allow_auto_create_topics=False,
            compression_type="lz4",
        )
        return self._producer

    def _drop(self, reason: BaseException) -> None:
        producer, self._producer = self._producer, None
        _log.warning("producer_replaced", reason=type(reason).__name__)
        if producer is not None:
            with contextlib.suppress(Exception):
                producer.close(timeout=0)

    def reader(self, topic: str, offsets: Mapping[int, int]) -> KafkaReader:
        return KafkaReader(self._bootstrap, self._topic(topic), topic, offsets)

    def close(self) -> None:
        if self._producer is not None:
            with contextlib.suppress(Exception):
                self._producer.close(timeout=2)
        with contextlib.suppress(Exception):
            self._admin.close()

    def _topic(self, topic: str) -> str:
        return f"{self._cell}.{topic}"


class KafkaReader:
    """All partitions of one topic, from the offsets kept beside the checkpoints. Where an offset
    is no longer there, from the earliest: what was seen is dropped by its position."""

    def __init__(self, bootstrap: str, name: str, topic: str, offsets: Mapping[int, int]) -> None:
        self._name = name
        self._topic = topic
        try:
            self._consumer = KafkaConsumer(
                bootstrap_servers=bootstrap,
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
            partitions = self._consumer.partitions_for_topic(name)
        except (KafkaError, OSError) as error:
            raise BusUnavailable("the Kafka broker does not answer") from error
        if not partitions:
            self._consumer.close()
            raise BusUnavailable(f"the topic {name} is not there yet")
        assigned = [TopicPartition(name, partition) for partition in sorted(partitions)]
        self._consumer.assign(assigned)
        for partition in assigned:
            if partition.partition in offsets:
                self._consumer.seek(partition, offsets[partition.partition])
            else:
                self._consumer.seek_to_beginning(partition)

    def poll(self, limit: int, seconds: float) -> Sequence[tuple[Message, int]]:
        try:
            found = self._consumer.poll(timeout_ms=int(seconds * 1000), max_records=limit)
        except (KafkaError, OSError) as error:
            raise BusUnavailable("the Kafka broker does not answer") from error
        return [
            (_message(self._topic, record), record.offset)
            for records in found.values()
            for record in records
        ]

    def seek(self, partition: int, offset: int) -> None:
        self._consumer.seek(TopicPartition(self._name, partition), offset)

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._consumer.close()


def _body(message: Message) -> bytes:
    return json.dumps(message.data, ensure_ascii=False, separators=(",", ":")).encode()


def _headers(message: Message) -> list[tuple[str, bytes]]:
    """CloudEvents 1.0, Kafka binary mode; extensions have lower-case names."""
    fields = {
        "ce_specversion": "1.0",
        "ce_id": message.id,
        "ce_source": f"/mentorbase/{message.topic.split('.', 1)[0]}",
        "ce_type": message.type,
        "ce_subject": message.stream,
        "ce_time": message.time.isoformat(),
        "ce_tenant": message.tenant,
        "ce_position": str(message.position),
        "ce_previous": str(message.previous),
        "ce_schemaversion": str(message.schema_version),
        "ce_sourceposition": str(message.source_position),
        "ce_correlation": message.correlation,
        "ce_causation": message.causation,
        "content-type": "application/json; charset=utf-8",
    }
    return [(name, value.encode()) for name, value in fields.items()]


def _message(topic: str, record: Any) -> Message:
    headers = {name: value.decode() for name, value in record.headers}
    return Message(
        id=headers["ce_id"],
        topic=topic,
        type=headers["ce_type"],
        schema_version=int(headers["ce_schemaversion"]),
        tenant=TenantId(headers["ce_tenant"]),
        stream=StreamId(headers["ce_subject"]),
        partition=record.partition,
        position=int(headers["ce_position"]),
        previous=int(headers["ce_previous"]),
        time=datetime.fromisoformat(headers["ce_time"]),
        correlation=headers["ce_correlation"],
        causation=headers["ce_causation"],
        source_position=int(headers["ce_sourceposition"]),
        data=json.loads(record.value),
    )
