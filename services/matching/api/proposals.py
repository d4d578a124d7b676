"""Proposals: ask for one, look at the reasons, compare, adopt."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.matching.api import proposals_schemas as schemas
from services.matching.api.proposals_shown import head, lines_shown
from services.matching.application import adopting, checking, proposing
from services.matching.domain.match_run import commands
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.projections.proposals import draft_of
from shared.domain.ids import ProgrammeId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("proposals", __name__, description="Proposals of pairs and groups")


@blp.route("/programmes/<programme>/proposals", methods=["POST"])
@requires("proposal.make")
@blp.arguments(schemas.ProposeSchema)
@blp.response(202, schemas.QueuedSchema)
def propose(body: dict[str, Any], programme: str) -> Any:
    """Ask for a proposal (5.3); the worker computes it in both modes: same input, same result."""
    now = current()
    wanted = {**body, "forms": tuple(body["forms"])}
    outcome = proposing.request(
        now.service, now.scope, ProgrammeId(programme), key=now.key, **wanted
    )
    return accepted(outcome, status=202, state="queued")


@blp.route("/proposals", methods=["GET"])
@requires("proposal.read")
@blp.arguments(schemas.ProposalsQuerySchema, location="query")
def list_proposals(query: dict[str, Any]) -> Any:
    """Proposals, the latest first, without their lines."""
    wanted = {name: query[name] for name in ("programme", "status") if query[name]}
    found = reader("proposals").find(
        wanted, sort="-proposed", after=query["after"], limit=query["limit"]
    )
    return page(found) | {"items": [head(document) for document in found.items]}


@blp.route("/proposals/<proposal>", methods=["GET"])
@requires("proposal.read")
@blp.arguments(schemas.ShowQuerySchema, location="query")
def show_proposal(query: dict[str, Any], proposal: str) -> Any:
    """One proposal with the reasons of every pair, and why the others have none; with `mode` as it
    was computed in that way, before any change by hand."""
    document = reader("proposals").get(proposal)
    lines, left = draft_of(document, query["mode"])
    mentors = [line["mentor"] for line in lines.values()]
    record_read([*lines, *left, *mentors], why="proposal", what=("explanation",))
    return head(document) | lines_shown(document, lines, left)


@blp.route("/proposals/<proposal>/check", methods=["GET"])
@requires("proposal.read")
@blp.response(200, schemas.CheckSchema)
def check(proposal: str) -> Any:
    """Check the best proposal anew, without a solver, from the input and the prices kept with it;
    a large one is checked by the worker, and `state` says how far that is."""
    now = current()
    return checking.check(now.service, now.scope, proposal)


@blp.route("/proposals/<proposal>/differences", methods=["GET"])
@requires("proposal.read")
@blp.arguments(schemas.CompareQuerySchema, location="query")
def compare(query: dict[str, Any], proposal: str) -> Any:
    """Mentees for whom this draft and another give different mentors."""
    mine, theirs = reader("proposals").get(proposal), reader("proposals").get(query["other"])
    (ours, left), (others, other_left) = draft_of(mine), draft_of(theirs)
    rows = []
    for mentee in sorted({*ours, *left, *others, *other_left}):
        pair = [lines.get(mentee, {}).get("mentor") for lines in (ours, others)]
        if pair[0] != pair[1]:
            rows.append({"mentee": mentee, "mentor": pair[0], "other": pair[1]})
    return {"this": head(mine), "other": head(theirs), "differences": rows}


@blp.route("/proposals/<proposal>/cancel", methods=["POST"])
@requires("proposal.make")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def cancel(body: dict[str, Any], proposal: str) -> Any:
    """Stop computing it; afterwards it is `cancelled`."""
    return run(MATCH_RUN, proposal, commands.Cancel())


@blp.route("/proposals/<proposal>/discard", methods=["POST"])
@requires("proposal.make")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def discard(body: dict[str, Any], proposal: str) -> Any:
    """Put a draft away."""
    return run(MATCH_RUN, proposal, commands.Discard())


@blp.route("/proposals/<proposal>/adopt", methods=["POST"])
@requires("proposal.make")
@blp.arguments(EmptySchema)
@blp.response(200, schemas.AdoptedSchema)
def adopt(body: dict[str, Any], proposal: str) -> Any:
    """Make pairings of the proposal and reserve their places; pairs that lost theirs are named."""
    now = current()
    outcome, pairings, refused = adopting.adopt(
        now.service, now.scope, proposal, key=now.key, expected=now.expected
    )
    return accepted(outcome, pairings=list(pairings), refused=[asdict(one) for one in refused])
