"""The days of item 6.5 are told to the meetings, however they were planned."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.reporting.application.publications import publish
from services.reporting.domain.roadmap import events
from shared.contracts.reporting import ItemScheduled
from shared.domain.envelope import Recorded
from shared.domain.ids import ActorId, CommitId, ProgrammeId, TenantId, stream_id

PROGRAMME = ProgrammeId("programme")
STARTS, ENDS = date(2026, 12, 1), date(2027, 4, 30)


def recorded(event: Any) -> Recorded[Any]:
    return Recorded(
        "commit.0", TenantId("school"), stream_id("roadmap", PROGRAMME), 1, event,
        CommitId("commit"), ActorId("account"), "", "", datetime(2026, 9, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    "event",
    [
        events.ItemPlanned("6.5", STARTS, ENDS, "coordinator", None),
        events.ItemsPlanned(
            (
                events.PlannedLine("6.4", STARTS, ENDS, "mentor"),
                events.PlannedLine("6.5", STARTS, ENDS, "coordinator"),
            ),
            "shifted",
        ),
    ],
)
def test_a_plan_tells_the_days_of_feedback(event: Any) -> None:
    assert list(publish(recorded(event))) == [ItemScheduled(PROGRAMME, "6.5", STARTS, ENDS)]


def test_other_items_are_nobodys_business() -> None:
    planned = events.ItemPlanned("6.4", STARTS, ENDS, "mentor", None)
    assert list(publish(recorded(planned))) == []
    lines = (events.PlannedLine("6.4", STARTS, ENDS, "mentor"),)
    assert list(publish(recorded(events.ItemsPlanned(lines, "edited")))) == []


def test_an_opened_roadmap_tells_the_usual_days() -> None:
    opened = events.RoadmapOpened(PROGRAMME, "2026/27", date(2026, 9, 1), date(2027, 5, 31))
    (told,) = publish(recorded(opened))
    assert isinstance(told, ItemScheduled)
    assert date(2026, 9, 1) < told.starts < told.ends < date(2027, 5, 31)
