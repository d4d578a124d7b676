"""Erasures: asked for, carried out in every place, certified."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Response

from services.participants.api.access import PDF, asker_of
from services.participants.api.access_schemas import (
    CertificateQuerySchema,
    CertificateSchema,
    DeclineSchema,
    ErasuresQuerySchema,
)
from services.participants.api.support import RowsSchema, listed, presentable, with_names
from services.participants.application.access_paper import certificate_paper
from services.participants.application.erasing import organisation_name
from services.participants.application.people import existing_person
from services.participants.domain.erasure import commands
from services.participants.domain.erasure.decider import ERASURE, Erasure
from services.participants.domain.erasure.events import CertificateSigned
from shared.crypto.signing import problem_with
from shared.documents.pdf import as_pdf
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    reader,
    requires,
    run,
)

blp = Blueprint("erasures", __name__)


@blp.route("/people/<person>/erasure", methods=["POST"])
@requires("erasure.request")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def ask_for(body: dict[str, Any], person: str) -> Any:
    """Ask for the person's erasure; the coordinator carries it out (`POST /people/<id>/erase`)."""
    by = asker_of(person)
    return run(ERASURE, person, commands.Request(PersonId(person), by, current().today))


@blp.route("/people/<person>/erasure", methods=["GET"])
@requires("erasure.read")
@blp.response(200)
def show(person: str) -> Any:
    """Where the person's own erasure stands, also when it is done."""
    now = current()
    if now.scope.person != person and not now.scope.roles & {"coordinator", "head"}:
        asker_of(person)
    state = now.service.handler.state(now.scope, ERASURE, person).state
    if state.status == "none":
        existing_person(now.service, now.scope, PersonId(person))
        return {"status": "none"}
    return _standing(state)


def _standing(state: Erasure) -> dict[str, Any]:
    asked, signed = state.requested, state.certificate
    return {
        "status": state.status,
        "by": asked.by if asked else None,
        "requested_on": asked.on.isoformat() if asked else None,
        "due": asked.due.isoformat() if asked else None,
        "completed_on": state.completed_on.isoformat() if state.completed_on else None,
        "waiting": len(state.missing),
        "code": signed.code if signed else None,
    }


@blp.route("/erasures", methods=["GET"])
@requires("erasure.list")
@blp.arguments(ErasuresQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_erasures(args: dict[str, Any]) -> Any:
    """Every erasure of the tenant; ``overdue`` by today's date."""
    found = listed("erasures", args, {"status": args["status"]})
    rows = [{**row, "person": row["id"]} for row in found.items]
    names: dict[str, str] = {}
    shown = [_row(row, names) for row in with_names(rows, why="erasures")]
    return {"items": shown, "next": found.next}


def _row(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    done = set(row.pop("done", ()))
    places = [_place(name, done, names) for name in row.pop("places", ())]
    is_open = row["status"] in ("requested", "running")
    return {
        "reason": None, "code": None, "completed_on": None, **presentable(row),
        "places": places,
        "overdue": is_open and date.fromisoformat(row["due"]) < current().today,
    }  # fmt: skip


def _place(name: str, done: set[str], names: dict[str, str]) -> dict[str, Any]:
    tenant, service, _subject = name.split("|", 2)
    if tenant not in names:
        now = current()
        names[tenant] = organisation_name(now.service, now.scope, TenantId(tenant))
    return {"organisation": names[tenant], "service": service, "confirmed": name in done}


@blp.route("/erasures/<person>/decline", methods=["POST"])
@requires("erasure.decide")
@blp.arguments(DeclineSchema)
@blp.response(200, AcceptedSchema)
def decline(body: dict[str, Any], person: str) -> Any:
    """The request was taken back, or it was not the person who asked."""
    now = current()
    now.service.handler.existing(now.scope, ERASURE, person)
    return run(ERASURE, person, commands.Decline(body["reason"]))


@blp.route("/erasures/<person>/certificate", methods=["GET"])
@requires("erasure.certificate")
@blp.response(200)
def certificate(person: str) -> Any:
    """The certificate as it was signed."""
    return _document(_signed(person))


@blp.route("/erasures/<person>/certificate.pdf", methods=["GET"])
@requires("erasure.certificate")
@blp.arguments(CertificateQuerySchema, location="query")
@blp.response(200, content_type=PDF)
def certificate_pdf(args: dict[str, Any], person: str) -> Response:
    """The certificate, printed, with the code and the address that checks it."""
    now = current()
    signed = _signed(person)
    site = (args["site"] or now.service.settings.urls["gateway"]).rstrip("/")
    link = f"{site}/certificate/{now.scope.tenant}.{signed.code}"
    paper = certificate_paper(json.loads(signed.content), signed.code, link, args["language"])
    return Response(as_pdf(paper), mimetype=PDF)


@blp.route("/erasures/certificates/<code>", methods=["GET"])
@requires("certificate.look")
@blp.response(200)
def look(code: str) -> Any:
    """The certificate with this code, and whether its signature holds."""
    now = current()
    found = reader("erasures").find({"code": code}, limit=1).items
    if not found:
        raise NotFound("there is no certificate with this code")
    document = _document(_signed(found[0]["id"]))
    return {**document, "valid": problem_with(document, now.service.settings.secrets) is None}


@blp.route("/certificates/verify", methods=["POST"])
@requires("certificate.verify")
@blp.arguments(CertificateSchema)
@blp.response(200)
def verify(body: dict[str, Any]) -> Any:
    """Whether a certificate in hand is as it was signed; nothing is looked up or stored."""
    problem = problem_with(body, current().service.settings.secrets)
    return {"valid": problem is None, "problem": problem}


def _signed(person: str) -> CertificateSigned:
    now = current()
    signed = now.service.handler.existing(now.scope, ERASURE, person).state.certificate
    if signed is None:
        raise NotFound("the erasure is not complete")
    return signed


def _document(signed: CertificateSigned) -> dict[str, Any]:
    return {
        "certificate": json.loads(signed.content),
        "signature": signed.signature,
        "key": signed.key,
        "code": signed.code,
    }
