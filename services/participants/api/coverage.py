"""How far the base of mentors answers the requests of the base of mentees."""

from __future__ import annotations

from typing import Any

from services.participants.api.support import YearBodySchema
from services.participants.application.coverage import coverage
from shared.http.api import Blueprint, current, requires

blp = Blueprint("coverage", __name__)


@blp.route("/coverage", methods=["GET"])
@requires("coverage.read", seconds=20.0)
@blp.arguments(YearBodySchema, location="query")
@blp.response(200)
def show_coverage(args: dict[str, Any]) -> Any:
    """Requests, mentors, what is missing, and how much of that the municipality's catalogue offers
    (item 3.4): numbers only."""
    now = current()
    return coverage(now.service, now.scope, args["year"])
