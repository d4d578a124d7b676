"""Schools by stages, and people as of a published month end, for the municipality."""

from __future__ import annotations

from typing import Any

from services.reporting.api.common_schemas import YearPageSchema, YearSchema
from services.reporting.application.municipality import table
from services.reporting.application.told import last_month_end, live_schools, month_end
from shared.http.api import Blueprint, page, reader, requires
from shared.http.fields import Day

blp = Blueprint("dashboard", __name__, url_prefix="/dashboard", description="Municipality")


class DashboardSchema(YearSchema):
    as_of = Day(load_default=None)


@blp.route("", methods=["GET"])
@requires("dashboard.read")
@blp.arguments(DashboardSchema, location="query")
def show(query: dict[str, Any]) -> Any:
    """Counts as of the month end asked for, or the last one; the stages of a past month end are that
    day's too."""
    year, as_of = query["year"], query["as_of"]
    if as_of is not None:
        return table(year, {}, month_end(reader("month_ends"), year, as_of))
    live = live_schools(reader("municipal_dashboard"), year)
    return table(year, live, last_month_end(reader("month_ends"), year))


@blp.route("/month-ends", methods=["GET"])
@requires("dashboard.read")
@blp.arguments(YearPageSchema, location="query")
def month_ends(query: dict[str, Any]) -> Any:
    """The published month ends, the latest first."""
    wanted = {"latest": False, **({"year": query["year"]} if query["year"] else {})}
    found = reader("month_ends").find(
        wanted, sort="-month_end", after=query["after"], limit=query["limit"]
    )
    names = ("year", "month_end", "counted_on")
    found.items[:] = [{name: one[name] for name in names} for one in found.items]
    return page(found)
