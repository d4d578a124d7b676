"""A scope names the tenant and the actor of one piece of work; data are reached through it only."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from shared.domain.ids import ActorId, PersonId, TenantId, new_id
from shared.tenancy.crossings import crossing_named


@dataclass(frozen=True, slots=True)
class Scope:
    """``roles`` as the token gave them; ``person`` is the actor's own Person in this tenant, if any.

    ``correlation`` ties all that one request causes; ``causation`` is the message or event that
    made a policy act, empty for a person's own request.
    """

    tenant: TenantId
    actor: ActorId
    roles: frozenset[str] = frozenset()
    person: PersonId | None = None
    correlation: str = field(default_factory=new_id)
    causation: str = ""

    def __post_init__(self) -> None:
        if not self.tenant or not self.actor:
            raise ValueError("a scope needs a tenant and an actor")

    def crossing(self, name: str, to: TenantId) -> Scope:
        """The scope of the receiving tenant for a crossing of the closed table.

        Raises ``KeyError`` for a name that the table does not hold. The new scope has no roles:
        only a policy's commands run in it.
        """
        crossing = crossing_named(name)
        return replace(
            self,
            tenant=to,
            actor=ActorId(f"crossing:{crossing.name}"),
            roles=frozenset(),
            person=None,
        )


def policy_scope(tenant: TenantId, policy: str, causation: str, correlation: str) -> Scope:
    """The scope in which a policy reacts to an event or message of ``tenant``."""
    return Scope(
        tenant=tenant,
        actor=ActorId(f"policy:{policy}"),
        correlation=correlation,
        causation=causation,
    )
