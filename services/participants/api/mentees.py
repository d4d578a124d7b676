"""The year's base of mentees."""

from __future__ import annotations

from typing import Any

from services.participants.api.mentees_schemas import (
    MenteesQuerySchema,
    ReturnSchema,
    WithdrawSchema,
)
from services.participants.api.support import (
    RowsSchema,
    YearBodySchema,
    listed,
    opened_fields,
    presentable,
    with_names,
)
from services.participants.application import returning
from services.participants.application.registering import admit_mentee
from services.participants.domain.mentee import commands
from services.participants.domain.mentee.commands import mentee_id
from services.participants.domain.mentee.decider import MENTEE
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires, run

blp = Blueprint("mentees", __name__, url_prefix="/mentees")


@blp.route("", methods=["GET"])
@requires("mentee.list")
@blp.arguments(MenteesQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_mentees(args: dict[str, Any]) -> Any:
    """The base: who asked for mentoring, who was admitted, and with what features."""
    found = listed("mentees", args, {"year": args["year"], "status": args["status"]})
    rows = with_names(opened_fields(found.items, structures=("features",)),
                      why="mentee base", what=("name", "features"))  # fmt: skip
    for row in rows:
        row["id"] = row["person"]
        for sealed in ("priority_note", "return_note"):
            row.pop(sealed, None)
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/<person>/admit", methods=["POST"])
@requires("mentee.decide")
@blp.arguments(YearBodySchema)
@blp.response(200, AcceptedSchema)
def admit(body: dict[str, Any], person: str) -> Any:
    """Admit to the base; the features are computed from the answers."""
    now = current()
    return accepted(
        admit_mentee(
            now.service,
            now.scope,
            PersonId(person),
            year=body["year"],
            key=now.key,
            expected=now.expected,
        )
    )


@blp.route("/<person>/return", methods=["POST"])
@requires("mentee.decide")
@blp.arguments(ReturnSchema)
@blp.response(200, AcceptedSchema)
def give_back(body: dict[str, Any], person: str) -> Any:
    """Return a request with a reason, and a note that the family reads."""
    now = current()
    terms = returning.Terms(**body)
    return accepted(
        returning.give_back(
            now.service, now.scope, PersonId(person), terms, key=now.key, expected=now.expected
        )
    )


@blp.route("/<person>/withdraw", methods=["POST"])
@requires("mentee.decide")
@blp.arguments(WithdrawSchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any], person: str) -> Any:
    """Take a mentee out of the base."""
    id = mentee_id(PersonId(person), body["year"])
    return run(MENTEE, id, commands.Withdraw(body["reason"]))
