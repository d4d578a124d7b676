"""When somebody is reminded: a day and an hour before, never in the night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LEADS: Final = {"day": timedelta(hours=24), "hour": timedelta(hours=1)}
QUIET_FROM, QUIET_TO = time(21, 0), time(8, 0)
_EVENING: Final = time(20, 30)
"""What would fall into the night is sent before it."""


def reminders_of(
    starts_at: datetime, changed_at: datetime, zone: str
) -> Iterator[tuple[str, datetime]]:
    """Kinds and moments. What was planned or moved after a moment needs no reminder of that one:
    whoever agreed to the time has just seen it."""
    for kind, lead in LEADS.items():
        due = before_night(starts_at - lead, zone)
        if due >= changed_at:
            yield kind, due


def before_night(moment: datetime, zone: str) -> datetime:
    """The moment itself, or the evening before the night in which it lies."""
    local = moment.astimezone(ZoneInfo(zone))
    if not is_quiet(moment, zone):
        return moment
    day = local.date() if local.time() >= QUIET_FROM else local.date() - timedelta(days=1)
    return datetime.combine(day, _EVENING, ZoneInfo(zone)).astimezone(moment.tzinfo)


def is_quiet(moment: datetime, zone: str) -> bool:
    clock = moment.astimezone(ZoneInfo(zone)).time()
    return clock >= QUIET_FROM or clock < QUIET_TO


def morning_after(moment: datetime, zone: str) -> datetime:
    """When the night in which the moment lies is over."""
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_TO, ZoneInfo(zone)).astimezone(moment.tzinfo)
