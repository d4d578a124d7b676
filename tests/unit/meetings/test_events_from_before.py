"""What was stored before a field was added is read with its default."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.meetings.domain.meeting_series import events
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from services.meetings.domain.outreach_event import events as outreach
from services.meetings.domain.outreach_event.decider import OUTREACH
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.eventstore.codec import EventCodec
from shared.testing.sealing import PlainSealer

HELD: dict[str, Any] = {
    "meeting": "m", "pairing": "p", "year": "2026/27", "kind": "regular",
    "held_on": "2026-10-20", "minutes": 45, "mode": "online", "people": ["a", "b"],
    "attended": ["a", "b"], "topic": "sealed", "next_step": "sealed", "go_on": None,
}  # fmt: skip
PLANNED: dict[str, Any] = {
    "meeting": "m", "pairing": "p", "kind": "regular", "starts_at": "2026-11-03T12:00:00Z",
    "minutes": 45, "mode": "online",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "event"),
    [
        (
            "MeetingHeld", HELD,
            events.MeetingHeld(
                "m", PairingId("p"), "2026/27", "regular", date(2026, 10, 20), 45, "online",
                (PersonId("a"), PersonId("b")), (PersonId("a"), PersonId("b")),
                Personal.from_sealed("sealed"), Personal.from_sealed("sealed"),
            ),
        ),
        (
            "MeetingPlanned", PLANNED,
            events.MeetingPlanned(
                "m", PairingId("p"), "regular", datetime(2026, 11, 3, 12, tzinfo=UTC), 45, "online"
            ),
        ),
        ("DoubtSettled", {"pairing": "p"}, events.DoubtSettled(PairingId("p"), "", "")),
    ],
)  # fmt: skip
def test_an_event_of_the_first_release_is_read(name: str, data: Any, event: Any) -> None:
    codec = EventCodec((MEETING_SERIES,), PlainSealer())
    stored = {"type": f"meeting_series.{name}", "v": 1, "data": data}
    assert codec.decode(stored) == event


@pytest.mark.parametrize(
    ("name", "data", "event"),
    [
        ("CheckedIn", {"person": "a"}, outreach.CheckedIn(PersonId("a"))),
        (
            "OutreachPlanned",
            {"item": "5.1", "year": "2026/27", "title": "sealed", "planned_for": "2026-10-05",
             "place": "sealed"},
            outreach.OutreachPlanned(
                "5.1", "2026/27", Personal.from_sealed("sealed"), date(2026, 10, 5),
                Personal.from_sealed("sealed"),
            ),
        ),
    ],
)  # fmt: skip
def test_a_gathering_of_the_first_release_is_read(name: str, data: Any, event: Any) -> None:
    codec = EventCodec((OUTREACH,), PlainSealer())
    assert codec.decode({"type": f"outreach.{name}", "v": 1, "data": data}) == event
