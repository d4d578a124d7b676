"""A company: its application behind a one-time link, and its own page."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from gateway import linked
from gateway.accounts import PASSWORD_MIN, Membership
from gateway.context import allowed, ask, every, finish, gateway, tell
from gateway.words import sentence
from shared.domain.errors import DomainError
from shared.domain.ids import TenantId, new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("company", __name__)
_FORM = ("name", "inn", "contact", "login")


def _place(token: str) -> tuple[Scope, str]:
    """The link names who invited; participants knows the rest by its secret part."""
    scope, secret = linked.place(token, "company-link")
    return scope, f"/v1/companies/links/{secret}"


def _page(terms: dict[str, Any], values: dict[str, str], status: int = 200) -> Any:
    page = render_template("company_apply.html", terms=terms, values=values, least=PASSWORD_MIN)
    return linked.private(page, status)


@blueprint.get("/c/<token>")
def read(token: str) -> Any:
    scope, path = _place(token)
    terms = gateway().clients["participants"].get(path, scope)
    return _page(terms, {"name": terms["name"]})


@blueprint.post("/c/<token>")
def apply(token: str) -> Any:
    """What can be refused is refused before the link is used up."""
    scope, path = _place(token)
    client = gateway().clients["participants"]
    values = {name: request.form.get(name, "").strip() for name in _FORM}
    password = request.form.get("password", "")
    body = {name: values[name] for name in ("name", "inn", "contact")}
    try:
        gateway().accounts.check_new(values["login"], password)
        done = client.post(path, scope, body, key=request.form.get("key") or new_id())
        member = Membership(
            TenantId(done["id"]), ("company_coordinator",), values["name"], "company"
        )
        gateway().accounts.create(values["login"], password, [member])
    except DomainError as error:
        flash(sentence(error), "danger")
        return _page(client.get(path, scope), values, 422)
    flash(_("The application is on its way. Sign in to see what became of it."), "success")
    return redirect(url_for("auth.sign_in"))


@blueprint.get("/company")
@allowed("company_coordinator")
def own() -> Any:
    """Its standing, and its employees as mentors: how much they did, never with whom."""
    about = ask("participants", "/organisations/self")
    mentors = every("participants", "/mentors", own="true")
    service = {row["person"]: row for row in every("participants", "/companies/self/service")}
    return render_template("company.html", about=about, mentors=mentors, service=service)


@blueprint.post("/company/leave")
@allowed("company_coordinator")
def leave() -> Any:
    body = {"reason": request.form.get("reason", "").strip()}
    if request.form.get("sure") != "yes":
        flash(_("Tick the box to confirm that the company leaves."), "danger")
        return redirect(url_for("company.own"))
    return finish("participants", lambda: tell("participants", "/companies/self/leave", body),
                  url_for("company.own"), _("The company has left the programme."))  # fmt: skip
