"""Who of a pairing may do what, and the consent that everything needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from shared.domain.errors import NotFound
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

SEES_ALL = frozenset({"coordinator", "head", "psychologist", "teacher"})


def series_for(service: Service, scope: Scope, pairing: str) -> Series:
    """The pairing's meetings. Raises NotFound for another's, to a mentor or mentee."""
    series = service.handler.existing(scope, MEETING_SERIES, pairing).state
    if not scope.roles & SEES_ALL and scope.person not in series.people:
        raise NotFound("there is no such pairing here")
    return series


def working_series(service: Service, scope: Scope, pairing: str) -> Series:
    """As :func:`series_for`, and everybody in it has a live consent now."""
    series = series_for(service, scope, pairing)
    service.gate.require(scope, "participation", series.people)
    return series
