"""The mentor base, and the municipality's anonymous catalogue."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from gateway.context import (
    allowed,
    ask,
    attempt,
    gateway,
    organisation_names,
    school_year,
    signed_in,
    tell,
)
from shared.contracts.features import FORMS, THEMES

blp = Blueprint("mentors", __name__)


@blp.get("/mentors")
@allowed("coordinator", "head", "company_coordinator")
def base() -> str:
    query = {
        name: request.args[name] for name in ("form", "theme", "after") if request.args.get(name)
    }
    found = ask("participants", "/mentors", limit=50, **query)
    homes = organisation_names(row.get("home") or "" for row in found["items"])
    return render_template(
        "mentors.html", page=found, homes=homes, forms=FORMS, themes=THEMES, query=query
    )


@blp.get("/catalogue")
@allowed("coordinator", "head")
def catalogue() -> str:
    return _catalogue(None)


def _catalogue(refusal: Any) -> str:
    query = {name: request.args[name] for name in ("form", "theme") if request.args.get(name)}
    found = ask("participants", "/catalogue", limit=50, **query)
    asked = ask("participants", "/sharing/requests", limit=100)["items"]
    until = f"{int(school_year()[:4]) + 1}-08-31"
    return render_template(
        "catalogue.html", page=found, asked=asked, forms=FORMS, themes=THEMES, query=query,
        until=until, refusal=refusal,
    )  # fmt: skip


@blp.post("/catalogue/request")
@allowed("coordinator")
def request_mentor() -> Any:
    body = {
        "entry": request.form.get("entry", ""),
        "forms": request.form.getlist("forms"),
        "places": request.form.get("places", type=int) or 1,
        "until": request.form.get("until") or gateway().clock.today().isoformat(),
    }
    refusal = attempt(lambda: tell("participants", "/sharing/requests", body))
    if refusal is not None:
        return _catalogue(refusal), 409
    return redirect(url_for("mentors.catalogue", sent=1))


def is_company() -> bool:
    return "company_coordinator" in signed_in().roles
