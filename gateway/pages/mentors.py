"""The base of mentors, and the municipality's anonymous catalogue."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from gateway.accounts import Membership
from gateway.context import allowed, ask, finish, gateway, names, school_year, signed_in, tell
from gateway.numbers import number_or
from gateway.setup import new_password
from gateway.sharing_words import REFUSALS, sharing_words
from gateway.words import iso_day, sentence, word
from shared.domain.errors import DomainError, Invalid
from shared.domain.ids import PersonId

blueprint = Blueprint("mentors", __name__)


_FILTERS = (
    "q", "form", "theme", "time", "way", "language", "area", "interest", "kind", "status", "own",
    "adult", "group_ok", "free", "unchecked_on", "listed_until", "stays", "interview", "trained",
    "consent_before", "offered", "sort", "after",
)  # fmt: skip
_DAYS = ("unchecked_on", "listed_until", "consent_before")


def _filters(*names: str) -> dict[str, str]:
    given = {name: request.args.get(name, "").strip() for name in names}
    return {name: iso_day(text) if name in _DAYS else text for name, text in given.items() if text}


@blueprint.get("/mentors")
@allowed("coordinator", "head", "company_coordinator")
def base() -> Any:
    chosen = _filters(*_FILTERS)
    every_year = request.args.get("years") == "all"
    year = {} if every_year else {"year": school_year()}
    try:
        found = ask("participants", "/mentors", limit=50, **year, **chosen)
    except DomainError as error:
        if not isinstance(error, Invalid):
            raise
        flash(sentence(error), "danger")
        found = {"items": [], "next": None}
    return render_template(
        "mentors.html", found=found, chosen=chosen, every_year=every_year, **sharing_words()
    )


@blueprint.post("/mentors/bulk")
@allowed("coordinator", "company_coordinator")
def bulk() -> Any:
    """The same for all who are ticked; who could not be done is named with the reason."""
    people, action = request.form.getlist("people"), request.form.get("action", "")
    back = url_for("mentors.base")
    if not people:
        flash(_("Tick somebody first."), "danger")
        return redirect(back)
    body: dict[str, Any] = {"action": action, "people": people[:200]}
    if action in ("list", "pause"):
        body["until"] = iso_day(request.form.get("until", ""))
    if action == "list":
        body["year"] = school_year()
    try:
        answer = tell("participants", "/mentors/bulk", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(back)
    _say(answer["results"])
    commit = answer["commit"]
    return redirect(f"{back}?c=participants:{commit}" if commit else back)


def _say(results: list[dict[str, Any]]) -> None:
    done = [row for row in results if row["done"]]
    refused = [row for row in results if not row["done"]]
    if done:
        flash(ngettext("Done for %(num)s mentor", "Done for %(num)s mentors", len(done)), "success")
    known = names([row["mentor"] for row in refused], "mentor base")
    for row in refused:
        reason = word(REFUSALS, row["code"]) if row["code"] in REFUSALS else REFUSALS["refused"]
        flash(f"{known.get(row['mentor'], '—')}: {reason}", "danger")


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
    given = _filters("form", "theme", "way", "time", "after")
    found = ask("participants", "/catalogue", limit=50, **given)
    may_ask = "coordinator" in signed_in().roles
    requests = ask("participants", "/sharing/requests", limit=50)["items"] if may_ask else []
    return render_template(
        "catalogue.html", found=found, chosen=given, requests=requests, may_ask=may_ask,
        **sharing_words(),
    )  # fmt: skip


@blueprint.post("/catalogue/<entry>/ask")
@allowed("coordinator")
def ask_for(entry: str) -> Any:
    places = request.form.get("places", "")
    body = {
        "entry": entry,
        "forms": request.form.getlist("forms"),
        "places": number_or(places, 0),
        "until": iso_day(request.form.get("until", "")),
        "purpose": request.form.get("purpose", "programme"),
    }
    return finish("participants", lambda: tell("participants", "/sharing/requests", body),
                  url_for("mentors.catalogue"), _("The mentor has been asked."))  # fmt: skip
