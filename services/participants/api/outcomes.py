"""Outcomes of closed pairings, entered in both profiles."""

from __future__ import annotations

from typing import Any

from services.participants.api.selection_schemas import OutcomeSchema
from services.participants.api.support import RowsSchema, YearListSchema, listed, shown
from services.participants.domain.pairing_outcome.commands import Record
from services.participants.domain.pairing_outcome.decider import PAIRING_OUTCOME
from shared.domain.errors import Invalid
from shared.domain.ids import PairingId, PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, reader, requires, run

blp = Blueprint("outcomes", __name__, url_prefix="/outcomes")


@blp.route("", methods=["POST"])
@requires("outcome.write")
@blp.arguments(OutcomeSchema)
@blp.response(200, AcceptedSchema)
def record(body: dict[str, Any]) -> Any:
    """Enter a closed pairing's outcome; that of its closing meeting unless another is given."""
    pairing = reader("pairings").get(body["pairing"])
    people = [pairing.get("mentor"), *pairing.get("mentees", ())]
    result = body["outcome"] or pairing.get("outcome")
    if result is None or people[0] is None:
        raise Invalid("no outcome is known", {"outcome": ["name the outcome"]})
    if body["note"]:
        now = current()
        now.service.gate.require(now.scope, "participation", people)
    command = Record(
        PairingId(body["pairing"]),
        pairing["year"],
        result,
        tuple(PersonId(person) for person in people),
        Personal.of(body["note"]),
        closed=bool(pairing.get("closed")),
    )
    return run(PAIRING_OUTCOME, body["pairing"], command)


@blp.route("", methods=["GET"])
@requires("outcome.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_outcomes(args: dict[str, Any]) -> Any:
    """Pairings of a year: closed or not, and whether the outcome is entered."""
    return shown(listed("pairings", args, {"year": args["year"]}))
