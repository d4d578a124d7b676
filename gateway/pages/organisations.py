"""The municipality's organisations: schools and their heads, companies that wait for verification."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import linked
from gateway.accounts import Membership
from gateway.addresses import outside
from gateway.context import allowed, ask, every, finish, gateway, signed_in, tell
from shared.domain.ids import TenantId

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/organisations")
@allowed("municipal_admin")
def register() -> Any:
    schools = [o for o in every("participants", "/organisations") if o["kind"] == "school"]
    companies = every("participants", "/companies")
    names = {o["id"]: o["name"] for o in schools}
    names[signed_in().scope().tenant] = _("the municipality")
    return render_template(
        "organisations.html",
        schools=sorted(schools, key=lambda one: str(one["name"])),
        waiting=[c for c in companies if c["standing"] == "applied"],
        others=[c for c in companies if c["standing"] != "applied"],
        names=names,
    )


@blueprint.post("/organisations/schools")
@allowed("municipal_admin")
def add_school() -> Any:
    body = {"kind": "school", "name": request.form.get("name", "").strip()}
    return finish("participants", lambda: tell("participants", "/organisations", body),
                  url_for("organisations.register"), _("The school is registered."))  # fmt: skip


@blueprint.post("/organisations/schools/<school>/head")
@allowed("municipal_admin")
def invite_head(school: str) -> Any:
    """The head names themselves when they accept; the municipality enters nobody at a school."""
    found = [o for o in every("participants", "/organisations") if o["id"] == school]
    if not found or found[0]["kind"] != "school":
        abort(404)
    member = Membership(TenantId(school), ("head",), found[0]["name"], "school", staff=True)
    token = gateway().invitations.make(member, by=signed_in().account)
    address = outside("invitations.read", token=token)
    return render_template("invitation_made.html", address=address, whom=found[0]["name"])


@blueprint.post("/organisations/companies/<company>/<decision>")
@allowed("municipal_admin")
def decide(company: str, decision: str) -> Any:
    if decision not in ("accept", "refuse", "end"):
        abort(404)
    reason = {"reason": request.form.get("reason", "").strip()}
    body = {} if decision == "accept" else reason
    path = f"/companies/{company}/{decision}"
    return finish("participants", lambda: tell("participants", path, body),
                  url_for("organisations.register"), _("The decision is kept."))  # fmt: skip


@blueprint.get("/companies")
@allowed("municipal_admin", "coordinator", "head")
def companies() -> Any:
    """Whom this organisation has invited."""
    after = request.args.get("after")
    found = ask("participants", "/companies/invitations", **({"after": after} if after else {}))
    return render_template("companies.html", found=found)


@blueprint.post("/companies")
@allowed("municipal_admin", "coordinator", "head")
def invite_company() -> Any:
    """The address is shown once."""
    name = request.form.get("name", "").strip()
    if not name:
        flash(_("Check what you entered: %(fields)s", fields=_("name or title")), "danger")
        return redirect(url_for("organisations.companies"))
    token = tell("participants", "/companies/invitations", {"name": name})["token"]
    address = linked.own_address("company.read", token)
    return render_template("invitation_made.html", address=address, whom=name)
