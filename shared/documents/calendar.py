"""One appointment as an iCalendar file (RFC 5545) that any calendar takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Final

from icalendar import Alarm, Calendar, Event

ICS: Final = "text/calendar; charset=utf-8"
_REMIND: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Appointment:
    """``uid`` stays the same when it moves, ``version`` grows. No field names a person: a calendar
    is often shared with others."""

    uid: str
    version: int
    title: str
    starts: datetime
    minutes: int
    written: datetime
    place: str = ""
    note: str = ""


def as_ics(one: Appointment) -> bytes:
    starts = one.starts.astimezone(timezone.utc)
    event = Event()
    event.add("uid", f"{one.uid}@mentorbase")
    event.add("sequence", one.version)
    event.add("dtstamp", one.written.astimezone(timezone.utc))
    event.add("dtstart", starts)
    event.add("dtend", starts + timedelta(minutes=one.minutes))
    event.add("summary", one.title)
    event.add("class", "PRIVATE")
    if one.place:
        event.add("location", one.place)
    if one.note:
        event.add("description", one.note)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", one.title)
    alarm.add("trigger", -_REMIND)
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Mentorbase//Mentorbase//RU")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
