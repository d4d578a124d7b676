"""Children who change school: started here, confirmed behind a link, accepted here."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from gateway import linked
from gateway.context import (
    allowed,
    every,
    finish,
    gateway,
    names,
    organisation_names,
    signed_in,
    tell,
)
from gateway.words import TRANSFER_ITEMS, sentence
from shared.domain.errors import DomainError
from shared.domain.ids import new_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("transfers", __name__)


@blueprint.get("/transfers")
@allowed("coordinator", "head")
def register() -> Any:
    """Both directions on one page; the form to start one offers confirmed guardians only."""
    outgoing, incoming = every("participants", "/transfers"), every("participants", "/arrivals")
    links = [row for row in every("participants", "/guardianships") if row["confirmed"]]
    here = signed_in().scope().tenant
    schools = [s for s in every("participants", "/organisations/schools") if s["id"] != here]
    known = organisation_names([*(r["to"] for r in outgoing), *(r["home"] for r in incoming)])
    people = names((row[side] for row in links for side in ("guardian", "child")), "transfer")
    return render_template(
        "transfers.html",
        outgoing=outgoing,
        incoming=incoming,
        links=links,
        people=people,
        schools={school["id"]: school["name"] for school in schools},
        known=known,
    )


@blueprint.post("/transfers")
@allowed("coordinator")
def start() -> Any:
    """The address for the guardian is shown once."""
    guardian, _colon, child = request.form.get("pair", "").partition(":")
    items = [i for i in request.form.getlist("items") if i in TRANSFER_ITEMS]
    body = {"child": child, "signer": guardian, "to": request.form.get("to", ""), "items": items}
    try:
        token = tell("participants", "/transfers", body)["token"]
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("transfers.register"))
    address = linked.own_address("transfers.read", token)
    return render_template("invitation_made.html", address=address, whom=_("the guardian"))


@blueprint.post("/transfers/<transfer>/cancel")
@allowed("coordinator")
def cancel(transfer: str) -> Any:
    path = f"/transfers/{transfer}/cancel"
    return finish("participants", lambda: tell("participants", path, {}),
                  url_for("transfers.register"), _("The transfer is cancelled."))  # fmt: skip


@blueprint.post("/arrivals/<transfer>/<answer>")
@allowed("coordinator")
def decide(transfer: str, answer: str) -> Any:
    if answer not in ("accept", "decline"):
        abort(404)
    said = _("The child is in the register. A new consent is needed before anything else.")
    if answer == "decline":
        said = _("The transfer is declined; what was sent can no longer be read here.")
    path = f"/arrivals/{transfer}/{answer}"
    return finish("participants", lambda: tell("participants", path, {}),
                  url_for("transfers.register"), said)  # fmt: skip


def _place(token: str) -> tuple[Scope, str]:
    """The link names the school; participants knows the rest by its secret part."""
    scope, secret = linked.place(token, "guardian-link")
    return scope, f"/v1/transfers/links/{secret}"


def _page(terms: dict[str, Any], status: int = 200, *, done: str = "") -> Any:
    page = render_template("transfer_confirm.html", terms=terms, done=done)
    return linked.private(page, status)


@blueprint.get("/t/<token>")
def read(token: str) -> Any:
    scope, path = _place(token)
    return _page(gateway().clients["participants"].get(path, scope))


@blueprint.post("/t/<token>")
def confirm(token: str) -> Any:
    scope, path = _place(token)
    client = gateway().clients["participants"]
    terms, chosen = client.get(path, scope), request.form.get("answer")
    if chosen not in ("yes", "no"):
        flash(_("Answer every question: yes or no."), "danger")
        return _page(terms, 422)
    body = {
        "agree": chosen == "yes",
        "items": [i for i in request.form.getlist("items") if i in terms["items"]],
        "assent": request.form.get("assent") == "yes",
    }
    try:
        client.post(path, scope, body, key=request.form.get("key") or new_id())
    except DomainError as error:
        flash(sentence(error), "danger")
        return _page(client.get(path, scope), 409)
    return _page(terms, done=chosen)
