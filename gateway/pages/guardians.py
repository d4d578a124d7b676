"""The school's guardians: confirmed when a document was seen, then invited to a page of their own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from gateway.accounts import Membership
from gateway.addresses import outside
from gateway.context import allowed, ask, every, finish, gateway, names, signed_in, tell
from shared.domain.ids import PersonId

blueprint = Blueprint("guardians", __name__)


@blueprint.get("/guardians")
@allowed("coordinator")
def guardians() -> Any:
    after = request.args.get("after")
    paging = {"limit": 50, **({"after": after} if after else {})}
    found = ask("participants", "/guardianships", **paging)
    people = [row[side] for row in found["items"] for side in ("guardian", "child")]
    return render_template("guardians.html", found=found, names=names(people, "guardians"))


@blueprint.post("/guardians/confirm")
@allowed("coordinator")
def confirm() -> Any:
    """Only a confirmed guardian can consent."""
    body = {name: request.form.get(name, "") for name in ("guardian", "child")}
    return finish("participants", lambda: tell("participants", "/guardianships/confirm", body),
                  url_for("guardians.guardians"), _("The guardian is confirmed."))  # fmt: skip


@blueprint.post("/guardians/<guardian>/invite")
@allowed("coordinator")
def invite(guardian: str) -> Any:
    """Only a confirmed guardian gets an account, one over all schools; the address is shown once."""
    links = every("participants", "/guardianships", guardian=guardian)
    if not any(row["confirmed"] for row in links):
        abort(404)
    me = signed_in()
    assert me.current is not None  # the page is behind ``allowed``
    here = me.current
    member = Membership(
        here.tenant, ("guardian",), here.organisation, here.kind, PersonId(guardian)
    )
    token = gateway().invitations.make(member, by=me.account)
    address = outside("invitations.read", token=token)
    whom = names([guardian], "guardians").get(guardian, "—")
    return render_template("invitation_made.html", address=address, whom=whom)
