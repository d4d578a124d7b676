"""Days on which a school works: not at weekends, on public holidays or in its own holidays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_PUBLIC: Final = frozenset(
    {(1, day) for day in range(1, 9)} | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
)
"""Month and day of the holidays that every school of the country has; days that a government
transfers each year are not known here."""
_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_FAR: Final = 150


@dataclass(frozen=True, slots=True)
class Span:
    """Days off of a school, both ends in it."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class WorkingDays:
    holidays: Sequence[Span] = ()

    def free(self, day: date) -> bool:
        """A holiday, whatever the weekday."""
        return (day.month, day.day) in _PUBLIC or any(
            span.first <= day <= span.last for span in self.holidays
        )

    def works(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and not self.free(day)

    def from_(self, day: date) -> date:
        """The day itself or the next one that works; the day itself where none is near."""
        return self._nearest(day, _DAY)

    def until(self, day: date) -> date:
        """The day itself or the last one before it that works."""
        return self._nearest(day, -_DAY)

    def between(self, starts: date, ends: date) -> tuple[date, date]:
        """A span moved onto working days, inward; what lies in holidays as a whole becomes the first
        working day after them."""
        first, last = self.from_(starts), self.until(ends)
        return (first, last) if first <= last else (first, first)

    def same_weekday(self, day: date, first: date, last: date) -> date:
        """The day, or the same weekday of a later week that is no holiday, else of an earlier one;
        between ``first`` and ``last``."""
        later = day
        while later < first or (self.free(later) and later <= last):
            later += _WEEK
        if later <= last:
            return later
        earlier = min(day, last)
        earlier -= timedelta(days=(earlier.weekday() - day.weekday()) % 7)
        while self.free(earlier) and earlier > first:
            earlier -= _WEEK
        return max(earlier, first)

    def _nearest(self, day: date, step: timedelta) -> date:
        found = day
        for _ in range(_FAR):
            if self.works(found):
                return found
            found += step
        return day
