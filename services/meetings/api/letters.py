"""Letters: what waits, what was sent, what was left out and why."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import fields, validate

from shared.bus.denial import Denied
from shared.http.api import Blueprint, PagingSchema, current, page, requires
from shared.projections.reader import Reader

blp = Blueprint("letters", __name__, url_prefix="/letters", description="Letters")
_STATES: Final = ("waiting", "sent", "dropped")
_SHOWN: Final = ("id", "kind", "thing", "person", "when", "state", "why", "attempts")


class LettersQuerySchema(PagingSchema):
    state = fields.String(load_default="waiting", validate=validate.OneOf(_STATES))


@blp.route("", methods=["GET"])
@requires("letter.read")
@blp.arguments(LettersQuerySchema, location="query")
def listing(query: dict[str, Any]) -> Any:
    """The latest first; ``server`` says whether letters can be sent at all."""
    now = current()
    hidden = Denied(now.service.db).all_of(now.scope.tenant)
    letters = Reader(now.service.db, "letters", now.scope.tenant, hidden)
    found = letters.find(
        {"state": query["state"]}, sort="-when", after=query["after"], limit=query["limit"]
    )
    shown = page(found)
    shown["items"] = [{name: row.get(name) for name in _SHOWN} for row in found.items]
    return {**shown, "server": bool(now.service.settings.smtp_url)}
