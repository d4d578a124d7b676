"""Stage 6 in daily use: weekly plans, another time, a calendar address, alerts, a corrected entry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from icalendar import Calendar

from infra.demo.asking import Caller, Refusal, wait_for
from infra.demo.town import School

_WEEKS = 4


def plan(school: School) -> None:
    """The first pair plans its weeks, moves one meeting by agreement, and reads its calendar."""
    pair = school.pairs[0]
    mentor, path = school.mentor(pair["mentor"]), f"/pairings/{pair['id']}"
    first = school.town.now().date() + timedelta(days=2)
    weeks = {
        "weekday": first.weekday(), "at": "15:00", "first": first.isoformat(),
        "until": (first + timedelta(weeks=_WEEKS) - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    made = mentor.post("meetings", f"{path}/rhythms", weeks)
    if made["meetings"] != _WEEKS:
        raise Refusal(200, "a weekly plan", {"detail": f"has {made['meetings']} meetings"})
    meeting, planned = min(_planned(mentor, pair).items(), key=lambda one: one[1]["starts_at"])
    later = f"{(first + timedelta(days=1)).isoformat()}T16:30:00+03:00"
    move = f"{path}/meetings/{meeting}/move"
    mentor.post("meetings", move, {"starts_at": later, "minutes": planned["minutes"]})
    mentee = pair["mentees"][0]
    agree = {"starts_at": later, "agree": True, "person": mentee}
    school.mentee(mentee).post("meetings", f"{move}/answer", agree)
    _read_calendar(school, mentor)


def _planned(mentor: Caller, pair: dict[str, Any]) -> dict[str, Any]:
    def enough(rows: list[dict[str, Any]]) -> bool:
        return any(len(row["planned"]) == _WEEKS for row in rows if row["id"] == pair["id"])

    rows = mentor.until("meetings", "/pairings", enough)
    return dict(next(row["planned"] for row in rows if row["id"] == pair["id"]))


def _read_calendar(school: School, mentor: Caller) -> None:
    """As a calendar program reads it, behind an address of its own; then the address is ended."""
    made = mentor.post("meetings", "/subscriptions")
    reader = school.town.asking.caller(mentor.tenant, "service")
    address = f"/subscriptions/open/{made['token']}"
    wait_for(
        lambda: Calendar.from_ical(reader.raw("meetings", address)).walk("VEVENT"),
        lambda events: len(events) >= _WEEKS, "the mentor's calendar",
    )  # fmt: skip
    mentor.post("meetings", f"/subscriptions/{made['id']}/end")
    try:
        reader.raw("meetings", address)
    except Refusal as refusal:
        if refusal.status != 404:
            raise
    else:
        raise Refusal(200, "an ended calendar address", {"detail": "still answers"})


def look_after(school: School) -> None:
    """Planned meetings that nobody entered are asked after; a wrong entry is corrected."""
    pair, staff = school.pairs[0], school.coordinator
    for alert in staff.until("meetings", "/alerts", lambda rows: len(rows) >= _WEEKS):
        note = {"alert": "overdue", "meeting": alert["id"], "note": "встретились в другой день"}
        staff.post("meetings", f"/pairings/{alert['pairing']}/alerts/close", note)
    staff.until("meetings", "/alerts", lambda rows: rows == [])
    mentor, path = school.mentor(pair["mentor"]), f"/pairings/{pair['id']}"
    entries = mentor.until("meetings", f"{path}/journal", _has_regular)
    entry = next(one for one in entries if one["kind"] == "regular")
    body = {
        "held_on": entry["held_on"], "minutes": 60, "attended": entry["attended"],
        "topic": "дроби и проценты", "reason": "встреча была дольше",
    }  # fmt: skip
    mentor.post("meetings", f"{path}/meetings/{entry['id']}/correct", body)


def _has_regular(rows: list[dict[str, Any]]) -> bool:
    return any(row["kind"] == "regular" for row in rows)
