"""The base of mentees, and the candidates of both roles."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, finish, school_year, tell

blueprint = Blueprint("mentees", __name__)


def _paging() -> dict[str, Any]:
    after = request.args.get("after")
    return {"year": school_year(), "limit": 50, **({"after": after} if after else {})}


@blueprint.get("/mentees")
@allowed("coordinator", "head", "psychologist")
def base() -> Any:
    return render_template("mentees.html", found=ask("participants", "/mentees", **_paging()))


@blueprint.get("/candidates")
@allowed("coordinator", "head", "psychologist", "social_worker", "teacher", "company_coordinator")
def candidates() -> Any:
    role = "mentor" if request.args.get("role") == "mentor" else "mentee"
    found = ask("participants", "/candidates", role=role, **_paging())
    return render_template("candidates.html", found=found, role=role)


@blueprint.post("/mentees/<person>/admit")
@allowed("coordinator")
def admit(person: str) -> Any:
    body = {"year": school_year()}
    return finish("participants", lambda: tell("participants", f"/mentees/{person}/admit", body),
                  url_for("mentees.candidates"), _("The mentee is in the base."))  # fmt: skip
