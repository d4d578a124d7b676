"""An organisation enters the cell: in the municipality's list and in a tenant of its own."""

from __future__ import annotations

from services.participants.domain.organisation import commands
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.organisation.events import Kind
from shared.domain.ids import TenantId
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


def register_organisation(
    service: Service, scope: Scope, id: TenantId, *, kind: Kind, name: str, key: str
) -> Outcome:
    """Called in the municipality's scope; the new tenant then knows itself and its municipality."""
    register = commands.Register(id, kind, scope.tenant, name)
    outcome = service.handler.handle(scope, ORGANISATION, id, register, key=key)
    if id != scope.tenant:
        own = policy_scope(id, "organisations_enter", outcome.commit, scope.correlation)
        enter = commands.Enter(id, kind, scope.tenant, name)
        service.handler.handle(own, ORGANISATION, id, enter, key=outcome.commit)
    return outcome
