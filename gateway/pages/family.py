"""A guardian's own page: their children in every school that knows them, and what is consented to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.accounts import Membership
from gateway.context import gateway, me
from gateway.numbers import number_or
from gateway.words import sentence
from shared.domain.errors import DomainError
from shared.domain.ids import ActorId, derived_id, new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("family", __name__)


def guardian_in(memberships: tuple[Membership, ...]) -> list[tuple[int, Membership]]:
    """The memberships as a guardian, with their places in the account."""
    return [
        (index, one)
        for index, one in enumerate(memberships)
        if "guardian" in one.roles and one.person is not None
    ]


def _scope(account: str, one: Membership) -> Scope:
    """As a guardian and nothing else, whichever organisation is chosen now."""
    return Scope(one.tenant, ActorId(account), frozenset({"guardian"}), one.person)


@blueprint.get("/family")
def children() -> Any:
    """School by school; each school answers for itself and knows nothing of the others."""
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in", next=request.path))
    schools = guardian_in(found.memberships)
    if not schools:
        abort(404)
    shown = [_school(found.account, index, one) for index, one in schools]
    return render_template("family.html", schools=shown)


def _school(account: str, index: int, one: Membership) -> dict[str, Any]:
    """``kids`` is ``None`` where the school does not answer: the others are shown all the same."""
    shown: dict[str, Any] = {"index": index, "name": one.organisation}
    try:
        return {**shown, **_answered(_scope(account, one))}
    except DomainError:
        return {**shown, "kids": None}


def _answered(scope: Scope) -> dict[str, Any]:
    client = gateway().clients["participants"]
    params: dict[str, Any] = {"limit": 50}
    kids = client.get("/v1/children", scope, params=params)["items"]
    after = request.args.get("c", "").partition(":")[2]
    if after:
        params["after_commit"] = after
    rows = {
        kid["id"]: client.get("/v1/consents", scope, params={**params, "person": kid["id"]})[
            "items"
        ]
        for kid in kids
    }
    return {"kids": kids, "rows": rows}


@blueprint.post("/family/withdraw")
def withdraw() -> Any:
    """At once; the page says before what it means."""
    found = me()
    if found is None:
        return redirect(url_for("auth.sign_in", next=url_for("family.children")))
    own = dict(guardian_in(found.memberships))
    one = own.get(number_or(request.form.get("index", ""), -1))
    if one is None:
        abort(404)
    body = {"person": request.form.get("person", ""), "purpose": request.form.get("purpose", "")}
    key = derived_id(request.form.get("key") or new_id(), "withdraw")
    try:
        done = (
            gateway()
            .clients["participants"]
            .post("/v1/consents/withdraw", _scope(found.account, one), body, key=key)
        )
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("family.children"))
    flash(_("The consent is withdrawn; what was held for it is destroyed."), "success")
    return redirect(url_for("family.children", c=f"participants:{done['commit']}"))
