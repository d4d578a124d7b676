"""Who asks for which mentor, and the mentor's own answer: who sees what."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from gateway.context import allowed, attempt, every, names, organisation_names, school_year, tell
from shared.contracts.features import FORMS

blp = Blueprint("sharing", __name__)


@blp.get("/sharing")
@allowed("coordinator", "head", "company_coordinator")
def register() -> str:
    rows = every("participants", "/sharing/permissions")
    return render_template(
        "sharing.html",
        rows=rows,
        people=names((row["mentor"] for row in rows), "sharing"),
        schools=organisation_names(row["school"] for row in rows),
    )


@blp.get("/me")
@allowed("mentor")
def own() -> str:
    return _own(None)


def _own(refusal: Any) -> str:
    rows = every("participants", "/sharing/permissions")
    until = f"{int(school_year()[:4]) + 1}-08-31"
    return render_template(
        "own.html",
        rows=rows,
        schools=organisation_names(row["school"] for row in rows),
        forms=FORMS,
        until=until,
        refusal=refusal,
    )


@blp.post("/me/permissions/<permission>/<answer>")
@allowed("mentor")
def reply(permission: str, answer: str) -> Any:
    if answer not in ("permit", "refuse", "revoke"):
        return redirect(url_for("sharing.own"))
    body: dict[str, Any] = {}
    if answer == "permit":
        body = {
            "forms": request.form.getlist("forms"),
            "places": request.form.get("places", type=int) or 1,
            "until": request.form.get("until", ""),
        }
    path = f"/sharing/permissions/{permission}/{answer}"
    refusal = attempt(lambda: tell("participants", path, body))
    if refusal is not None:
        return _own(refusal), 409
    return redirect(url_for("sharing.own", done=answer))
