"""Preferences after the general meeting."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.matching.api import programmes_schemas as schemas
from services.matching.application import candidates, voting
from services.matching.application.acting import acting_for, require_small
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
    record_read,
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
    shown = {"id": programme, "cast": [], "reminded": [], "reminded_on": None, **found}
    scope = current().scope
    if "coordinator" not in scope.roles:  # who else came and has voted is none of theirs
        for list_ in ("mentors", "mentees", "cast", "reminded"):
            shown[list_] = [person for person in shown[list_] if person == scope.person]
    return shown


@blp.route("/<programme>/ballot/cards/<voter>", methods=["GET"])
@requires("ballot.cards")
@blp.response(200, schemas.VotingSchema)
def show_cards(programme: str, voter: str) -> Any:
    """The voter's own ballot: whom they met, and what they chose so far; a coordinator who enters a
    paper does not see an earlier choice."""
    now = current()
    found = voting.voting_of(now.service, now.scope, programme, PersonId(voter))
    record_read([card["id"] for card in found.cards], why="ballot", what=("features",))
    return asdict(found)


@blp.route("/<programme>/ballot/remind", methods=["POST"])
@requires("ballot.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def remind(body: dict[str, Any], programme: str) -> Any:
    """Remind everybody who has not cast; their own pages say so until they do."""
    return run(BALLOT, programme, commands.Remind(current().today))


@blp.route("/<programme>/ballot/votes/<voter>", methods=["POST"])
@requires("ballot.vote")
@blp.arguments(schemas.VoteSchema)
@blp.response(200, AcceptedSchema)
def vote(body: dict[str, Any], programme: str, voter: str) -> Any:
    """Cast or replace one's ballot; a small child's guardian casts it, the coordinator enters a
    paper one."""
    now = current()
    by = acting_for(now.service, now.scope, PersonId(voter))
    if by == "guardian":
        year = now.service.handler.existing(now.scope, BALLOT, programme).state.year
        require_small(now.service, now.scope, year, PersonId(voter))
    now.service.gate.require(now.scope, candidates.PURPOSE, [PersonId(voter)])
    choice = Personal.of_json({"ranking": body["ranking"], "vetoes": body["vetoes"]})
    return run(BALLOT, programme, commands.Cast(PersonId(voter), choice, now.today, by))


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
