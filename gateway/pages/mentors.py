"""The base of mentors, and the municipality's anonymous catalogue."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.accounts import Membership
from gateway.context import allowed, ask, finish, gateway, school_year, signed_in, tell
from gateway.setup import new_password
from gateway.words import iso_day, sentence
from shared.domain.errors import DomainError
from shared.domain.ids import PersonId

blueprint = Blueprint("mentors", __name__)


def _filters() -> dict[str, str]:
    given = {name: request.args.get(name, "") for name in ("form", "theme", "status", "after")}
    return {name: value for name, value in given.items() if value}


@blueprint.get("/mentors")
@allowed("coordinator", "head", "company_coordinator")
def base() -> Any:
    found = ask("participants", "/mentors", year=school_year(), limit=50, **_filters())
    return render_template("mentors.html", found=found, chosen=_filters())


@blueprint.post("/mentors/<mentor>/account")
@allowed("coordinator", "company_coordinator")
def account(mentor: str) -> Any:
    """A mentor signs in to answer requests; the password is shown once."""
    current = signed_in().current
    ask("participants", f"/mentors/{mentor}")
    login, password = request.form.get("login", ""), new_password()
    if current is None or not login.strip():
        flash(_("Check what you entered: %(fields)s", fields=_("login")), "danger")
        return redirect(url_for("mentors.base"))
    member = Membership(
        current.tenant, ("mentor",), current.organisation, current.kind, PersonId(mentor)
    )
    try:
        gateway().accounts.create(login, password, [member])
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("mentors.base"))
    return render_template("account_made.html", login=login.strip().lower(), password=password)


@blueprint.get("/catalogue")
@allowed("coordinator", "head", "municipal_admin")
def catalogue() -> Any:
    """Nobody's name: what is offered, coarser where few match."""
    given = {name: value for name, value in _filters().items() if name != "status"}
    found = ask("participants", "/catalogue", limit=50, **given)
    may_ask = "coordinator" in signed_in().roles
    requests = ask("participants", "/sharing/requests", limit=50)["items"] if may_ask else []
    return render_template(
        "catalogue.html", found=found, chosen=given, requests=requests, may_ask=may_ask
    )


@blueprint.post("/catalogue/<entry>/ask")
@allowed("coordinator")
def ask_for(entry: str) -> Any:
    places = request.form.get("places", "")
    body = {
        "entry": entry,
        "forms": request.form.getlist("forms"),
        "places": int(places) if places.isdigit() else 0,
        "until": iso_day(request.form.get("until", "")),
    }
    return finish("participants", lambda: tell("participants", "/sharing/requests", body),
                  url_for("mentors.catalogue"), _("The mentor has been asked."))  # fmt: skip
