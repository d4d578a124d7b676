"""A workbook is shown row by row before anything changes, then brought in."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext

from gateway.context import allowed, gateway, school_year, signed_in
from shared.domain.errors import DomainError, Invalid

blp = Blueprint("imports", __name__)
KINDS = ("class_list", "mentor_list", "mentee_answers", "mentor_answers")


@blp.get("/import")
@allowed("coordinator", "company_coordinator")
def form() -> str:
    return render_template("import.html", kinds=KINDS, report=None, problem="")


@blp.post("/import")
@allowed("coordinator", "company_coordinator")
def show() -> Any:
    """The dry run; the file waits sealed for a quarter of an hour."""
    kind = request.form.get("kind", "")
    file = request.files.get("file")
    content = file.read() if file else b""
    if kind not in KINDS or not content:
        problem = gettext("Choose what is in the file, and the file itself.")
        return render_template("import.html", kinds=KINDS, report=None, problem=problem), 422
    try:
        report = _run(kind, content, dry_run=True)
    except Invalid as error:
        return render_template("import.html", kinds=KINDS, report=None, problem=error.message), 422
    upload = _keep(kind, content)
    return render_template("import.html", kinds=KINDS, report=report, upload=upload, problem="")


@blp.post("/import/<upload>")
@allowed("coordinator", "company_coordinator")
def bring_in(upload: str) -> Any:
    found = _kept(upload)
    if found is None:
        problem = gettext("The file waited too long. Upload it again.")
        return render_template("import.html", kinds=KINDS, report=None, problem=problem), 410
    try:
        report = _run(found[0], found[1], dry_run=False)
    except DomainError as error:
        return render_template("import.html", kinds=KINDS, report=None, problem=error.message), 422
    return render_template("import.html", kinds=KINDS, report=report, problem="", upload=None)


def _run(kind: str, content: bytes, *, dry_run: bool) -> dict[str, Any]:
    query = {"kind": kind, "year": school_year(), "dry_run": str(dry_run).lower()}
    answer = gateway().clients["participants"].request(
        "POST", "/v1/imports", signed_in().scope(), params=query, content=content,
        headers={"Content-Type": "application/octet-stream"}, seconds=60.0,
    )  # fmt: skip
    return dict(answer.json())


def _keep(kind: str, content: bytes) -> str:
    box, who = gateway(), signed_in()
    tenant, id = who.scope().tenant, secrets.token_urlsafe(24)
    text = base64.b64encode(content).decode()
    sealed = box.vault.seal(tenant, (id,), "register", "own", f"upload-{id}", 1, "file", text)
    box.uploads.insert_one(
        {"_id": id, "tenant": tenant, "account": who.account, "kind": kind, "file": sealed,
         "at": box.clock.now()}
    )  # fmt: skip
    return id


def _kept(id: str) -> tuple[str, bytes] | None:
    box, who = gateway(), signed_in()
    tenant = who.scope().tenant
    found = box.uploads.find_one_and_delete({"_id": id, "tenant": tenant, "account": who.account})
    text = box.vault.open(tenant, found["file"]) if found else None
    if found is None or text is None:
        return None
    box.vault.erase(tenant, id)
    return str(found["kind"]), base64.b64decode(text)
