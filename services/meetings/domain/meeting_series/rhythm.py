"""Weekly and fortnightly plans by the school's own clock, without the days that are left out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Final, Literal
from zoneinfo import ZoneInfo

from shared.domain.errors import Refused

MOST: Final = 60
"""A school year has fewer weeks."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``weekday`` 0 is Monday; ``every`` is in weeks, counted from the first such day."""

    weekday: int
    at: time
    every: Literal[1, 2]
    first: date
    until: date
    zone: str

    def days(self, skipped: Collection[date]) -> Sequence[date]:
        """A day that is left out does not shift the weeks after it."""
        day = self.first + timedelta(days=(self.weekday - self.first.weekday()) % 7)
        found: list[date] = []
        while day <= self.until:
            if day not in skipped:
                found.append(day)
            day += timedelta(weeks=self.every)
        return found

    def moments(self, skipped: Collection[date]) -> Sequence[datetime]:
        """In UTC; the school's clock shows the same time on each of these days. Raises Refused for
        none, and for more than a year holds."""
        days = self.days(skipped)
        if not days:
            raise Refused("there is no such day between the two dates", code="rhythm-empty")
        if len(days) > MOST:
            raise Refused("a plan holds one school year at most", code="rhythm-long")
        zone = ZoneInfo(self.zone)
        return [
            datetime.combine(day, self.at, zone).astimezone(timezone.utc) for day in days
        ]  # fmt: skip
