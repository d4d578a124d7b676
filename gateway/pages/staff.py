"""The staff register of an organisation: terms, links to sign in with, work that is handed over."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.accounts import Membership
from gateway.addresses import outside
from gateway.context import allowed, every, finish, gateway, signed_in, tell
from gateway.words import ROLES, iso_day, sentence
from shared.domain.errors import DomainError
from shared.domain.ids import PersonId

blueprint = Blueprint("staff", __name__)
_WRITERS: Final = ("head", "municipal_admin", "company_coordinator")
_ROLES_OF: Final = {
    "municipality": ("municipal_admin",),
    "school": ("head", "coordinator", "psychologist", "social_worker", "teacher"),
    "company": ("company_coordinator",),
}


@blueprint.get("/staff")
@allowed(*_WRITERS, "coordinator")
def register() -> Any:
    rows = every("participants", "/staff")
    people = {row["person"]: row["name"] for row in rows if row["name"]}
    me = signed_in()
    kind = me.current.kind if me.current else ""
    return render_template(
        "staff.html",
        rows=sorted(
            rows, key=lambda row: (row["state"] not in ("active", "future"), row["name"] or "")
        ),
        people=people,
        roles={role: ROLES[role] for role in _ROLES_OF.get(kind, ())},
        writes=bool(me.roles & set(_WRITERS)),
    )


@blueprint.post("/staff")
@allowed(*_WRITERS)
def appoint() -> Any:
    """Somebody new: entered, given the role, and invited; the address is shown once."""
    name, role = request.form.get("name", "").strip(), request.form.get("role", "")
    body = {"name": name, "role": role, **_term()}
    try:
        person = tell("participants", "/staff", body)["id"]
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("staff.register"))
    return _invited(person, role, name)


@blueprint.post("/staff/<person>/roles")
@allowed(*_WRITERS)
def give(person: str) -> Any:
    body = {"role": request.form.get("role", ""), **_term()}
    return _do(f"/staff/{person}/roles", body, _("The term is kept."))


@blueprint.post("/staff/<person>/end")
@allowed(*_WRITERS)
def end(person: str) -> Any:
    body = {"role": request.form.get("role", "")}
    return _do(f"/staff/{person}/roles/end", body, _("The role has ended. It gives no access."))


@blueprint.post("/staff/<person>/hand-over")
@allowed(*_WRITERS)
def hand_over(person: str) -> Any:
    body = {"role": request.form.get("role", ""), "to": request.form.get("to", ""), **_day("on")}
    return _do(f"/staff/{person}/hand-over", body, _("The hand-over is kept."))


@blueprint.post("/staff/<person>/invite")
@allowed(*_WRITERS)
def invite(person: str) -> Any:
    """A new link for somebody who has lost theirs, or who gets an account only now."""
    rows = every("participants", "/staff", person=person)
    if not rows:
        abort(404)
    return _invited(person, rows[0]["role"], rows[0]["name"] or "—")


def _invited(person: str, role: str, name: str) -> Any:
    me = signed_in()
    assert me.current is not None  # the page is behind ``allowed``
    here = me.current
    member = Membership(
        here.tenant, (role,), here.organisation, here.kind, PersonId(person), staff=True
    )
    token = gateway().invitations.make(member, by=me.account)
    address = outside("invitations.read", token=token)
    return render_template("invitation_made.html", address=address, whom=name)


def _do(path: str, body: dict[str, Any], said: str) -> Any:
    return finish(
        "participants", lambda: tell("participants", path, body), url_for("staff.register"), said
    )


def _term() -> dict[str, str]:
    return {**_day("starts"), **_day("until")}


def _day(name: str) -> dict[str, str]:
    typed = iso_day(request.form.get(name, ""))
    return {name: typed} if typed else {}
