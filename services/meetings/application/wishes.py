"""Which letters somebody wants, and the address under which they say so without signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from services.meetings.domain.letter_wish.commands import wish_id
from services.meetings.domain.letter_wish.decider import LETTER_WISH, LetterWish
from shared.bus.denial import Denied
from shared.crypto.secrets import same
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_LINK: Final = 32


def wish_of(service: Service, scope: Scope, person: str) -> LetterWish:
    id = wish_id(scope.tenant, PersonId(person))
    return service.handler.state(scope, LETTER_WISH, id).state


def secret_of(service: Service, tenant: TenantId, person: str) -> str:
    """Made of the tenant's secret, stored nowhere."""
    return service.vault.digest(tenant, f"letters|{person}")[:_LINK]


def check_secret(service: Service, tenant: TenantId, person: str, secret: str) -> None:
    """Raises NotFound for any but the person's own, and once the person is erased."""
    right = same(secret_of(service, tenant, person), secret)
    if not right or is_gone(service, tenant, person):
        raise NotFound("there is no such address")


def is_gone(service: Service, tenant: TenantId, person: str) -> bool:
    """Erased, or about to be."""
    gone = service.vault.erased(tenant, [person]) or Denied(service.db).among(tenant, [person])
    return bool(gone)
