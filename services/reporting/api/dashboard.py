"""Schools by stages, for the municipality."""

from __future__ import annotations

from typing import Any

from services.reporting.api.common_schemas import YearSchema
from services.reporting.application.municipality import table
from shared.http.api import Blueprint, reader, requires

blp = Blueprint("dashboard", __name__, url_prefix="/dashboard", description="Municipality")


@blp.route("", methods=["GET"])
@requires("dashboard.read")
@blp.arguments(YearSchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """Every school's progress in counts; small numbers are hidden before they get here."""
    found = reader("municipal_dashboard").all({"year": query["year"]})
    return table(query["year"], sorted(found, key=lambda report: str(report["school"])))
