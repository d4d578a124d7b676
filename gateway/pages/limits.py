"""What a company lets its employees permit to schools."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, every, finish, organisation_names, tell
from gateway.numbers import number_in
from gateway.sharing_words import sharing_words

blueprint = Blueprint("limits", __name__)


@blueprint.get("/limits")
@allowed("company_coordinator")
def show() -> Any:
    limits = ask("participants", "/sharing/limits")["limits"]
    names = every("participants", "/sharing/schools")
    gone = organisation_names((limits or {}).get("schools") or ())
    schools = {**gone, **{row["id"]: row["name"] for row in names}}
    return render_template("limits.html", limits=limits, schools=schools, **sharing_words())


def _number(name: str) -> int | None:
    text = request.form.get(name, "").strip()
    return number_in(text)


@blueprint.post("/limits")
@allowed("company_coordinator")
def set_limits() -> Any:
    """Nothing ticked under “only these” means none of them."""
    open_to = {name: request.form.get(f"{name}_any") == "yes" for name in ("schools", "forms")}
    body = {
        "schools": None if open_to["schools"] else request.form.getlist("schools"),
        "forms": None if open_to["forms"] else request.form.getlist("forms"),
        "places": _number("places"),
        "hours": _number("hours"),
    }
    return finish(
        "participants",
        lambda: tell("participants", "/sharing/limits", body, method="PUT"),
        url_for("limits.show"),
        _("The limits are kept; wider permissions are narrowed now."),
    )


@blueprint.post("/limits/lift")
@allowed("company_coordinator")
def lift() -> Any:
    return finish(
        "participants",
        lambda: tell("participants", "/sharing/limits/lift", {}),
        url_for("limits.show"),
        _("There are no limits now."),
    )
