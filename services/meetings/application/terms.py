"""The school's rules, its own day, and the other meetings of the same people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from services.meetings.domain.meeting_series.terms import Slot, Terms
from services.meetings.domain.working_rules.commands import rules_id
from services.meetings.domain.working_rules.decider import WORKING_RULES, Rules
from shared.tenancy.scope import Scope
from shared.zones import default_zone

if TYPE_CHECKING:
    from shared.service import Service


def rules_of(service: Service, scope: Scope) -> Rules:
    return service.handler.state(scope, WORKING_RULES, rules_id(scope.tenant)).state


def zone_of(rules: Rules) -> str:
    return rules.zone or default_zone()


def school_day(service: Service, rules: Rules) -> date:
    """Today by the school's own clock: in Kamchatka it begins half a day before that of UTC."""
    return service.clock.now().astimezone(ZoneInfo(zone_of(rules))).date()


def terms_for(
    service: Service, scope: Scope, series: Series, rules: Rules, which: Literal["ahead", "past"]
) -> Terms:
    """``which`` of the others' meetings may be in the way: planned ones, or those in the journal."""
    starts, ends = rules.years.get(series.year, (None, None))
    busy = tuple(_busy(service, scope, series, which))
    return Terms(starts, ends, rules.late_days, zone_of(rules), busy, service.clock.now())


def _busy(
    service: Service, scope: Scope, series: Series, which: Literal["ahead", "past"]
) -> Iterator[Slot]:
    """Read from the streams themselves, so that a meeting that was just planned counts too."""
    people = list(series.people)
    wanted = {
        "year": series.year,
        "id": {"$ne": series.pairing},
        "$or": [{"mentor": {"$in": people}}, {"mentees": {"$in": people}}],
    }
    for row in service.views.reader(scope, "pairings").all(wanted):
        other = service.handler.state(scope, MEETING_SERIES, row["id"]).state
        yield from other.ahead() if which == "ahead" else other.past()
