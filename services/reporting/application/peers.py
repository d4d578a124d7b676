"""Who holds a post is not known here: participants is asked."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from shared.domain.ids import PersonId
from shared.http.names import SERVICE, peer
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_MOST: Final = 4000


def staff_of(service: Service, scope: Scope) -> frozenset[PersonId]:
    """Who holds a post today or will. Raises Unavailable."""
    rows = peer(service, "participants").rows("/v1/staff", scope, roles=SERVICE)
    return frozenset(
        PersonId(row["person"])
        for row in islice(rows, _MOST)
        if row["state"] in ("active", "future")
    )
