"""The bus on Kafka: CloudEvents in binary mode, an idempotent producer that is watched."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kafka import KafkaProducer
from kafka.admin import ConfigResource, KafkaAdminClient
from kafka.errors import KafkaError, TopicAlreadyExistsError

from shared.bus.cloudevents import body, headers
from shared.bus.kafka_client import abandon, answering, opened
from shared.bus.kafka_reader import KafkaReader
from shared.bus.port import BusUnavailable, Message
from shared.observability.logs import logger

_log = logger(__name__)
STALL_SECONDS: Final = 30.0
DELIVERY_TIMEOUT_MS: Final = 120_000
_KEPT_FOREVER: Final = {"retention.ms": "-1", "retention.bytes": "-1", "cleanup.policy": "delete"}
_BROKERS_DEFAULT: Final = -1


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
        delivery_timeout_ms: int = DELIVERY_TIMEOUT_MS,
    ) -> None:
        self._bootstrap = bootstrap
        self._cell = cell
        self._stall_seconds = stall_seconds
        self._delivery_timeout_ms = delivery_timeout_ms
        self._producer: KafkaProducer | None = None
        with answering(bootstrap):
            self._admin = opened(
                KafkaAdminClient, bootstrap, request_timeout_ms=10_000, client_id="mentorbase"
            )
            cluster = self._admin.describe_cluster()
        self._name = f"kafka:{cluster['cluster_id']}"

    @property
    def name(self) -> str:
        return self._name

    def ensure_topic(self, topic: str, partitions: int) -> None:
        name = f"{self._cell}.{topic}"
        wanted = {
            "num_partitions": partitions,
            "replication_factor": _BROKERS_DEFAULT,
            "configs": _KEPT_FOREVER,
        }
        with answering(self._bootstrap):
            try:
                self._admin.create_topics({name: wanted}, wait_for_metadata=True)
            except TopicAlreadyExistsError:
                self._check_topic(name, partitions)

    def _check_topic(self, name: str, partitions: int) -> None:
        found = len(self._admin.describe_topics([name])[0]["partitions"])
        if found != partitions:
            raise ValueError(f"{name} has {found} partitions, not {partitions}")
        asked = ConfigResource("topic", name, configs=dict.fromkeys(_KEPT_FOREVER))
        settings = self._admin.describe_configs([asked], config_filter="all")["topic"][name]
        for setting, value in _KEPT_FOREVER.items():
            if settings[setting]["value"] != value:
                raise ValueError(f"{name} forgets messages: set {setting} to {value}")

    def publish(self, messages: Sequence[Message]) -> None:
        try:
            producer = self._producer or self._connect()
            pending = [
                producer.send(
                    f"{self._cell}.{message.topic}",
                    value=body(message),
                    key=f"{message.tenant}|{message.stream}".encode(),
                    headers=headers(message),
                    partition=message.partition,
                )
                for message in messages
            ]
        except (KafkaError, OSError) as error:
            self._drop(error)
            raise BusUnavailable(
                f"the Kafka broker at {self._bootstrap} does not answer"
            ) from error
        self._await(pending)

    def _await(self, pending: list[Any]) -> None:
        progress = time.monotonic()
        for future in pending:
            while not future.is_done:
                if time.monotonic() - progress > self._stall_seconds:
                    self._drop(TimeoutError())
                    raise BusUnavailable("no acknowledgement from Kafka; the producer is replaced")
                with contextlib.suppress(KafkaError):
                    future.get(timeout=min(0.5, self._stall_seconds))
            if future.failed():
                self._drop(future.exception)
                raise BusUnavailable("Kafka did not take a message; the producer is replaced")
            progress = time.monotonic()

    def _connect(self) -> KafkaProducer:
        self._producer = opened(
            KafkaProducer,
            self._bootstrap,
            client_id="mentorbase-relay",
            acks="all",
            enable_idempotence=True,
            max_in_flight_requests_per_connection=5,
            linger_ms=0,
            request_timeout_ms=min(10_000, self._delivery_timeout_ms // 2),
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
            abandon(producer)

    def reader(self, offsets: Mapping[str, Mapping[int, int]]) -> KafkaReader:
        return KafkaReader(self._bootstrap, self._cell, offsets)

    def close(self) -> None:
        if self._producer is not None:
            abandon(self._producer)
        with contextlib.suppress(Exception):
            self._admin.close()
