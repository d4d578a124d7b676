"""A message as a CloudEvent 1.0 in Kafka's binary mode, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from shared.bus.port import Message
from shared.domain.ids import StreamId, TenantId

CONTENT_TYPE = "application/json; charset=utf-8"


class Unreadable(ValueError):
    """A record that is no message of ours."""


def body(message: Message) -> bytes:
    return json.dumps(message.data, ensure_ascii=False, separators=(",", ":")).encode()


def headers(message: Message) -> list[tuple[str, bytes]]:
    """``ce_`` and the attribute's name; extensions have lower-case names, as the standard asks."""
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
        "content-type": CONTENT_TYPE,
    }
    return [(name, value.encode()) for name, value in fields.items()]


def message_of(
    topic: str, partition: int, found: Iterable[tuple[str, bytes]], value: bytes | None
) -> Message:
    """Raises Unreadable."""
    try:
        fields = {name: text.decode() for name, text in found}
        return Message(
            id=fields["ce_id"],
            topic=topic,
            type=fields["ce_type"],
            schema_version=int(fields["ce_schemaversion"]),
            tenant=TenantId(fields["ce_tenant"]),
            stream=StreamId(fields["ce_subject"]),
            partition=partition,
            position=int(fields["ce_position"]),
            previous=int(fields["ce_previous"]),
            time=datetime.fromisoformat(fields["ce_time"]),
            correlation=fields["ce_correlation"],
            causation=fields["ce_causation"],
            source_position=int(fields["ce_sourceposition"]),
            data=json.loads(value or b""),
        )
    except (KeyError, ValueError) as error:
        raise Unreadable(f"a record of {topic} is no message") from error
