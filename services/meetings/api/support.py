"""What the routes of a pairing share: new ids, and on whose behalf one may speak."""

from __future__ import annotations

from typing import Any

from services.meetings.application.access import COORDINATOR, STAFF
from shared.domain.errors import Forbidden
from shared.domain.ids import PersonId, derived_id
from shared.http.api import current, reader
from shared.projections.reader import PAGE_MAX


def new_id(kind: str) -> str:
    """The same for a repeated request: it follows from the idempotency key."""
    now = current()
    return derived_id(kind, now.scope.tenant, now.scope.actor, now.key)


def speaking_for(person: str) -> PersonId:
    """Oneself, or anybody for the coordinator who enters it from paper. Raises Forbidden."""
    scope = current().scope
    if not scope.roles & COORDINATOR and scope.person != person:
        raise Forbidden("one speaks for oneself")
    return PersonId(person)


def visible(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows about pairings, without those in which somebody is denied."""
    ids = sorted({row["pairing"] for row in rows})
    shown = reader("pairings").find({"id": {"$in": ids}}, limit=PAGE_MAX).items
    seen = {row["id"] for row in shown}
    return [row for row in rows if row["pairing"] in seen]


def own(wanted: dict[str, Any]) -> dict[str, Any]:
    """The filter for what the asker may see: everything for staff, else their own pairings."""
    scope = current().scope
    if scope.roles & STAFF:
        return wanted
    return {"$and": [wanted, {"$or": [{"mentor": scope.person}, {"mentees": scope.person}]}]}
