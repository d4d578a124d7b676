"""Cards that may be of one person: two own ones side by side, or an own one and no more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, ask, finish, tell

blueprint = Blueprint("duplicates", __name__)


@blueprint.get("/duplicates")
@allowed("coordinator", "company_coordinator")
def register() -> Any:
    after = request.args.get("after")
    found = ask("participants", "/duplicates", **({"after": after} if after else {}))
    rows = sorted(found["items"], key=lambda row: row["status"] not in ("open", "offered"))
    return render_template("duplicates.html", found=found, rows=rows)


@blueprint.post("/duplicates/<suspicion>/<decision>")
@allowed("coordinator", "company_coordinator")
def decide(suspicion: str, decision: str) -> Any:
    if decision not in ("merge", "dismiss", "give-over", "take-home"):
        abort(404)
    body = {"keep": request.form.get("keep", "")} if decision == "merge" else {}
    path = f"/duplicates/{suspicion}/{decision}"
    return finish("participants", lambda: tell("participants", path, body),
                  url_for("duplicates.register"), _("The decision is kept."))  # fmt: skip
