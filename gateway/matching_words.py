"""Words of the ballot, the agreement and the order."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.words import word

MEETING_WAYS = {
    "in_person": lazy("in person"),
    "online": lazy("online"),
    "mixed": lazy("online or in person"),
}
WEEKDAYS = {
    "mon": lazy("Mon"),
    "tue": lazy("Tue"),
    "wed": lazy("Wed"),
    "thu": lazy("Thu"),
    "fri": lazy("Fri"),
    "sat": lazy("Sat"),
    "sun": lazy("Sun"),
}


def slot(code: str) -> str:
    """«Пн 15:00» for ``mon-15``; an answer of a school's own template stays as it is."""
    weekday, _dash, hour = code.partition("-")
    if weekday in WEEKDAYS and hour.isdigit():
        return f"{word(WEEKDAYS, weekday)} {int(hour)}:00"
    return code


def slots(codes: list[str]) -> str:
    order = {day: number for number, day in enumerate(WEEKDAYS)}
    ordered = sorted(codes, key=lambda code: (order.get(code[:3], 9), code))
    shown = [slot(code) for code in ordered[:6]]
    return ", ".join(shown) + (_(" and others") if len(ordered) > 6 else "")


def for_templates() -> dict[str, Any]:
    return {"MEETING_WAYS": MEETING_WAYS, "slots": slots}
