"""Whether a paper is what it says, for whoever holds it: no name is ever told."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for

from gateway import document_words, linked
from gateway.context import gateway
from shared.documents.codes import normalised, service_of
from shared.domain.ids import ActorId, TenantId, is_id
from shared.tenancy.scope import Scope

blueprint = Blueprint("check", __name__)
blueprint.context_processor(document_words.for_templates)
MISSES: Final = 60
_HASH: Final = re.compile(r"[0-9a-f]{64}")


@blueprint.get("/check/<mark>")
def page(mark: str) -> Any:
    """The mark is the school and the code; the code's first letter says which service is asked."""
    scope, code = _scope_and_code(mark)
    sha256 = request.args.get("sha256", "")
    if not _HASH.fullmatch(sha256):
        sha256 = ""
    told = _told(scope, code, sha256) if code else None
    school = _school(scope) if told and (told.get("known") or told.get("valid")) else ""
    return linked.private(
        render_template(
            "check.html", told=told, tenant=scope.tenant, school=school, code=code, hashed=sha256
        )
    )


@blueprint.post("/check/<mark>")
def compare(mark: str) -> Any:
    """A file, for browsers that cannot compute its hash themselves; it is read and forgotten."""
    scope, code = _scope_and_code(mark)
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    sha256 = hashlib.sha256(content).hexdigest() if content else None
    return redirect(url_for("check.page", mark=f"{scope.tenant}.{code}", sha256=sha256), 303)


def _scope_and_code(mark: str) -> tuple[Scope, str]:
    tenant, _dot, code = mark.partition(".")
    code = request.args.get("code", code).strip()[:60]
    if not is_id(tenant) or "/" in code:
        abort(404)
    scope = Scope(TenantId(tenant), ActorId("certificate-check"), frozenset({"service"}))
    return scope, normalised(code) or code


def _told(scope: Scope, code: str, sha256: str) -> dict[str, Any]:
    """Whoever tries many codes that there are not has to wait; one that there is, is told of."""
    told = _asked(scope, code, sha256)
    known = told.get("known") or told.get("valid")
    if not known and not gateway().limits.count("check-miss", request.remote_addr or "", MISSES):
        abort(429)
    return told


def _asked(scope: Scope, code: str, sha256: str) -> dict[str, Any]:
    if normalised(code) is None:
        return {"known": False}
    owner = service_of(code)
    if owner is None:
        return dict(gateway().clients["participants"].get(f"/v1/certificates/{code}", scope))
    params = {"sha256": sha256 or None}
    return dict(gateway().clients[owner].get(f"/v1/documents/check/{code}", scope, params=params))


def _school(scope: Scope) -> str:
    about = gateway().clients["participants"].get("/v1/organisations/self", scope)
    return str(about["name"])
