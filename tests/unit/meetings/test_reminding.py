"""Reminders come a day and an hour before, by the school's clock, and never in the night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.meetings.domain.reminding import is_quiet, morning_after, reminders_of

MOSCOW = "Europe/Moscow"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0, zone: str = MOSCOW) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("starts", "day", "hour"),
    [
        (at(20, 15), at(19, 15), at(20, 14)),
        (at(20, 8, 30), at(19, 8, 30), at(19, 20, 30)),
        (at(20, 7), at(18, 20, 30), at(19, 20, 30)),
        (at(20, 22), at(19, 20, 30), at(20, 20, 30)),
        (at(20, 9), at(19, 9), at(20, 8)),
        (at(20, 21, 59), at(19, 20, 30), at(20, 20, 59)),
    ],
)
def test_the_night_is_left_alone(starts: datetime, day: datetime, hour: datetime) -> None:
    assert dict(reminders_of(starts, LONG_AGO, MOSCOW)) == {"day": day, "hour": hour}


def test_the_night_is_the_schools_own() -> None:
    starts = at(20, 15, zone="Asia/Kamchatka").astimezone(UTC)
    assert dict(reminders_of(starts, LONG_AGO, "Asia/Kamchatka"))["hour"] == starts - timedelta(
        hours=1
    )
    assert is_quiet(at(20, 15), "Asia/Kamchatka")


def test_who_has_just_agreed_to_a_time_is_not_reminded_of_it() -> None:
    kinds = [kind for kind, _ in reminders_of(at(20, 15), at(19, 16), MOSCOW)]
    assert kinds == ["hour"]


def test_what_comes_in_the_night_waits_for_the_morning() -> None:
    assert morning_after(at(20, 23), MOSCOW) == at(21, 8)
    assert morning_after(at(21, 3), MOSCOW) == at(21, 8)
