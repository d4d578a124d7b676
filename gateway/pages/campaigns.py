"""Campaigns: ask a class or everybody anew for one purpose, follow the answers, remind."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from gateway.context import allowed, ask, finish, gateway, school_year, signed_in, tell
from gateway.pages.consents import address_of
from gateway.words import OFFERED_PURPOSES, PROGRESS, iso_day, sentence
from shared.documents.sheets import XLSX, Sheet, as_xlsx
from shared.domain.errors import DomainError

blueprint = Blueprint("campaigns", __name__)


def _asked() -> dict[str, str]:
    """The form of a new campaign, with what is usual where nothing was entered."""
    today = gateway().clock.today()
    given = request.values
    purpose, role = given.get("purpose", ""), given.get("role", "")
    return {
        "purpose": purpose if purpose in OFFERED_PURPOSES else "participation",
        "role": role if role in ("mentee", "mentor") else "mentee",
        "group": given.get("group", "").strip()[:50],
        "due": iso_day(given.get("due", "")) or (today + timedelta(days=30)).isoformat(),
        "until": iso_day(given.get("until", "")) or (today + timedelta(days=365)).isoformat(),
    }


@blueprint.get("/consents/campaigns")
@allowed("coordinator", "head")
def campaigns() -> Any:
    """Those there are, and who would be asked by a new one."""
    after = request.args.get("after")
    paging = {"limit": 50, **({"after": after} if after else {})}
    found = ask("participants", "/consents/campaigns", **paging)
    asked, lacking = _asked(), None
    if "coordinator" in signed_in().roles and "due" in request.args:
        who = {name: asked[name] for name in ("purpose", "role", "group")}
        try:
            lacking = ask("participants", "/consents/lacking", **who, year=school_year(),
                          by=asked["due"], limit=200)  # fmt: skip
        except DomainError as error:
            flash(sentence(error), "danger")
    return render_template("campaigns.html", found=found, asked=asked, lacking=lacking)


@blueprint.post("/consents/campaigns")
@allowed("coordinator")
def start() -> Any:
    body = {**_asked(), "year": school_year()}
    try:
        done = tell("participants", "/consents/campaigns", body)
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("campaigns.campaigns"))
    flash(_("The campaign has started. Make the links now."), "success")
    to = url_for("campaigns.campaign", campaign=done["id"], c=f"participants:{done['commit']}")
    return redirect(to)


@blueprint.get("/consents/campaigns/<campaign>")
@allowed("coordinator", "head")
def campaign(campaign: str) -> Any:
    """How far it has come, person by person."""
    given = {name: request.args[name] for name in ("after",) if request.args.get(name)}
    if request.args.get("progress") in PROGRESS:
        given["progress"] = request.args["progress"]
    found = ask("participants", f"/consents/campaigns/{campaign}", limit=50, **given)
    return render_template("campaign.html", found=found, chosen=given.get("progress", ""))


@blueprint.post("/consents/campaigns/<campaign>/links")
@allowed("coordinator")
def links(campaign: str) -> Any:
    """Addresses are shown once; the same form sent again shows or downloads the same ones."""
    chosen = request.form.getlist("people")
    language = request.form.get("language", "")
    body = {
        "people": chosen,
        "language": language if language in ("ru", "en") else str(get_locale() or "ru"),
    }
    try:
        made = tell("participants", f"/consents/campaigns/{campaign}/links", body)["links"]
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("campaigns.campaign", campaign=campaign))
    if not made:
        flash(_("Nobody is left who could be asked now."), "warning")
        return redirect(url_for("campaigns.campaign", campaign=campaign))
    for one in made:
        one["address"] = address_of(one.pop("token"))
    if request.form.get("format") == "xlsx":
        return _as_sheet(made)
    return render_template("campaign_links.html", made=made, campaign=campaign, people=chosen,
                           chosen_language=body["language"], key=request.form.get("key", ""))  # fmt: skip


def _as_sheet(made: list[dict[str, Any]]) -> Response:
    header = [_("Who signs"), _("Contact"), _("For whom"), _("Address of the link")]
    rows = [
        (one["signer_name"] or "", one["contact"] or "",
         ", ".join(person["name"] or "—" for person in one["people"]), one["address"])
        for one in made
    ]  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="links.xlsx"'}
    return Response(as_xlsx(Sheet(_("Links"), tuple(header), rows)), mimetype=XLSX, headers=headers)


@blueprint.post("/consents/campaigns/<campaign>/remind")
@allowed("coordinator")
def remind(campaign: str) -> Any:
    """The school calls or writes by itself; here it is noted who was reminded."""
    body = {"people": request.form.getlist("people")}
    path = f"/consents/campaigns/{campaign}/remind"
    to = url_for("campaigns.campaign", campaign=campaign, progress="asked")
    if not body["people"]:
        flash(_("Choose at least one person."), "danger")
        return redirect(to)
    return finish("participants", lambda: tell("participants", path, body), to,
                  _("It is noted who was reminded."))  # fmt: skip


@blueprint.post("/consents/campaigns/<campaign>/close")
@allowed("coordinator")
def close(campaign: str) -> Any:
    path = f"/consents/campaigns/{campaign}/close"
    return finish("participants", lambda: tell("participants", path, {}),
                  url_for("campaigns.campaign", campaign=campaign),
                  _("The campaign is closed."))  # fmt: skip
