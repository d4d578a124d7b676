"""The school's live roadmap: ticks come from events, each opens its evidence."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from gateway.context import allowed, ask, attempt, gateway, names, programme, school_year, tell
from shared.domain.errors import NotFound

blp = Blueprint("school", __name__)
STAFF = ("coordinator", "head", "psychologist", "social_worker", "teacher")


@blp.get("/school")
@allowed(*STAFF)
def roadmap() -> str:
    return render_template("roadmap.html", **_found())


@blp.get("/school/stages")
@allowed(*STAFF)
def stages() -> str:
    """The part that refreshes itself."""
    return render_template("_stages.html", **_found())


def _found() -> dict[str, Any]:
    try:
        found = ask("reporting", f"/roadmaps/{programme()}")
    except NotFound:
        return {"roadmap": None, "stages": [], "people": {}}
    missing = [person for item in found["items"] for person in item["missing"][:10]]
    items = found["items"]
    stages = [
        {**stage, "items": [item for item in items if item["stage"] == stage["stage"]]}
        for stage in found["stages"]
    ]
    return {"roadmap": found, "stages": stages, "people": names(missing, "roadmap")}


@blp.post("/school/roadmap")
@allowed("coordinator", "head")
def begin() -> Any:
    today = gateway().clock.today()
    body = {
        "year": school_year(),
        "starts": request.form.get("starts") or today.isoformat(),
        "ends": request.form.get("ends") or f"{int(school_year()[:4]) + 1}-08-31",
    }
    refusal = attempt(lambda: tell("reporting", "/roadmaps", body))
    if refusal is not None:
        return render_template("roadmap.html", refusal=refusal, **_found()), 422
    return redirect(url_for("school.roadmap"))


@blp.post("/school/approve")
@allowed("head")
def approve() -> Any:
    refusal = attempt(lambda: tell("reporting", f"/roadmaps/{programme()}/approve", {}))
    if refusal is not None:
        return render_template("roadmap.html", refusal=refusal, **_found()), 409
    return redirect(url_for("school.roadmap"))
