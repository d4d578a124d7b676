"""Limits bound what an employee may permit; they never permit anything themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from services.participants.domain.sharing_limits import commands
from services.participants.domain.sharing_limits.commands import SharingLimitsCommand
from services.participants.domain.sharing_limits.events import (
    LimitsLifted,
    LimitsSet,
    SharingLimitsEvent,
)
from shared.domain.decider import Decider
from shared.domain.errors import Invalid
from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class SharingLimits:
    bounds: LimitsSet | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a permission would give to one school."""

    forms: tuple[str, ...]
    places: int
    hours: int | None


def within(bounds: LimitsSet | None, school: TenantId, terms: Terms) -> Terms | None:
    """The part of the terms that the limits leave, ``None`` where nothing is left."""
    if bounds is None:
        return terms
    if bounds.schools is not None and school not in bounds.schools:
        return None
    forms = tuple(f for f in terms.forms if bounds.forms is None or f in bounds.forms)
    places = terms.places if bounds.places is None else min(terms.places, bounds.places)
    hours = terms.hours
    if bounds.hours is not None:
        hours = bounds.hours if hours is None else min(hours, bounds.hours)
    return Terms(forms, places, hours) if forms and places else None


def decide(command: SharingLimitsCommand, limits: SharingLimits) -> Sequence[SharingLimitsEvent]:
    match command:
        case commands.SetLimits(company, schools, forms, places, hours):
            for name, number in (("places", places), ("hours", hours)):
                if number is not None and number < 0:
                    raise Invalid("a limit is 0 or more", {name: ["0 or more"]})
            bounds = LimitsSet(company, schools, forms, places, hours)
            return [] if limits.bounds == bounds else [bounds]
        case commands.LiftLimits():
            return [LimitsLifted(limits.bounds.company)] if limits.bounds else []
        case _:
            assert_never(command)


def evolve(limits: SharingLimits, event: SharingLimitsEvent) -> SharingLimits:
    match event:
        case LimitsSet():
            return SharingLimits(event)
        case LimitsLifted():
            return SharingLimits()
        case _:
            assert_never(event)


SHARING_LIMITS: Decider[SharingLimitsCommand, SharingLimitsEvent, SharingLimits] = Decider(
    "sharing_limits", (LimitsSet, LimitsLifted), SharingLimits(), decide, evolve
)
