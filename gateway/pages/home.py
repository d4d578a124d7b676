"""The first page of each role, and the municipality's table."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from gateway.context import allowed, ask, every, me, organisation_names, school_year

blueprint = Blueprint("home", __name__)

_FIRST = (
    ("municipal_admin", "home.municipality"),
    ("coordinator", "roadmap.school"),
    ("head", "roadmap.school"),
    ("psychologist", "roadmap.school"),
    ("social_worker", "roadmap.school"),
    ("teacher", "roadmap.school"),
    ("company_coordinator", "company.own"),
    ("mentor", "mentor.own"),
    ("mentee", "agreement.show"),
    ("guardian", "family.children"),
)


@blueprint.get("/")
def home() -> Any:
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in"))
    if found.memberships and all(one.roles == ("guardian",) for one in found.memberships):
        return redirect(url_for("family.children"))
    if found.current is None:
        return redirect(url_for("auth.choose"))
    for role, page in _FIRST:
        if role in found.roles:
            return redirect(url_for(page))
    return render_template("empty.html")


@blueprint.get("/municipality")
@allowed("municipal_admin")
def municipality() -> Any:
    """Counts only: nobody of the municipality sees a person here."""
    year = school_year()
    board = ask("reporting", "/dashboard", year=year)
    organisations = every("participants", "/organisations")
    schools = [o for o in organisations if o["kind"] == "school"]
    known = {row["school"]: row for row in board["schools"]}
    names = organisation_names(known)
    names |= {o["id"]: o["name"] for o in schools}
    rows = [
        {"name": name, **known.get(id, {"stages": [], "counts": {}, "counted_on": None})}
        for id, name in sorted(names.items(), key=lambda pair: pair[1])
    ]
    companies = [o for o in organisations if o["kind"] == "company"]
    return render_template(
        "municipality.html", rows=rows, totals=board["totals"], companies=companies
    )
