"""Guardians: invited by each school, with one account for the children at all of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, url_for

from gateway.accounts import Membership
from gateway.context import allowed, every, gateway, names, signed_in
from shared.domain.errors import DomainError
from shared.domain.ids import ActorId, PersonId
from shared.tenancy.scope import Scope

blueprint = Blueprint("guardians", __name__)


@blueprint.get("/guardians")
@allowed("coordinator")
def register() -> Any:
    links = every("participants", "/guardianships")
    people = names((row[side] for row in links for side in ("guardian", "child")), "guardians")
    return render_template("guardians.html", links=links, people=people)


@blueprint.post("/guardians/<guardian>/invite")
@allowed("coordinator")
def invite(guardian: str) -> Any:
    """Only a confirmed guardian gets an account; the address is shown once."""
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
    address = url_for("invitations.read", token=token, _external=True)
    whom = names([guardian], "guardians").get(guardian, "—")
    return render_template("invitation_made.html", address=address, whom=whom)


@blueprint.get("/children")
@allowed("guardian")
def children() -> Any:
    """Own children at every school of the account, each asked with a token of its own."""
    me = signed_in()
    schools = []
    for member in me.memberships:
        if "guardian" in member.roles and member.person:
            scope = Scope(
                member.tenant, ActorId(me.account), frozenset({"guardian"}), member.person
            )
            schools.append({"name": member.organisation, "children": _children(scope)})
    return render_template("children.html", schools=schools)


def _children(scope: Scope) -> list[dict[str, Any]] | None:
    """``None`` where the school does not answer: the others are shown all the same."""
    try:
        found = gateway().clients["participants"].get(
            "/v1/children", scope, params={"limit": 50}
        )  # fmt: skip
    except DomainError:
        return None
    return list(found["items"])
