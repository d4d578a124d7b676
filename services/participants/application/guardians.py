"""Who is somebody's guardian in the school's register."""

from __future__ import annotations

from collections.abc import Sequence

from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope


def guardians_among(
    service: Service, scope: Scope, people: Sequence[PersonId]
) -> frozenset[PersonId]:
    """Confirmed or not: a school writes to parents before it has seen their papers."""
    links = service.views.reader(scope, "guardianships")
    rows = links.all({"guardian": {"$in": list(people)}})
    return frozenset(PersonId(row["guardian"]) for row in rows)
