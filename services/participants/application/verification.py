"""Whether a tenant may register and share people at all."""

from __future__ import annotations

from services.participants.domain.organisation.decider import ORGANISATION
from shared.domain.errors import Refused
from shared.service import Service
from shared.tenancy.scope import Scope


def require_verified(service: Service, scope: Scope) -> None:
    """An unverified company, or one that left, registers nobody and shares nobody.

    Schools never apply, so their coordinators' commands are spared the look.
    """
    if "coordinator" in scope.roles:
        return
    own = service.handler.state(scope, ORGANISATION, scope.tenant).state
    if own.id is not None and own.standing != "verified":
        raise Refused("the municipality has not verified this company", code="not-verified")
