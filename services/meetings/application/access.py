"""Who may look at a pairing, and when it may be worked with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from services.meetings.domain.meeting_series.decider import MEETING_SERIES, Series
from shared.domain.errors import NotFound, Refused
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

COORDINATOR: Final = frozenset({"coordinator"})
STAFF: Final = COORDINATOR | {"head", "psychologist", "social_worker", "teacher"}


def series_for(
    service: Service, scope: Scope, pairing: str, everywhere: frozenset[str] = COORDINATOR
) -> Series:
    """The pairing's meetings, for its own people and for the roles that see every pairing.

    A teacher who is a mentor too reads and writes in their own pairing only: a role reaches others'
    pairings only where the route says so. Raises NotFound.
    """
    series = service.handler.existing(scope, MEETING_SERIES, pairing).state
    if not scope.roles & everywhere and scope.person not in series.people:
        raise NotFound("there is no such pairing here")
    return series


def working_series(service: Service, scope: Scope, pairing: str) -> Series:
    """As :func:`series_for`, and everybody in it has a live consent now."""
    series = series_for(service, scope, pairing)
    service.gate.require(scope, "participation", series.people)
    return series


def open_series(service: Service, scope: Scope, pairing: str) -> Series:
    """As :func:`working_series`, for what goes into another stream than that of the meetings.
    Raises Refused while the pairing is suspended, closed or ended."""
    series = working_series(service, scope, pairing)
    if series.status != "open":
        raise Refused(f"the pairing is {series.status}", code=f"pairing-{series.status}")
    return series
