"""Schools by stages, and people as of a published month end, for the municipality."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.reporting.api.common_schemas import YearPageSchema, YearSchema
from services.reporting.application.municipality import table
from shared.domain.errors import NotFound
from shared.http.api import Blueprint, page, reader, requires

blp = Blueprint("dashboard", __name__, url_prefix="/dashboard", description="Municipality")


class DashboardSchema(YearSchema):
    as_of = fields.Date(load_default=None)


@blp.route("", methods=["GET"])
@requires("dashboard.read")
@blp.arguments(DashboardSchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """Counts as of the month end asked for, or the last one; the stages of a past month end are that
    day's too."""
    year, as_of = query["year"], query["as_of"]
    ends = sorted(reader("month_ends").all({"year": year}), key=lambda end: str(end["month_end"]))
    live = reader("municipal_dashboard").all({"year": year}) if as_of is None else []
    if as_of is not None:
        ends = [end for end in ends if end["month_end"] <= as_of.isoformat()]
        if not ends or ends[-1]["month_end"] != as_of.isoformat():
            raise NotFound("no such month end is published")
    return table(year, live, ends)


@blp.route("/month-ends", methods=["GET"])
@requires("dashboard.read")
@blp.arguments(YearPageSchema, location="query")
def month_ends(query: dict[str, Any]) -> Any:
    """The published month ends, the latest first."""
    wanted = {"year": query["year"]} if query["year"] else {}
    found = reader("month_ends").find(
        wanted, sort="-month_end", after=query["after"], limit=query["limit"]
    )
    names = ("year", "month_end", "counted_on")
    found.items[:] = [{name: one[name] for name in names} for one in found.items]
    return page(found)
