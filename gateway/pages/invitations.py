"""Behind an invitation: an account of one's own, or one more membership for the account there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import linked
from gateway.accounts import PASSWORD_MIN, Invitation, Membership
from gateway.context import gateway
from gateway.words import sentence
from shared.domain.errors import DomainError, Invalid
from shared.domain.ids import ActorId, PersonId
from shared.tenancy.scope import Scope

blueprint = Blueprint("invitations", __name__)


def _page(invitation: Invitation | None, values: dict[str, str], status: int = 200) -> Any:
    page = render_template(
        "invitation.html", invitation=invitation, values=values, least=PASSWORD_MIN
    )
    return linked.private(page, status)


@blueprint.get("/i/<token>")
def read(token: str) -> Any:
    invitation = gateway().invitations.waiting(token)
    return _page(invitation, {}, 200 if invitation else 404)


@blueprint.post("/i/<token>")
def accept(token: str) -> Any:
    """Whatever can be refused is refused before the link is used up."""
    invitation = gateway().invitations.waiting(token)
    if invitation is None:
        return _page(None, {}, 404)
    values = {name: request.form.get(name, "").strip() for name in ("name", "login", "mode")}
    password = request.form.get("password", "")
    known = values["mode"] == "known"
    try:
        _check(invitation, values, password, known)
        member = _with_person(invitation, values["name"])
        if not gateway().invitations.use_up(token):
            return _page(None, {}, 404)
        if known:
            gateway().accounts.join(values["login"], password, member)
        else:
            gateway().accounts.create(values["login"], password, [member])
    except DomainError as error:
        flash(sentence(error), "danger")
        return _page(invitation, values, 422)
    flash(_("Your account is ready. Sign in."), "success")
    return redirect(url_for("auth.sign_in"))


def _check(invitation: Invitation, values: dict[str, str], password: str, known: bool) -> None:
    if invitation.membership.person is None and not values["name"]:
        raise Invalid("a name is missing", {"name": ["missing"]})
    if not known:
        gateway().accounts.check_new(values["login"], password)
    elif not gateway().accounts.knows(values["login"], password):
        raise Invalid("wrong", {"login": ["wrong"], "password": ["wrong"]})


def _with_person(invitation: Invitation, name: str) -> Membership:
    """A head who was invited by the municipality enters the school's register now."""
    member = invitation.membership
    if member.person is not None:
        return member
    scope = Scope(member.tenant, ActorId("gateway"), frozenset({"service"}))
    body = {"name": name, "role": member.roles[0]}
    client = gateway().clients["participants"]
    person = client.post("/v1/staff", scope, body, key=f"invitation:{invitation.id}")["id"]
    return replace(member, person=PersonId(person))
