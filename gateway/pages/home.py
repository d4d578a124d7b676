"""The first page of each role."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from gateway.context import me

blueprint = Blueprint("home", __name__)

_FIRST = (
    ("municipal_admin", "municipality.show"),
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
