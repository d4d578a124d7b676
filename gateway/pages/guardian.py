"""Behind a one-time link: read, choose, sign, without an account. Looking never uses the link up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, make_response, render_template, request
from flask_babel import gettext as _

from gateway.context import gateway
from gateway.words import sentence
from shared.domain.errors import DomainError
from shared.domain.ids import ActorId, TenantId, new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("guardian", __name__)


def _place(token: str) -> tuple[Scope, str]:
    """The link names the school; the services know the rest by its secret part."""
    tenant, _dot, secret = token.partition(".")
    if not tenant or not secret or "/" in secret:
        abort(404)
    scope = Scope(TenantId(tenant), ActorId("guardian-link"), frozenset({"service"}))
    return scope, f"/v1/consents/links/{secret}"


def _page(terms: dict[str, Any], status: int = 200) -> Any:
    response = make_response(render_template("guardian.html", terms=terms), status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/g/<token>")
def read(token: str) -> Any:
    scope, path = _place(token)
    return _page(gateway().clients["participants"].get(path, scope))


@blueprint.post("/g/<token>")
def sign(token: str) -> Any:
    scope, path = _place(token)
    client = gateway().clients["participants"]
    terms = client.get(path, scope)
    answers = []
    for person in terms["people"]:
        for document in terms["documents"]:
            field = f"{person['id']}:{document['purpose']}"
            chosen = request.form.get(field)
            if chosen not in ("yes", "no"):
                flash(_("Answer every question: yes or no."), "danger")
                return _page(terms, 422)
            assent = request.form.get(f"{person['id']}:assent") == "yes"
            answers.append({"person": person["id"], "purpose": document["purpose"],
                            "agree": chosen == "yes", "assent": assent})  # fmt: skip
    if not answers:
        return _page(terms)
    try:
        client.post(path, scope, {"answers": answers}, key=request.form.get("key") or new_id())
    except DomainError as error:
        flash(sentence(error), "danger")
        return _page(terms, 409)
    return render_template("guardian_done.html", answers=answers)
