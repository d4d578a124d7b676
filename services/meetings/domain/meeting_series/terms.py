"""What the programme and everybody's other meetings allow: bounds of a day, and overlapping times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.errors import Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time that keeps these people busy; ``id`` is the meeting's."""

    id: str
    starts_at: datetime
    minutes: int
    people: tuple[PersonId, ...]

    def meets(self, other: Slot) -> bool:
        """Whether somebody would have to be at both at once; one may follow the other at once."""
        ends, others_end = (one.starts_at + timedelta(minutes=one.minutes) for one in (self, other))
        together = set(self.people) & set(other.people)
        return bool(together) and self.starts_at < others_end and other.starts_at < ends


@dataclass(frozen=True, slots=True)
class Terms:
    """``late_days`` after a meeting its entry may still be made; without a bound anything goes.
    ``busy`` are the other meetings of the people, ``zone`` says where the school's clocks are. What
    begins after ``now`` was not held yet."""

    starts: date | None = None
    ends: date | None = None
    late_days: int | None = None
    zone: str = "Europe/Moscow"
    busy: tuple[Slot, ...] = ()
    now: datetime | None = None

    def day(self, moment: datetime) -> date:
        """The school's own day."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


def require_inside(day: date, terms: Terms) -> None:
    if (terms.starts and day < terms.starts) or (terms.ends and day > terms.ends):
        raise Refused("this day lies outside the programme", code="outside-programme")


def require_held_day(held_on: date, today: date, terms: Terms, *, excepted: bool) -> None:
    if held_on > today:
        raise Refused("a meeting cannot be held in the future", code="in-future")
    require_inside(held_on, terms)
    late = terms.late_days is not None and (today - held_on).days > terms.late_days
    if late and not excepted:
        raise Refused(
            f"a meeting is entered within {terms.late_days} days; "
            "later the coordinator does it, with a reason",
            code="entry-late",
        )


def require_ahead(starts_at: datetime, today: date | None, terms: Terms) -> None:
    day = terms.day(starts_at)
    if today is not None and day < today:
        raise Refused("plan a meeting for today or later", code="plan-past")
    require_inside(day, terms)


def require_free(wanted: Slot, taken: Iterable[Slot]) -> None:
    """A meeting never stands in its own way."""
    if any(wanted.meets(slot) for slot in taken if slot.id != wanted.id):
        raise Refused("at this time one of them is at another meeting", code="overlap")
