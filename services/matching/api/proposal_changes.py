"""A draft changed by hand: what it costs beforehand, and what others changed meanwhile."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.matching.api import proposals_schemas as schemas
from services.matching.application import changing, questions
from services.matching.application.history import changes_since
from services.matching.application.pricing import LEVELS, Wish, price
from services.matching.domain.match_run import commands
from services.matching.domain.match_run.decider import MATCH_RUN
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires, run

blp = Blueprint("proposal_changes", __name__, description="Drafts of pairs, changed by hand")


@blp.route("/proposals/<proposal>/mode", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.ModeSchema)
@blp.response(200, AcceptedSchema)
def choose_mode(body: dict[str, Any], proposal: str) -> Any:
    """Go on with what was computed in the other way; not after pairs were changed by hand."""
    return run(MATCH_RUN, proposal, commands.ChooseMode(body["mode"]))


@blp.route("/proposals/<proposal>/locks", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.LockSchema)
@blp.response(200, AcceptedSchema)
def lock(body: dict[str, Any], proposal: str) -> Any:
    """Fix a mentee's pair by hand, or free it; it holds in runs based on this one."""
    return run(MATCH_RUN, proposal, commands.Lock(PersonId(body["mentee"]), body["locked"]))


@blp.route("/proposals/<proposal>/bans", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.BanSchema)
@blp.response(200, AcceptedSchema)
def ban(body: dict[str, Any], proposal: str) -> Any:
    """Rule a pair out, in this proposal and in those based on it."""
    command = commands.Ban(PersonId(body["mentor"]), PersonId(body["mentee"]))
    return run(MATCH_RUN, proposal, command)


@blp.route("/proposals/<proposal>/moves", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.MoveSchema)
@blp.response(200, AcceptedSchema)
def move(body: dict[str, Any], proposal: str) -> Any:
    """Move a mentee to another mentor, or to none; hard rules hold for the hand as well."""
    now = current()
    outcome = changing.move(
        now.service, now.scope, proposal, PersonId(body["mentee"]), _person(body["mentor"]),
        instead_of=_person(body["instead_of"]), key=now.key, expected=now.expected,
    )  # fmt: skip
    return accepted(outcome)


@blp.route("/proposals/<proposal>/swaps", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.SwapSchema)
@blp.response(200, AcceptedSchema)
def swap(body: dict[str, Any], proposal: str) -> Any:
    """Give each of two mentees the other's mentor."""
    now = current()
    outcome = changing.swap(
        now.service, now.scope, proposal, PersonId(body["first"]), PersonId(body["second"]),
        key=now.key, expected=now.expected,
    )  # fmt: skip
    return accepted(outcome)


@blp.route("/proposals/<proposal>/price", methods=["GET"])
@requires("proposal.make")
@blp.arguments(schemas.PriceQuerySchema, location="query")
def show_price(query: dict[str, Any], proposal: str) -> Any:
    """What one change costs, all others staying where they are; nothing changes."""
    now = current()
    found = now.service.handler.existing(now.scope, MATCH_RUN, proposal)
    wish = Wish(
        PersonId(query["mentee"]), _person(query["mentor"]), _person(query["instead_of"]),
        _person(query["swap_with"]),
    )  # fmt: skip
    told = asdict(price(now.service, now.scope, found.state, wish))
    return told | {"levels": list(LEVELS), "version": found.version}


@blp.route("/proposals/<proposal>/questions", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.AskSchema)
@blp.response(202, schemas.AskedSchema)
def ask(body: dict[str, Any], proposal: str) -> Any:
    """Ask what the best whole would lose with this pair in it, everybody else free to adapt."""
    now = current()
    assert now.key
    mentee, mentor = PersonId(body["mentee"]), _person(body["mentor"])
    id = questions.ask(now.service, now.scope, proposal, mentee, mentor)
    return {"question": id, "state": "waiting"}, 202


@blp.route("/proposals/<proposal>/questions/<question>", methods=["GET"])
@requires("proposal.make")
def show_answer(proposal: str, question: str) -> Any:
    """`state`, and when it is `done`: `loss` by level and `moves`, the mentee's first."""
    now = current()
    return questions.answer_of(now.service, now.scope, proposal, question)


@blp.route("/proposals/<proposal>/changes", methods=["GET"])
@requires("proposal.read")
@blp.arguments(schemas.ChangesQuerySchema, location="query")
def show_changes(query: dict[str, Any], proposal: str) -> Any:
    """The version and status now, and what was changed after a version, by which account, in order."""
    now = current()
    return asdict(changes_since(now.service, now.scope, proposal, query["since"]))


def _person(id: str | None) -> PersonId | None:
    return PersonId(id) if id else None
