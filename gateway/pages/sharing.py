"""Who may share a mentor: requests from schools, and the mentor's answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, every, finish, organisation_names, signed_in, tell
from gateway.words import iso_day

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/sharing")
@allowed("coordinator", "head", "company_coordinator", "mentor")
def permissions() -> Any:
    # What was asked for stands apart until the mentor has answered: it is what the form offers.
    rows = [
        {**row.get("asked", {}), **row} for row in every("participants", "/sharing/permissions")
    ]
    schools = organisation_names(row["school"] for row in rows)
    return render_template(
        "sharing.html", rows=rows, schools=schools, mine="mentor" in signed_in().roles
    )


@blueprint.post("/sharing/<permission>/<answer>")
@allowed("mentor")
def decide(permission: str, answer: str) -> Any:
    """Only the mentor says yes or no."""
    if answer not in ("permit", "refuse", "revoke"):
        abort(404)
    body: dict[str, Any] = {}
    if answer == "permit":
        places = request.form.get("places", "")
        body = {
            "forms": request.form.getlist("forms"),
            "places": int(places) if places.isdigit() else 0,
            "until": iso_day(request.form.get("until", "")),
        }
    path = f"/sharing/permissions/{permission}/{answer}"
    return finish("participants", lambda: tell("participants", path, body),
                  url_for("sharing.permissions"), _("Your answer is kept."))  # fmt: skip
