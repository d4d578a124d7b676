"""What the law has the school keep of a person who was erased: the orders that name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from services.matching.domain.order.decider import LEGAL_BASIS
from shared.domain.erasing import Kept
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

TERM_YEARS: Final = 5
"""For how long an order is kept, counted from the end of the calendar year in which it was issued."""


def orders_of(service: Service, scope: Scope, person: PersonId) -> Sequence[Kept]:
    """Issued orders that begin or end a pair of the person's, the oldest first."""
    mine = service.views.reader(scope, "pairs").all({"$or": [{"mentor": person},
                                                             {"mentees": person}]})  # fmt: skip
    pairings = [row["id"] for row in mine]
    named = {"$or": [{"pairings": {"$in": pairings}}, {"ending.pairing": {"$in": pairings}}]}
    orders = service.views.reader(scope, "orders").all({"status": "issued", **named})
    return [
        Kept("order", row["id"], row["number"], (on := date.fromisoformat(row["date"])),
             date(on.year + TERM_YEARS, 12, 31), LEGAL_BASIS)
        for row in sorted(orders, key=lambda row: (row["date"], row["id"]))
    ]  # fmt: skip
