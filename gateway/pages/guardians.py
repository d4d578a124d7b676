"""The school's guardians: confirmed when a document was seen, with an account if they want one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.accounts import Membership
from gateway.context import allowed, ask, finish, gateway, names, signed_in, tell
from gateway.setup import new_password
from gateway.words import sentence
from shared.domain.errors import DomainError
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


@blueprint.post("/guardians/<guardian>/account")
@allowed("coordinator")
def account(guardian: str) -> Any:
    """A page of their own; the password is shown once."""
    current = signed_in().current
    rows = ask("participants", "/guardianships", guardian=guardian)["items"]
    login, password = request.form.get("login", ""), new_password()
    if current is None or not login.strip() or not any(row["confirmed"] for row in rows):
        flash(_("Check what you entered: %(fields)s", fields=_("login")), "danger")
        return redirect(url_for("guardians.guardians"))
    member = Membership(
        current.tenant, ("guardian",), current.organisation, current.kind, PersonId(guardian)
    )
    try:
        gateway().accounts.create(login, password, [member])
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("guardians.guardians"))
    return render_template("account_made.html", login=login.strip().lower(), password=password)
