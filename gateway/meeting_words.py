"""Meetings in words: their kinds, what became of them, days and hours by the school's clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as lazy

MEETING_KINDS: Final = {
    "organisational": lazy("first meeting"),
    "trial": lazy("trial meeting"),
    "planning": lazy("planning meeting"),
    "regular": lazy("regular meeting"),
    "closing": lazy("closing meeting"),
}
GATHERINGS: Final = {
    "1.1": lazy("preparing the programme"),
    "1.2": lazy("meeting with parents"),
    "1.3": lazy("meeting with partners"),
    "1.4": lazy("meeting with pupils"),
    "5.1": lazy("general meeting of participants"),
    "6.7": lazy("closing meeting of all pairs"),
    "7.1": lazy("invitation to the results"),
    "7.2": lazy("closing ceremony"),
}
MODES: Final = {"in_person": lazy("in person"), "online": lazy("online")}
MEETING_STATUSES: Final = {
    "planned": lazy("planned"),
    "held": lazy("took place"),
    "cancelled": lazy("called off"),
}
ABSENCES: Final = {
    "ill": lazy("ill"),
    "excused": lazy("excused"),
    "unexcused": lazy("without a reason"),
    "other": lazy("another reason"),
}
CALLED_OFF: Final = {
    "mentor_away": lazy("the mentor is away"),
    "mentee_away": lazy("the mentee is away"),
    "school_event": lazy("an event of the school"),
    "other": lazy("another reason"),
}
PAIR_OUTCOMES: Final = {
    "reached": lazy("the goal is reached"),
    "partly": lazy("the goal is reached in part"),
    "not_reached": lazy("the goal is not reached"),
}
WEEKDAYS: Final = {
    "0": lazy("Monday"),
    "1": lazy("Tuesday"),
    "2": lazy("Wednesday"),
    "3": lazy("Thursday"),
    "4": lazy("Friday"),
    "5": lazy("Saturday"),
    "6": lazy("Sunday"),
}
EVERY: Final = {"1": lazy("every week"), "2": lazy("every other week")}
PAIR_STATUSES: Final = {
    "open": lazy("at work"),
    "suspended": lazy("suspended"),
    "closed": lazy("finished"),
    "ended": lazy("ended by an order"),
}
ALERT_KINDS: Final = {
    "all": lazy("everything that waits"),
    "feedback": lazy("low feedback"),
    "doubt": lazy("doubts after the trial"),
    "overdue": lazy("not entered"),
    "silent": lazy("not meeting"),
    "closed": lazy("seen to"),
}


def at_school(zone: str) -> Callable[[object], str]:
    """01.09.2026, 15:30 by the school's own clock."""

    def said(value: object) -> str:
        return local(value, zone).strftime("%d.%m.%Y, %H:%M") if value else "—"

    return said


def hour_at(zone: str) -> Callable[[object], str]:
    def said(value: object) -> str:
        return local(value, zone).strftime("%H:%M") if value else ""

    return said


def local(value: object, zone: str) -> datetime:
    """By the school's clock; what was mistyped before days had bounds stays as it is."""
    moment = datetime.fromisoformat(str(value))
    try:
        return moment.astimezone(ZoneInfo(zone))
    except OverflowError:
        return moment


def for_templates() -> dict[str, Any]:
    return {
        "MEETING_KINDS": MEETING_KINDS, "GATHERINGS": GATHERINGS, "MODES": MODES,
        "MEETING_STATUSES": MEETING_STATUSES, "ABSENCES": ABSENCES, "CALLED_OFF": CALLED_OFF,
        "PAIR_OUTCOMES": PAIR_OUTCOMES, "WEEKDAYS": WEEKDAYS, "EVERY": EVERY,
        "PAIR_STATUSES": PAIR_STATUSES, "ALERT_KINDS": ALERT_KINDS,
    }  # fmt: skip
