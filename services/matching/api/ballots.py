"""Preferences after the general meeting."""

from __future__ import annotations

from typing import Any

from services.matching.api import programmes_schemas as schemas
from services.matching.application import candidates
from services.matching.domain.ballot import commands
from services.matching.domain.ballot.decider import BALLOT
from services.matching.domain.programme.decider import PROGRAMME
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    reader,
    requires,
    run,
)

blp = Blueprint("ballots", __name__, url_prefix="/programmes", description="Ballots")


@blp.route("/<programme>/ballot", methods=["POST"])
@requires("ballot.manage")
@blp.arguments(schemas.BallotSchema)
@blp.response(200, AcceptedSchema)
def open_ballot(body: dict[str, Any], programme: str) -> Any:
    """Open the ballot for those who met (5.2); without lists for all candidates of the year."""
    now = current()
    year = now.service.handler.existing(now.scope, PROGRAMME, programme).state.year
    command = commands.OpenWindow(
        programme=ProgrammeId(programme),
        year=year,
        mentors=_met(body["mentors"], "mentor", year),
        mentees=_met(body["mentees"], "mentee", year),
        closes=body["closes"],
        today=now.today,
    )
    return run(BALLOT, programme, command)


@blp.route("/<programme>/ballot", methods=["GET"])
@requires("ballot.read")
def show_ballot(programme: str) -> Any:
    """Who is invited and who has voted; never for whom."""
    found = reader("programmes").get(programme).get("ballot")
    if found is None:
        raise NotFound("no ballot was opened")
    return {"id": programme, "cast": [], **found}


@blp.route("/<programme>/ballot/votes/<voter>", methods=["POST"])
@requires("ballot.vote")
@blp.arguments(schemas.VoteSchema)
@blp.response(200, AcceptedSchema)
def vote(body: dict[str, Any], programme: str, voter: str) -> Any:
    """Cast or replace one's ballot; the coordinator enters a paper one."""
    now = current()
    if "coordinator" not in now.scope.roles and voter != now.scope.person:
        raise NotFound("there is no such ballot here")
    now.service.gate.require(now.scope, candidates.PURPOSE, [PersonId(voter)])
    choice = Personal.of_json({"ranking": body["ranking"], "vetoes": body["vetoes"]})
    return run(BALLOT, programme, commands.Cast(PersonId(voter), choice, now.today))


@blp.route("/<programme>/ballot/close", methods=["POST"])
@requires("ballot.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def close_ballot(body: dict[str, Any], programme: str) -> Any:
    """Close the ballot; the proposal uses what was cast."""
    return run(BALLOT, programme, commands.CloseBallots())


def _met(named: list[str] | None, role: str, year: str) -> tuple[PersonId, ...]:
    if named is not None:
        return tuple(PersonId(person) for person in named)
    status = "admitted" if role == "mentee" else "listed"
    found = reader("candidates").all({"role": role, "year": year, "status": status})
    return tuple(PersonId(document["person"]) for document in found)
