"""Workbooks: what would happen first, then for good."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from gateway.context import allowed, gateway, school_year, signed_in
from gateway.words import KINDS
from shared.domain.ids import new_id

blueprint = Blueprint("imports", __name__)


def _send(content: bytes, kind: str, *, dry_run: bool) -> dict[str, Any]:
    answer: dict[str, Any] = (
        gateway()
        .clients["participants"]
        .request(
            "POST",
            "/v1/imports",
            signed_in().scope(),
            content=content,
            key=new_id(),
            seconds=60.0,
            params={"kind": kind, "year": school_year(), "dry_run": str(dry_run).lower()},
            headers={"Content-Type": "application/octet-stream"},
        )
        .json()
    )
    return answer


@blueprint.get("/import")
@allowed("coordinator", "company_coordinator")
def choose() -> Any:
    return render_template("import.html", report=None)


@blueprint.post("/import")
@allowed("coordinator", "company_coordinator")
def look() -> Any:
    kind, file = request.form.get("kind", ""), request.files.get("file")
    content = file.read() if file else b""
    if kind not in KINDS or not content:
        flash(_("Choose a kind and a file."), "danger")
        return redirect(url_for("imports.choose"))
    report = _send(content, kind, dry_run=True)
    me = signed_in()
    upload = gateway().uploads.keep(me.scope().tenant, me.account, content)
    return render_template("import.html", report=report, upload=upload, kind=kind)


@blueprint.post("/import/confirm")
@allowed("coordinator", "company_coordinator")
def confirm() -> Any:
    me, kind = signed_in(), request.form.get("kind", "")
    upload = request.form.get("upload", "")
    content = gateway().uploads.take(me.scope().tenant, me.account, upload)
    if content is None or kind not in KINDS:
        flash(_("The file was kept for 15 minutes only. Upload it again."), "danger")
        return redirect(url_for("imports.choose"))
    report = _send(content, kind, dry_run=False)
    gateway().uploads.forget(upload)
    return render_template("import.html", report=report, upload=None, kind=kind)
