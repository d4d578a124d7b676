"""7.4: before and after, by parameter."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from marshmallow import fields, validate

from services.reporting.api.asking import year_thing
from services.reporting.api.common_schemas import YearSchema
from services.reporting.domain.comparison import Measured, compare
from shared.http.api import Blueprint, reader, requires

blp = Blueprint("comparisons", __name__, url_prefix="/comparisons", description="Before and after")


class ComparisonQuerySchema(YearSchema):
    role = fields.String(load_default="mentee", validate=validate.OneOf(("mentee", "mentor")))


@blp.route("", methods=["GET"])
@requires("comparison.read")
@blp.arguments(ComparisonQuerySchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """Complete pairs of one instrument version, with how many are missing."""
    programme = year_thing("programme", query["year"])
    found = reader("measurements").all({"programme": programme, "role": query["role"]})
    measured = [
        Measured(d["pseudonym"], d["stage"], d["instrument"], d["version"], d["values"])
        for d in found
    ]
    groups = [asdict(comparison) for comparison in compare(measured)]
    return {"programme": programme, "role": query["role"], "groups": groups}
