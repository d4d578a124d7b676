"""A guardian's own view of their children at this school; another school answers for its own."""

from __future__ import annotations

from typing import Any

from services.participants.api.support import RowsSchema, listed, with_names
from services.participants.application.people import names_of
from shared.domain.ids import PersonId
from shared.http.api import Blueprint, PagingSchema, current, requires

blp = Blueprint("children", __name__, url_prefix="/children")


@blp.route("", methods=["GET"])
@requires("child.list")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def list_children(args: dict[str, Any]) -> Any:
    """Children of whom the school has confirmed the guardian: consents, and with whom they work."""
    now = current()
    mine = {"guardian": now.scope.person or "nobody", "confirmed": True}
    found = listed("guardianships", args, mine)
    rows = with_names(
        [{"id": row["child"], "person": row["child"]} for row in found.items], why="own children"
    )
    for row in rows:
        child = row.pop("person")
        row["consents"] = _consents(child)
        row["pairs"] = _pairs(child)
    return {"items": rows, "next": found.next}


def _consents(child: str) -> dict[str, dict[str, Any]]:
    now = current()
    rows = now.service.views.reader(now.scope, "consents").all({"person": child})
    return {row["purpose"]: {"status": row["status"], "until": row["until"]} for row in rows}


def _pairs(child: str) -> list[dict[str, Any]]:
    now = current()
    pairs = now.service.views.reader(now.scope, "pairings").all(
        {"$or": [{"mentees": child}, {"left": child}]}
    )
    mentors = [PersonId(pair["mentor"]) for pair in pairs]
    names = names_of(now.service, now.scope, mentors, why="own children")
    return [
        {
            "mentor": names.get(PersonId(pair["mentor"])),
            "form": pair["form"],
            "year": pair["year"],
            "ended": bool(pair.get("ended") or pair.get("closed") or child in pair.get("left", ())),
        }
        for pair in pairs
    ]
