"""Who holds a post is not known here: participants is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shared.domain.ids import PersonId
from shared.http.names import peer
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_SERVICE: Final = frozenset({"service"})
_PAGES: Final = 20


def staff_of(service: Service, scope: Scope) -> frozenset[PersonId]:
    """Who holds a post today or will. Raises Unavailable."""
    found: set[PersonId] = set()
    after: str | None = None
    for _ in range(_PAGES):
        page = peer(service, "participants").get(
            "/v1/staff", scope, roles=_SERVICE, params={"limit": 200, "after": after}
        )
        found |= {
            PersonId(row["person"]) for row in page["items"] if row["state"] in ("active", "future")
        }
        after = page.get("next")
        if not after:
            break
    return frozenset(found)
