"""Calendars by the rules of RFC 5545, looked at byte by byte and read by the icalendar package."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from shared.documents.feed import Entry, as_feed
from shared.zones import ZONES

NOW = datetime(2026, 11, 1, 9, 30, 15, 123456, tzinfo=UTC)
AT = datetime(2026, 11, 3, 12, tzinfo=UTC)
LONG = "Встреча наставнической пары; подготовка, «проба» и \\ отчёт, очень длинное название " * 2


def entry(**more: object) -> Entry:
    made: dict[str, object] = {
        "uid": "a1", "sequence": 0, "changed": NOW, "title": "Встреча", "day": date(2026, 11, 3),
        "starts": AT, "minutes": 45, **more,
    }  # fmt: skip
    return Entry(**made)  # type: ignore[arg-type]


def lines(raw: bytes) -> list[str]:
    """Unfolded, as section 3.1 says."""
    return raw.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("zone", ZONES)
def test_an_hour_is_the_same_moment_in_every_zone(zone: str) -> None:
    raw = as_feed([entry()], zone, "Наставничество", NOW)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert event.decoded("dtstart") == AT
    assert event.decoded("dtend") == AT + timedelta(minutes=45)
    local = AT.astimezone(ZoneInfo(zone))
    assert f"DTSTART;TZID={zone}:{local:%Y%m%dT%H%M%S}" in lines(raw)


@pytest.mark.parametrize("zone", ZONES)
def test_a_named_zone_is_defined_with_its_offset(zone: str) -> None:
    said = lines(as_feed([entry()], zone, "Наставничество", NOW))
    named = {found[1] for line in said if (found := re.match(r"[A-Z]+;TZID=([^:;]+)", line))}
    defined = {line.removeprefix("TZID:") for line in said if line.startswith("TZID:")}
    assert named == defined == {zone}
    offset = AT.astimezone(ZoneInfo(zone)).strftime("%z")
    assert {line for line in said if line.startswith("TZOFFSETTO")} == {f"TZOFFSETTO:{offset}"}


def test_lines_end_in_crlf_and_are_folded_at_75_octets_between_letters() -> None:
    raw = as_feed([entry(title=LONG)], "Europe/Moscow", LONG, NOW)
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # no letter is cut in two
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["summary"]) == LONG


def test_what_has_a_meaning_in_the_format_is_escaped() -> None:
    raw = as_feed([entry(title="а, б; в \\ г\nд")], "Europe/Moscow", "н", NOW)
    assert "SUMMARY:а\\, б\\; в \\\\ г\\nд" in lines(raw)


def test_what_every_calendar_and_event_must_have() -> None:
    said = lines(as_feed([entry()], "Europe/Moscow", "н", NOW))
    assert said[0] == "BEGIN:VCALENDAR"
    for name in ("VERSION:2.0", "PRODID:-//Mentorbase//Mentorbase//RU", "CALSCALE:GREGORIAN"):
        assert said.count(name) == 1
    event = said[said.index("BEGIN:VEVENT") : said.index("END:VEVENT")]
    for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"):
        assert len([line for line in event if re.match(rf"{name}[:;]", line)]) == 1, name
    assert "DTSTAMP:20261101T093015Z" in event
    assert not [line for line in event if line.startswith(("DURATION", "RRULE", "ORGANIZER"))]


def test_a_change_raises_the_sequence_and_keeps_the_uid() -> None:
    moved = entry(starts=AT + timedelta(hours=2), sequence=1, changed=NOW + timedelta(days=1))
    cancelled = entry(sequence=2, changed=NOW + timedelta(days=2), cancelled=True)
    seen = []
    for one in (entry(), moved, cancelled):
        (event,) = Calendar.from_ical(as_feed([one], "Europe/Moscow", "н", NOW)).walk("VEVENT")
        seen.append((str(event["uid"]), int(str(event["sequence"])), str(event["status"])))
    assert seen == [("a1", 0, "CONFIRMED"), ("a1", 1, "CONFIRMED"), ("a1", 2, "CANCELLED")]


def test_a_day_without_an_hour_fills_the_day_and_leaves_people_free() -> None:
    raw = as_feed([entry(starts=None)], "Asia/Kamchatka", "н", NOW)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        date(2026, 11, 3), date(2026, 11, 4),
    )  # fmt: skip
    assert "DTSTART;VALUE=DATE:20261103" in lines(raw)
    assert str(event["transp"]) == "TRANSPARENT"


def test_the_same_entries_give_the_same_bytes_and_none_a_valid_calendar() -> None:
    later = NOW + timedelta(hours=3)
    assert as_feed([entry()], "Asia/Omsk", "н", NOW) == as_feed([entry()], "Asia/Omsk", "н", later)
    empty = Calendar.from_ical(as_feed([], "Asia/Omsk", "н", NOW))
    assert empty.walk("VEVENT") == []
