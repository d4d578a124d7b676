"""Places of the home's own mentors, over all schools."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shared.http.api import Blueprint, PagingSchema, current, page, reader, requires

blp = Blueprint("places", __name__, url_prefix="/places", description="Places of mentors")


@blp.route("", methods=["GET"])
@requires("places.read")
@blp.arguments(PagingSchema, location="query")
def list_places(query: dict[str, Any]) -> Any:
    """Capacity, what is taken and by which school; a mentee is never named."""
    found = reader("places").find(after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_shown(document) for document in found.items]}


@blp.route("/<mentor>", methods=["GET"])
@requires("places.read")
def show_places(mentor: str) -> Any:
    """One mentor's places."""
    return _shown(reader("places").get(mentor))


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    """A reservation that has run out counts no more, whether or not anybody noticed."""
    now = current().service.clock.now()
    claims = [
        {"claim": id, **claim}
        for id, claim in sorted(document.get("claims", {}).items())
        if "expires" not in claim or datetime.fromisoformat(claim["expires"]) > now
    ]
    document.pop("tenant", None)
    return {
        "capacity": 0,
        "closed": False,
        "permissions": {},
        **document,
        "claims": claims,
        "taken": sum(claim["places"] for claim in claims),
    }
