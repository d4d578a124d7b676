"""A child changes school: started here, confirmed by the guardian, accepted there."""

from __future__ import annotations

from typing import Any

from services.participants.api.support import (
    RowsSchema,
    listed,
    opened_fields,
    presentable,
    with_names,
)
from services.participants.api.transfers_schemas import AnswerSchema, StartSchema, StatusQuerySchema
from services.participants.application import transferring
from services.participants.application.people import names_of, record_read
from services.participants.application.sharing import municipality_of
from services.participants.domain.arrival import commands as arrivals
from services.participants.domain.arrival.decider import ARRIVAL
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.transfer import commands
from services.participants.domain.transfer.decider import TRANSFER
from shared.domain.ids import PersonId, TenantId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)
from shared.http.gate import unconsented

blp = Blueprint("transfers", __name__)


@blp.route("/transfers", methods=["POST"])
@requires("transfer.start")
@blp.arguments(StartSchema)
@blp.response(200)
def start(body: dict[str, Any]) -> Any:
    """Start a transfer; the answer holds the token of the guardian's link, once."""
    now = current()
    outcome, token = transferring.start(
        now.service,
        now.scope,
        PersonId(body["child"]),
        signer=PersonId(body["signer"]),
        to=TenantId(body["to"]),
        items=tuple(body["items"]),
        days=body["days"],
        key=now.key,
    )
    return accepted(outcome, token=token)


@blp.route("/transfers", methods=["GET"])
@requires("transfer.read")
@blp.arguments(StatusQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_transfers(args: dict[str, Any]) -> Any:
    """Children on their way to another school, and what became of it."""
    found = listed("transfers", args, {"status": args["status"]})
    rows = with_names(found.items, why="transfer", field="child")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/transfers/<transfer>/cancel", methods=["POST"])
@requires("transfer.start")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], transfer: str) -> Any:
    """Take back a transfer that the new school has not accepted yet."""
    return run(TRANSFER, transfer, commands.Cancel())


@blp.route("/transfers/links/<token>", methods=["GET"])
@requires("transfer.link")
@blp.response(200)
def look(token: str) -> Any:
    """What the guardian is asked; looking uses nothing up."""
    now = current()
    terms, usable = transferring.link_terms(now.service, now.scope, token)
    names = names_of(now.service, now.scope, [terms.child, terms.signer], why="transfer link")
    council = now.scope.crossing("catalogue_entry", to=municipality_of(now.service, now.scope))
    school = now.service.handler.state(council, ORGANISATION, terms.to).state.name
    home = now.service.handler.existing(now.scope, ORGANISATION, now.scope.tenant).state.name
    return {
        "child_name": names.get(terms.child),
        "signer_name": names.get(terms.signer),
        "from_name": home,
        "to_name": school,
        "items": list(terms.items),
        "assent_needed": terms.assent_needed,
        "open": usable,
    }


@blp.route("/transfers/links/<token>", methods=["POST"])
@requires("transfer.link")
@blp.arguments(AnswerSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], token: str) -> Any:
    """The guardian confirms item by item, or says no; this uses the link up."""
    now = current()
    return accepted(
        transferring.answer_link(
            now.service,
            now.scope,
            token,
            agree=body["agree"],
            items=tuple(body["items"]),
            assent=body["assent"],
            key=now.key,
        )
    )


@blp.route("/arrivals", methods=["GET"])
@requires("transfer.read")
@blp.arguments(StatusQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_arrivals(args: dict[str, Any]) -> Any:
    """Children who want to come here, with what the guardian confirmed. What they asked for is
    shown only once there is a consent for taking part at this school."""
    now = current()
    found = listed("arrivals", args, {"status": args["status"]})
    texts = ("name", "birth_date", "group", "contact", "guardian_name", "guardian_contact")
    rows = opened_fields(found.items, texts=texts, structures=("request",))
    missing = unconsented(
        now.service.gate, now.scope, "participation", [row["person"] for row in rows]
    )
    for row in rows:
        if row["person"] in missing:
            row["request"] = None
    record_read(now.service, now.scope, [row["person"] for row in rows], "arrival")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/arrivals/<transfer>/accept", methods=["POST"])
@requires("transfer.answer")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def accept(body: dict[str, Any], transfer: str) -> Any:
    """Take the child on; a new consent is needed before anything is processed here."""
    return run(ARRIVAL, transfer, arrivals.Accept(current().today))


@blp.route("/arrivals/<transfer>/decline", methods=["POST"])
@requires("transfer.answer")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def decline(body: dict[str, Any], transfer: str) -> Any:
    """Not to this school; what was sent goes dark here."""
    return run(ARRIVAL, transfer, arrivals.Decline())
