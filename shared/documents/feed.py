"""Many appointments as one iCalendar object (RFC 5545), for files and for addresses to subscribe to.

Every occurrence of a weekly plan is an event of its own with a ``UID`` that never changes: one can be
moved, cancelled or entered in the journal without the others, and programs that read exceptions from
a rule (``RECURRENCE-ID``, ``EXDATE``) in their own way have nothing to read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

_REFRESH: Final = timedelta(hours=6)
_PRODUCT: Final = "-//Mentorbase//Mentorbase//RU"


@dataclass(frozen=True, slots=True)
class Entry:
    """``sequence`` and ``changed`` grow with every change; without ``starts`` it fills the day. No
    field names a person: a calendar is often shared with others."""

    uid: str
    sequence: int
    changed: datetime
    title: str
    day: date
    starts: datetime | None
    minutes: int
    cancelled: bool = False
    place: str = ""


def as_feed(entries: Sequence[Entry], zone: str, title: str, now: datetime) -> bytes:
    """``now`` stands for the time of the answer; the same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    days = [entry.day for entry in entries if entry.starts is not None]
    calendar.add_component(_zone(zone, days or [now.date()]))
    for entry in entries:
        calendar.add_component(_event(entry, ZoneInfo(zone)))
    return bytes(calendar.to_ical())


def _zone(zone: str, days: Sequence[date]) -> Timezone:
    """What the clocks of the zone do from a month before the first day to a month after the last."""
    month = timedelta(days=31)
    return Timezone.from_tzid(zone, first_date=min(days) - month, last_date=max(days) + month)


def _event(entry: Entry, zone: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    changed = entry.changed.astimezone(timezone.utc).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    if entry.starts is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        starts = entry.starts.astimezone(zone)
        event.add("dtstart", starts)
        event.add("dtend", starts + timedelta(minutes=entry.minutes))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.place:
        event.add("location", entry.place)
    return event
