"""Who answers for whom: people for themselves, a guardian for a child, the coordinator for paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from services.matching.application import candidates
from services.matching.application.names import children_of
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

By = Literal["self", "guardian", "coordinator"]
_DECIDES: Final = ("14-15", "16-17", "18-24", "25+")
"""From 14 a child chooses without the guardian."""


def acting_for(service: Service, scope: Scope, person: PersonId) -> By:
    """How the signed-in one answers for the person; for anybody else's there is no such thing."""
    if scope.person is not None and person == scope.person:
        return "self"
    if "coordinator" in scope.roles:
        return "coordinator"
    if "guardian" in scope.roles and person in children_of(service, scope):
        return "guardian"
    raise NotFound("there is no such thing here")


def require_small(service: Service, scope: Scope, year: str, child: PersonId) -> None:
    """Raises Refused where the child is old enough to choose alone."""
    known = candidates.known_features(service, scope, "mentee", year, [child]).get(child)
    if known is not None and (known.adult or known.age_band in _DECIDES):
        raise Refused("from 14 the child chooses alone", code="child-decides")
