"""A school's own clock, holidays and terms; what it has not settled has a sensible value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, assert_never

from services.meetings.domain.working_rules import commands, events
from services.meetings.domain.working_rules.commands import RulesCommand
from services.meetings.domain.working_rules.events import Holiday, RulesEvent
from shared.domain.decider import Decider
from shared.domain.errors import Refused
from shared.zones import ZONES

LATE_DAYS: Final = 14
"""Two weeks: long enough for an illness, short enough to remember what was talked about."""
SILENT_DAYS: Final = 21
"""Pairs meet weekly or fortnightly: after three weeks at least one meeting is missing."""
_DAYS: Final = range(1, 91)


@dataclass(frozen=True, slots=True)
class Rules:
    zone: str = ""
    silent_days: int = SILENT_DAYS
    late_days: int = LATE_DAYS
    holidays: Mapping[str, tuple[Holiday, ...]] = field(default_factory=dict)
    years: Mapping[str, tuple[date, date]] = field(default_factory=dict)

    def days_off(self, year: str) -> tuple[date, ...]:
        return tuple(
            holiday.first + timedelta(days=number)
            for holiday in self.holidays.get(year, ())
            for number in range((holiday.last - holiday.first).days + 1)
        )

    def silent_before(self, today: date, year: str) -> date:
        """Who was last heard of before this day has been silent for more than ``silent_days``, days
        off not counted."""
        off, left, day = frozenset(self.days_off(year)), self.silent_days, today
        while left or day in off:
            left -= day not in off
            day -= timedelta(days=1)
        return day


def decide(command: RulesCommand, rules: Rules) -> Sequence[RulesEvent]:
    match command:
        case commands.SetRules(zone, silent_days, late_days):
            return _set_rules(events.RulesSet(zone, silent_days, late_days), rules)
        case commands.SetHolidays(year, holidays):
            return _set_holidays(year, holidays, rules)
        case commands.FrameYear(year, starts, ends):
            if rules.years.get(year) == (starts, ends):
                return []
            return [events.YearFramed(year, starts, ends)]
        case _:
            assert_never(command)


def _set_rules(wanted: events.RulesSet, rules: Rules) -> Sequence[RulesEvent]:
    if wanted.zone and wanted.zone not in ZONES:
        raise Refused("this is no time zone of Russia", code="unknown-zone")
    if wanted.silent_days not in _DAYS or wanted.late_days not in _DAYS:
        raise Refused("a term has from 1 to 90 days", code="term-out-of-range")
    if (wanted.zone, wanted.silent_days, wanted.late_days) == (
        rules.zone, rules.silent_days, rules.late_days,
    ):  # fmt: skip
        return []
    return [wanted]


def _set_holidays(year: str, holidays: tuple[Holiday, ...], rules: Rules) -> Sequence[RulesEvent]:
    ordered = tuple(sorted(holidays, key=lambda one: one.first))
    for one in ordered:
        if one.last < one.first:
            raise Refused("holidays end on the day they begin or later", code="ends-before-begins")
        if (one.last - one.first).days > 100:
            raise Refused("holidays last 100 days at most", code="holidays-too-long")
    if ordered == rules.holidays.get(year, ()):
        return []
    return [events.HolidaysSet(year, ordered)]


def evolve(rules: Rules, event: RulesEvent) -> Rules:
    match event:
        case events.RulesSet(zone, silent_days, late_days):
            return replace(rules, zone=zone, silent_days=silent_days, late_days=late_days)
        case events.HolidaysSet(year, holidays):
            return replace(rules, holidays={**rules.holidays, year: holidays})
        case events.YearFramed(year, starts, ends):
            return replace(rules, years={**rules.years, year: (starts, ends)})
        case _:
            assert_never(event)


WORKING_RULES: Decider[RulesCommand, RulesEvent, Rules] = Decider(
    "working_rules",
    (events.RulesSet, events.HolidaysSet, events.YearFramed),
    Rules(),
    decide,
    evolve,
)
