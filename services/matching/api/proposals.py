"""Proposals: compute, look at the reasons, change by hand, adopt."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from services.matching.api import proposals_schemas as schemas
from services.matching.application import adopting, proposing
from services.matching.domain.match_run import commands
from services.matching.domain.match_run.decider import MATCH_RUN
from shared.domain.ids import PersonId, ProgrammeId
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
@blp.response(200, schemas.ProposedSchema)
def propose(body: dict[str, Any], programme: str) -> Any:
    """Compute a proposal (5.3): most mentees served, then the best fit; same input, same result."""
    now = current()
    outcome, state = proposing.propose(
        now.service,
        now.scope,
        ProgrammeId(programme),
        forms=tuple(body["forms"]),
        groups=body["groups"],
        based_on=body["based_on"],
        key=now.key,
    )
    return accepted(outcome, pairs=len(state.pairs), unmatched=len(state.left))


@blp.route("/proposals", methods=["GET"])
@requires("proposal.read")
@blp.arguments(schemas.ProposalsQuerySchema, location="query")
def list_proposals(query: dict[str, Any]) -> Any:
    """Proposals, the latest first, without their lines."""
    wanted = {name: query[name] for name in ("programme", "status") if query[name]}
    found = reader("proposals").find(
        wanted, sort="-proposed", after=query["after"], limit=query["limit"]
    )
    return page(found) | {"items": [_head(document) for document in found.items]}


@blp.route("/proposals/<proposal>", methods=["GET"])
@requires("proposal.read")
def show_proposal(proposal: str) -> Any:
    """One proposal with the reasons of every pair, and why the others have none."""
    document = reader("proposals").get(proposal)
    now = current()
    lines, left = document.get("lines", {}), document.get("left", {})
    tokens = [line["why"] for line in lines.values()] + [why for why in left.values() if why]
    opened = now.service.vault.open_many(now.scope.tenant, tokens)
    mentors = [line["mentor"] for line in lines.values() if line.get("mentor")]
    record_read([*lines, *left, *mentors], why="proposal", what=("explanation",))
    locks = document.get("locks", {})
    return _head(document) | {
        "lines": [_line(lines[mentee], opened, mentee in locks) for mentee in sorted(lines)],
        "unmatched": [_left(mentee, left[mentee], opened) for mentee in sorted(left)],
    }


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
    mentor = PersonId(body["mentor"]) if body["mentor"] else None
    outcome = proposing.move(
        now.service, now.scope, proposal, PersonId(body["mentee"]), mentor,
        key=now.key, expected=now.expected,
    )  # fmt: skip
    return accepted(outcome)


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
    outcome, pairings, refused = adopting.adopt(now.service, now.scope, proposal, key=now.key)
    return accepted(outcome, pairings=list(pairings), refused=[asdict(one) for one in refused])


def _head(document: dict[str, Any]) -> dict[str, Any]:
    hidden = ("tenant", "lines", "left", "people")
    head = {name: value for name, value in document.items() if name not in hidden}
    counts = {"pairs": len(document.get("lines", {})), "left": len(document.get("left", {}))}
    return {"locks": {}, "bans": [], "pairings": [], **head, "counts": counts}


def _line(line: dict[str, Any], opened: dict[str, str | None], locked: bool) -> dict[str, Any]:
    text = opened.get(line.pop("why"))
    why = json.loads(text) if text else {"contributions": {}, "facts": {}}
    return line | why | {"locked": locked}


def _left(mentee: str, why: str | None, opened: dict[str, str | None]) -> dict[str, Any]:
    """Taken apart by hand there is no computed reason."""
    text = opened.get(why) if why else None
    told = json.loads(text) if text else {"reason": "by_hand", "funnel": {}, "possible": 0}
    return {"mentee": mentee, **told}
