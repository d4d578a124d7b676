"""Workbooks: looked at in the background, shown by cell, then brought in with progress."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway import words
from gateway.context import allowed, ask, gateway, school_year, signed_in, tell
from gateway.words import KINDS
from shared.domain.errors import Invalid, Refused
from shared.domain.ids import new_id

blueprint = Blueprint("imports", __name__)
_CELLS = 50


@blueprint.get("/import")
@allowed("coordinator", "company_coordinator")
def choose() -> Any:
    return render_template("import.html", jobs=ask("participants", "/imports/jobs")["items"])


@blueprint.post("/import")
@allowed("coordinator", "company_coordinator")
def look() -> Any:
    kind, file = request.form.get("kind", ""), request.files.get("file")
    content = file.read() if file else b""
    if kind not in KINDS or not content:
        flash(_("Choose a kind and a file."), "danger")
        return redirect(url_for("imports.choose"))
    try:
        job = _leave(content, kind)
    except Invalid as error:
        flash(words.file_sentence(error.code), "danger")
        return redirect(url_for("imports.choose"))
    except Refused as error:
        flash(words.sentence(error), "danger")
        return redirect(url_for("imports.choose"))
    return redirect(url_for("imports.job", id=job["id"]))


def _leave(content: bytes, kind: str) -> dict[str, Any]:
    answer: dict[str, Any] = (
        gateway()
        .clients["participants"]
        .request(
            "POST",
            "/v1/imports/jobs",
            signed_in().scope(),
            content=content,
            key=request.form.get("key") or new_id(),
            seconds=30.0,
            params={"kind": kind, "year": school_year()},
            headers={"Content-Type": "application/octet-stream"},
        )
        .json()
    )
    return answer


@blueprint.get("/import/<id>")
@allowed("coordinator", "company_coordinator")
def job(id: str) -> Any:
    """Renews itself where scripts run; else by its button."""
    found = ask("participants", f"/imports/jobs/{id}")
    after = request.args.get("after")
    cells = ask(
        "participants",
        f"/imports/jobs/{id}/cells",
        limit=_CELLS,
        **({"after": after} if after else {}),
    )
    return render_template("import_job.html", job=found, found=cells)


@blueprint.post("/import/<id>/<any(start, stop):what>")
@allowed("coordinator", "company_coordinator")
def move(id: str, what: str) -> Any:
    tell("participants", f"/imports/jobs/{id}/{what}", {})
    return redirect(url_for("imports.job", id=id))
