"""Typed messages as plain data and back; plain personal text is refused."""

from __future__ import annotations

from typing import Any

import msgspec

from shared.bus.port import Message, Received
from shared.contracts.catalogue import TOPICS
from shared.domain.personal import Personal
from shared.eventstore.upcasting import Upcasters

_CLASSES = {(topic, cls.__name__): cls for topic, classes in TOPICS.items() for cls in classes}
UPCASTERS = Upcasters({})
"""(``<topic>.<Type>``, from version) → the function that gives the next version's data."""


class UnknownMessage(LookupError):
    """A type or version that this release does not know: parked, never guessed."""


def class_of(message: Message) -> type | None:
    """``None`` for a type that this release does not know."""
    return _CLASSES.get((message.topic, message.type))


def schema_version(cls: type) -> int:
    return int(getattr(cls, "SCHEMA", 1))


def _sealed(value: Any) -> Any:
    if isinstance(value, Personal):
        return value.sealed  # raises on plain text: nothing personal reaches the bus unsealed
    raise NotImplementedError(type(value).__name__)


def _personal(cls: type, value: Any) -> Any:
    if cls is Personal:
        return Personal.from_sealed(value)
    raise NotImplementedError(cls.__name__)


def encode(topic: str, message: object) -> tuple[str, int, dict[str, Any]]:
    """(type, schema version, data). Raises UnknownMessage for what the topic may not hold."""
    cls = type(message)
    if _CLASSES.get((topic, cls.__name__)) is not cls:
        raise UnknownMessage(f"{cls.__name__} is no message of {topic}")
    return cls.__name__, schema_version(cls), msgspec.to_builtins(message, enc_hook=_sealed)


def decode(message: Message, upcasters: Upcasters = UPCASTERS) -> Received[Any]:
    """Raises UnknownMessage, or ``msgspec.ValidationError`` for data that do not fit."""
    cls = class_of(message)
    if cls is None:
        raise UnknownMessage(f"{message.topic} has no message {message.type}")
    data = message.data
    if message.schema_version != schema_version(cls):
        try:
            data = upcasters.lift(
                f"{message.topic}.{message.type}", message.schema_version, schema_version(cls), data
            )
        except LookupError as error:
            raise UnknownMessage(str(error)) from error
    return Received(
        id=message.id,
        tenant=message.tenant,
        topic=message.topic,
        stream=message.stream,
        partition=message.partition,
        position=message.position,
        message=msgspec.convert(data, cls, dec_hook=_personal),
        time=message.time,
        correlation=message.correlation,
    )
