"""Opens and ends clients of kafka-python so that an outage leaves no thread and no socket behind."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final, TypeVar

from kafka import KafkaProducer
from kafka.errors import KafkaError

from shared.bus.port import BusUnavailable

BOOTSTRAP_MS: Final = 5_000
_JOIN_SECONDS: Final = 5.0
C = TypeVar("C")


@contextlib.contextmanager
def answering(bootstrap: str) -> Iterator[None]:
    """Failures of the client or the network as BusUnavailable."""
    try:
        yield
    except (KafkaError, OSError) as error:
        raise BusUnavailable(f"the Kafka broker at {bootstrap} does not answer") from error


def opened(kind: type[C], bootstrap: str, **settings: Any) -> C:
    """A client of the kind. Where no broker answers, kafka-python 3.0.12 raises and leaves its
    network thread running; here it is ended. Raises what the client raises."""
    made: list[Any] = []
    network = kind.DEFAULT_CONFIG["kafka_client"]  # type: ignore[attr-defined]

    def remembered(*arguments: Any, **options: Any) -> Any:
        made.append(network(*arguments, **options))
        return made[-1]

    try:
        return kind(
            bootstrap_servers=bootstrap,
            bootstrap_timeout_ms=BOOTSTRAP_MS,
            kafka_client=remembered,
            **settings,
        )  # type: ignore[call-arg]
    except BaseException:
        for client in made:
            with contextlib.suppress(Exception):
                client.close()
        raise


def abandon(producer: KafkaProducer) -> None:
    """Ends a producer that may be stuck: ``close`` alone waits for what is unsent, gives up with an
    error, and leaves the thread at work that would send it later after all."""
    with contextlib.suppress(Exception):
        sender = producer._sender
        sender.force_close()
        sender.join(_JOIN_SECONDS)
    with contextlib.suppress(Exception):
        producer.close(timeout=0)
