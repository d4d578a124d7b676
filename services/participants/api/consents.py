"""Consents: given, refused, withdrawn, checked; their register, texts, forms and scans."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from services.participants.api.consents_schemas import (
    ConsentCheckSchema,
    ConsentSchema,
    ConsentsQuerySchema,
    DocumentQuerySchema,
    FormSchema,
    PaperQuerySchema,
    RefusalSchema,
    RegisterSheetSchema,
    WithdrawalSchema,
)
from services.participants.api.support import (
    RowsSchema,
    is_staff,
    listed,
    presentable,
    require_own,
    with_names,
)
from services.participants.application import consenting
from services.participants.application.consent_form import form_file
from services.participants.application.consent_gate import LocalConsentGate
from services.participants.application.consent_papers import Sides, sides_of
from services.participants.application.consent_register import register_sheet
from services.participants.application.consenting import Signature, is_guardian, scan_id
from services.participants.application.people import existing_person, record_read
from services.participants.application.scans import LIMIT, read_scan
from services.participants.application.shipped import document
from services.participants.domain.consent.decider import CONSENT
from shared.documents.formats import TYPES
from shared.domain.errors import Forbidden, Invalid, NotFound
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires

blp = Blueprint("consents", __name__, url_prefix="/consents")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(content: bytes, type: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=type, headers=headers)


def sent_as(content: bytes, format: str, name: str) -> Response:
    return sent(content, TYPES[format], f"{name}.{format}")


def _require_signer(by: str) -> None:
    """Staff enter what others signed; everybody else signs for themselves."""
    if not is_staff() and current().scope.person != by:
        raise NotFound("there is no such thing here")


@blp.route("", methods=["POST"])
@requires("consent.write")
@blp.arguments(ConsentSchema)
@blp.response(200, AcceptedSchema)
def give(body: dict[str, Any]) -> Any:
    """Give a consent for one purpose until a date; an adult for themselves, a guardian for a
    minor, from 14 with the minor's own assent."""
    require_own(body["person"])
    _require_signer(body["by"])
    now = current()
    signed = Signature(**body)
    return accepted(
        consenting.give(now.service, now.scope, signed, key=now.key, expected=now.expected)
    )


@blp.route("/paper", methods=["POST"])
@requires("consent.paper", seconds=30.0)
@blp.arguments(PaperQuerySchema, location="query")
@blp.response(200, AcceptedSchema)
def register_paper(query: dict[str, Any]) -> Any:
    """Register a consent on paper; the body is its scan: PDF, JPEG or PNG, at most 10 MB."""
    now = current()
    request.max_content_length = LIMIT
    content = request.get_data(cache=False)
    person = PersonId(query["person"])
    scan = scan_id(now.scope, person, query["purpose"], now.key)
    signed = Signature(**query, method="paper", scan=scan)
    return accepted(
        consenting.give(
            now.service, now.scope, signed, key=now.key, expected=now.expected, paper=content
        )
    )


@blp.route("/<consent>/scan", methods=["GET"])
@requires("consent.scan")
@blp.response(200)
def show_scan(consent: str) -> Any:
    """The scan of a consent on paper, while its purpose lives; the reading is recorded."""
    now = current()
    terms = now.service.handler.existing(now.scope, CONSENT, consent).state.terms
    if terms is None or not terms.scan:
        raise NotFound("there is no scan of this consent")
    scan = read_scan(now.service, now.scope, terms.scan)
    record_read(now.service, now.scope, [terms.person], "scan of a consent")
    return sent(scan.content, scan.type, f"consent-{consent[:8]}.{scan.type.rpartition('/')[2]}")


@blp.route("/refuse", methods=["POST"])
@requires("consent.write")
@blp.arguments(RefusalSchema)
@blp.response(200, AcceptedSchema)
def refuse(body: dict[str, Any]) -> Any:
    """Record that a consent was refused."""
    require_own(body["person"])
    now = current()
    by = PersonId(body["by"] or body["person"])
    _require_signer(by)
    signed = Signature(
        PersonId(body["person"]), body["purpose"], body["giver"], by, "electronic", now.today
    )
    return accepted(consenting.refuse(now.service, now.scope, signed, key=now.key))


