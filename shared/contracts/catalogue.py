"""Every topic and the messages it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.contracts import matching, meetings, participants, reporting

TOPICS: Final[Mapping[str, tuple[type, ...]]] = {
    participants.TOPIC: participants.MESSAGES,
    matching.TOPIC: matching.MESSAGES,
    meetings.TOPIC: meetings.MESSAGES,
    reporting.TOPIC: reporting.MESSAGES,
}
PARTITIONS: Final = 6
"""Fixed for a topic's version: the partition of a stream must never change."""
