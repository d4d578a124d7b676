"""Who may share a mentor: requests from schools, and the mentor's answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, every, finish, names, organisation_names, signed_in, tell
from gateway.numbers import number_in, number_or
from gateway.sharing_words import sharing_words
from gateway.words import iso_day

blueprint = Blueprint("sharing", __name__)


@blueprint.get("/sharing")
@allowed("coordinator", "head", "company_coordinator", "mentor")
def permissions() -> Any:
    """Incoming: who asks for our mentors. Outgoing: whom we have asked for."""
    # What was asked for stands apart until the mentor has answered: it is what the form offers.
    rows = [
        {**row.get("asked", {}), **row, "asked": row.get("asked", {})}
        for row in every("participants", "/sharing/permissions")
    ]
    rows.sort(key=lambda row: row["status"] != "requested")
    schools = organisation_names(row["school"] for row in rows)
    current, roles = signed_in().current, signed_in().roles
    outgoing = []
    if roles & {"coordinator", "head"} and current is not None and current.kind == "school":
        outgoing = every("participants", "/sharing/requests")
    cards = names([row["card"] for row in outgoing if row["card"]], "sharing")
    return render_template(
        "sharing.html", rows=rows, schools=schools, mine="mentor" in roles, outgoing=outgoing,
        cards=cards, choice=CHOICE, **sharing_words(),
    )  # fmt: skip


CHOICE = (
    "times", "way", "grade", "age_band", "area", "interests", "gender", "gender_wish", "vetoes",
    "competences",
)  # fmt: skip


def terms() -> dict[str, Any]:
    """What a mentor permits, as the form says it."""
    places, hours = request.form.get("places", ""), request.form.get("hours", "")
    return {
        "forms": request.form.getlist("forms"),
        "places": number_or(places, 0),
        "until": iso_day(request.form.get("until", "")),
        "fields": request.form.getlist("fields"),
        "hours": number_in(hours),
    }


@blueprint.post("/sharing/<permission>/<answer>")
@allowed("mentor")
def decide(permission: str, answer: str) -> Any:
    """Only the mentor says yes or no."""
    if answer not in ("permit", "refuse", "revoke"):
        abort(404)
    body = terms() if answer == "permit" else {}
    path = f"/sharing/permissions/{permission}/{answer}"
    back = "mentor.own" if request.form.get("back") == "me" else "sharing.permissions"
    return finish("participants", lambda: tell("participants", path, body),
                  url_for(back), _("Your answer is kept."))  # fmt: skip