@blp.route("/withdraw", methods=["POST"])
@requires("consent.write")
@blp.arguments(WithdrawalSchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any]) -> Any:
    """Withdraw a consent: nothing that needs it begins after this answers. A guardian takes back
    what a guardian gave; a withdrawal on paper is entered by the school."""
    require_own(body["person"])
    now = current()
    person = PersonId(body["person"])
    if body["method"] == "paper" and not is_staff():
        raise Forbidden("the school enters what came on paper")
    return accepted(
        consenting.withdraw(
            now.service,
            now.scope,
            person,
            body["purpose"],
            key=now.key,
            method=body["method"],
            received_on=body["received_on"],
            by_guardian=not is_staff() and now.scope.person != person,
        )
    )


@blp.route("/check", methods=["POST"])
@requires("consent.check")
@blp.arguments(ConsentCheckSchema)
@blp.response(200)
def check(body: dict[str, Any]) -> Any:
    """Which of the people have no live consent for the purpose, now, read from the streams."""
    now = current()
    people = [PersonId(person) for person in body["people"]]
    return {"missing": LocalConsentGate(now.service).missing(now.scope, body["purpose"], people)}


@blp.route("", methods=["GET"])
@requires("consent.list")
@blp.arguments(ConsentsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def register(args: dict[str, Any]) -> Any:
    """The consent register; who is no staff sees their own and their children's."""
    person = args["person"]
    if not is_staff():
        person = person or str(current().scope.person)
        require_own(person)
    found = listed("consents", args, wanted_by({**args, "person": person}))
    for row in found.items:
        row.pop("adult_from", None)
    rows = with_names(found.items, why="consent register")
    return {"items": [presentable(row) for row in rows], "next": found.next}


def wanted_by(args: dict[str, Any]) -> dict[str, Any]:
    """The filter of the read model."""
    wanted: dict[str, Any] = {
        name: args[name] for name in ("person", "purpose", "status", "method")
    }
    if args["ends_by"] is not None:
        wanted |= {"status": "given", "until": {"$lte": args["ends_by"].isoformat()}}
    return wanted


@blp.route("/register.xlsx", methods=["GET"])
@requires("consent.register", seconds=30.0)
@blp.arguments(RegisterSheetSchema, location="query")
@blp.response(200)
def register_as_sheet(args: dict[str, Any]) -> Any:
    """The register as a workbook, with names; the reading is recorded."""
    now = current()
    asked = {name: value for name, value in wanted_by(args).items() if value is not None}
    content = register_sheet(now.service, now.scope, asked, args["language"])
    return sent(content, XLSX, f"consents-{now.today.isoformat()}.xlsx")


@blp.route("/documents/<purpose>", methods=["GET"])
@requires("consent.document")
@blp.arguments(DocumentQuerySchema, location="query")
@blp.response(200)
def show_document(args: dict[str, Any], purpose: str) -> Any:
    """The text that is shown before consenting, with its hash; earlier versions stay readable."""
    return document(purpose, args["language"], args["version"])


@blp.route("/forms", methods=["POST"])
@requires("consent.form")
@blp.arguments(FormSchema)
@blp.response(200)
def print_form(body: dict[str, Any]) -> Any:
    """The form to be signed by hand, blank or filled in from the register; the DOCX in the school's
    own form. Changes nothing."""
    now = current()
    sides = Sides(minor=not body["adult"], assent=not body["adult"])
    if body["person"]:
        require_own(body["person"])
        signer = PersonId(body["signer"]) if body["signer"] else None
        person = PersonId(body["person"])
        existing_person(now.service, now.scope, person)
        if signer and signer != person and not is_guardian(now.service, now.scope, signer, person):
            raise Invalid("the signer is not a confirmed guardian", {"signer": [signer]})
        sides = sides_of(now.service, now.scope, person, signer, why="consent form")
    shown, format = document(body["purpose"], body["language"]), body["format"]
    content = form_file(
        now.service, now.scope, shown, sides, format, until=body["until"], link=body["link"]
    )
    return sent_as(content, format, f"consent-{body['purpose']}")
