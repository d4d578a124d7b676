"""The guardian's page behind a one-time link: read, choose, check, sign. Opening never uses it up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import get_locale

from gateway.context import gateway
from shared.domain.errors import DomainError, NotFound
from shared.domain.ids import ActorId, TenantId
from shared.tenancy.scope import Scope

blp = Blueprint("guardian", __name__)


def _scope(tenant: str) -> Scope:
    return Scope(TenantId(tenant), ActorId("guardian-link"), frozenset({"guardian"}))


def _found(tenant: str, token: str) -> dict[str, Any]:
    try:
        path = f"/v1/consents/links/{token}"
        language = {"language": str(get_locale())}
        found = gateway().clients["participants"].get(path, _scope(tenant), params=language)
    except NotFound:
        abort(404)
    return dict(found)


@blp.get("/g/<tenant>/<token>")
def read(tenant: str, token: str) -> str:
    found = _found(tenant, token)
    return render_template(
        "guardian.html", found=found, tenant=tenant, token=token, step="read", given={}
    )


@blp.post("/g/<tenant>/<token>")
def answer(tenant: str, token: str) -> Any:
    """First the choice is shown again to be checked; only the signature uses the link up."""
    found = _found(tenant, token)
    given = {
        (child["id"], document["purpose"]): request.form.get(
            f"{child['id']}.{document['purpose']}", ""
        )
        for child in found["people"]
        for document in found["documents"]
    }
    complete = all(value in ("yes", "no") for value in given.values())
    if request.form.get("step") != "sign" or not complete:
        step = "check" if complete else "read"
        page = render_template(
            "guardian.html", found=found, tenant=tenant, token=token, step=step, given=given,
            incomplete=not complete,
        )  # fmt: skip
        return page, 200 if complete else 422
    answers = [
        {
            "person": person,
            "purpose": purpose,
            "agree": value == "yes",
            "assent": "assent" in request.form,
        }
        for (person, purpose), value in given.items()
    ]
    try:
        gateway().clients["participants"].post(
            f"/v1/consents/links/{token}", _scope(tenant), {"answers": answers}, key=token[:60]
        )
    except DomainError as error:
        page = render_template(
            "guardian.html", found=found, tenant=tenant, token=token, step="check", given=given,
            refusal=error,
        )  # fmt: skip
        return page, 409
    return render_template(
        "guardian.html", found=found, tenant=tenant, token=token, step="done", given=given
    )
