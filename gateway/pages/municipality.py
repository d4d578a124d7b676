"""The municipality's page: schools by stages, counts only."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from gateway.context import allowed, ask, every, organisation_names, school_year

blp = Blueprint("municipality", __name__)


@blp.get("/municipality")
@allowed("municipal_admin")
def dashboard() -> str:
    found: dict[str, Any] = ask("reporting", "/dashboard", year=school_year())
    organisations = every("participants", "/organisations")
    schools = {row["school"]: row for row in found["schools"]}
    names = organisation_names([*schools, *(o["id"] for o in organisations)])
    rows = [
        {"name": names.get(o["id"], o.get("name", "")), **schools.get(o["id"], {})}
        for o in organisations
        if o["kind"] == "school"
    ]
    companies = sorted(names.get(o["id"], "") for o in organisations if o["kind"] == "company")
    rows.sort(key=lambda row: str(row["name"]))
    return render_template(
        "municipality.html", rows=rows, totals=found.get("totals", {}), companies=companies
    )
