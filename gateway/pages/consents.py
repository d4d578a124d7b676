"""The register of consents, and links for guardians."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from gateway.context import allowed, ask, every, gateway, names, signed_in, tell
from gateway.words import PURPOSES, sentence
from shared.domain.errors import DomainError

blueprint = Blueprint("consents", __name__)


@blueprint.get("/consents")
@allowed("coordinator", "head")
def register() -> Any:
    after = request.args.get("after")
    found = ask("participants", "/consents", limit=50, **({"after": after} if after else {}))
    links = every("participants", "/guardianships")
    people = [row["person"] for row in found["items"]]
    people += [row[side] for row in links for side in ("guardian", "child")]
    return render_template(
        "consents.html", found=found, links=links, names=names(people[:500], "consents")
    )


@blueprint.post("/consents/link")
@allowed("coordinator")
def link() -> Any:
    """The address is shown once; the school hands it on."""
    guardian, _colon, child = request.form.get("pair", "").partition(":")
    until = gateway().clock.today() + timedelta(days=365)
    language = request.form.get("language", "ru")
    body = {
        "signer": guardian,
        "people": [child],
        "purposes": [p for p in request.form.getlist("purposes") if p in PURPOSES],
        "until": until.isoformat(),
        "language": language,
    }
    try:
        token = tell("participants", "/consents/links", body)["token"]
    except DomainError as error:
        flash(sentence(error), "danger")
        return redirect(url_for("consents.register"))
    address = url_for(
        "guardian.read", token=f"{signed_in().scope().tenant}.{token}", _external=True
    )
    return render_template("link_made.html", address=address)
