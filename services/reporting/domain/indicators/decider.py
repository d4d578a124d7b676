"""Every count keeps its numerator, its denominator and its date."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.reporting.domain.indicators import commands, events
from services.reporting.domain.indicators.catalogue import BY_CODE
from services.reporting.domain.indicators.commands import IndicatorsCommand
from services.reporting.domain.indicators.events import IndicatorsEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Indicators:
    denominators: Mapping[str, events.DenominatorEntered] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    last: events.IndicatorsCounted | None = None


def decide(command: IndicatorsCommand, indicators: Indicators) -> list[IndicatorsEvent]:
    check_year(command.year)
    match command:
        case commands.EnterDenominator(year, code, count, as_of):
            if code not in BY_CODE or not BY_CODE[code].entered:
                raise Invalid("this indicator has no entered denominator", {"code": ["unknown"]})
            if count <= 0:
                raise Invalid("a denominator is above zero", {"count": ["above zero"]})
            entered = events.DenominatorEntered(year, code, count, as_of)
            return [] if indicators.denominators.get(code) == entered else [entered]
        case commands.SetTarget(year, code, percent):
            if code not in BY_CODE:
                raise Invalid("unknown indicator", {"code": ["unknown"]})
            if not math.isfinite(percent) or not 0 <= percent <= 100:
                raise Invalid("a target is a share", {"percent": ["from 0 to 100"]})
            if indicators.targets.get(code) == percent:
                return []
            return [events.TargetSet(year, code, percent)]
        case commands.Count(year, today, counts):
            counted = events.IndicatorsCounted(year, today, counts)
            return [] if counted == indicators.last else [counted]
        case _:
            assert_never(command)


def evolve(indicators: Indicators, event: IndicatorsEvent) -> Indicators:
    match event:
        case events.DenominatorEntered(_, code):
            return replace(indicators, denominators={**indicators.denominators, code: event})
        case events.TargetSet(_, code, percent):
            return replace(indicators, targets={**indicators.targets, code: percent})
        case events.IndicatorsCounted():
            return replace(indicators, last=event)
        case _:
            assert_never(event)


INDICATORS_OF_YEAR: Decider[IndicatorsCommand, IndicatorsEvent, Indicators] = Decider(
    "indicators", events.EVENTS, Indicators(), decide, evolve
)
