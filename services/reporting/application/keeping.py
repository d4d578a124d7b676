"""What stays of a person who was erased: counts that were frozen before, which speak of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from shared.domain.erasing import Kept
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

NOBODY: Final = "anonymous-statistics"


def counts_with(service: Service, scope: Scope, person: PersonId) -> Sequence[Kept]:
    """Closed surveys in whose sums the person's answer was counted."""
    closed = {"answered": person, "status": "closed"}
    surveys = service.views.reader(scope, "surveys").all(closed)
    return [
        Kept("counts", row["id"], row["year"], None, None, NOBODY)
        for row in sorted(surveys, key=lambda row: (row["year"], row["id"]))
    ]
