"""Messages once released stay readable: their golden files never change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shared.bus.codec import decode, encode
from shared.bus.port import Message
from shared.domain.ids import StreamId, TenantId
from tests.contracts.bus_golden import PLACE, classes, example, golden, path_of
from tests.integration.shared.bus_messages import NOW

FILES = sorted(PLACE.glob("*.json"))
HOW_TO_CHANGE = (
    "{} is not what its golden file says. Raise its SCHEMA, add an upcaster to shared/bus/codec.py, "
    "and write the new file with: python -m tests.contracts.bus_golden"
)


def message_from(stored: dict[str, Any]) -> Message:
    return Message(
        id="event-1.0", topic=stored["topic"], type=stored["type"],
        schema_version=stored["schema_version"], tenant=TenantId("school-1"),
        stream=StreamId("stream-1"), partition=0, position=1, previous=0, time=NOW,
        correlation="correlation-1", causation="event-1", source_position=1, data=stored["data"],
    )  # fmt: skip


@pytest.mark.parametrize(("topic", "cls"), list(classes()), ids=lambda one: str(one))
def test_a_message_has_the_shape_of_its_golden_file(topic: str, cls: type) -> None:
    path = path_of(topic, cls)
    assert path.exists(), f"{path.name} is missing: python -m tests.contracts.bus_golden"
    assert json.loads(path.read_text("utf-8")) == golden(topic, cls), HOW_TO_CHANGE.format(cls)


@pytest.mark.parametrize(("topic", "cls"), list(classes()), ids=lambda one: str(one))
def test_a_message_survives_the_journey(topic: str, cls: type) -> None:
    name, version, data = encode(topic, example(cls))
    stored = {"topic": topic, "type": name, "schema_version": version, "data": data}
    assert decode(message_from(stored)).message == example(cls)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everything_ever_released_can_be_read(path: Path) -> None:
    stored = json.loads(path.read_text("utf-8"))
    assert type(decode(message_from(stored)).message).__name__ == stored["type"]
