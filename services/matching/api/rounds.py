"""Municipal rounds: opened and started by the municipality, joined and received by schools."""

from __future__ import annotations

from typing import Any

from services.matching.api import rounds_schemas as schemas
from services.matching.application import round_work, rounds
from services.matching.domain.round import commands
from services.matching.domain.round.decider import ROUND
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    Current,
    EmptySchema,
    PagingSchema,
    accepted,
    current,
    page,
    reader,
    requires,
    run,
)

blp = Blueprint("rounds", __name__, description="Many schools matched at once")


@blp.route("/rounds", methods=["POST"])
@requires("round.manage")
@blp.arguments(schemas.OpenRoundSchema)
@blp.response(200, AcceptedSchema)
def open_round(body: dict[str, Any]) -> Any:
    """Open the round of a school year; again once the one before is delivered or called off."""
    now = current()
    id = rounds.round_id(now.scope.tenant, body["year"])
    return run(ROUND, id, commands.Open(id, today=now.today, **body))


@blp.route("/rounds", methods=["GET"])
@requires("round.manage")
@blp.arguments(PagingSchema, location="query")
def list_rounds(query: dict[str, Any]) -> Any:
    """The municipality's rounds, the latest year first."""
    found = reader("rounds").find(sort="-year", after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_shown(document) for document in found.items]}


@blp.route("/rounds/<round>", methods=["GET"])
@requires("round.manage")
def show_round(round: str) -> Any:
    """Who joined, how far the computation is, and the numbers: counts, never people."""
    return _shown(reader("rounds").get(round))


@blp.route("/rounds/<round>/start", methods=["POST"])
@requires("round.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def start(body: dict[str, Any], round: str) -> Any:
    """Nobody joins any more; a worker computes and delivers."""
    return run(ROUND, round, commands.Start())


@blp.route("/rounds/<round>/stop", methods=["POST"])
@requires("round.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def stop(body: dict[str, Any], round: str) -> Any:
    """The computation is given up, nothing is delivered, schools may join again."""
    return run(ROUND, round, commands.Stop())


@blp.route("/rounds/<round>/call-off", methods=["POST"])
@requires("round.manage")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def call_off(body: dict[str, Any], round: str) -> Any:
    """There will be no round; each school proposes by itself as ever."""
    return run(ROUND, round, commands.CallOff())


@blp.route("/round-calls", methods=["GET"])
@requires("round.see")
@blp.arguments(PagingSchema, location="query")
def list_calls(query: dict[str, Any]) -> Any:
    """Rounds that this school's municipality called, with the school's own part of each."""
    now = _waited()
    items, next = rounds.all_called(
        now.service, now.scope, after=query["after"], limit=query["limit"]
    )
    return {"items": items, "next": next}


@blp.route("/round-calls/<round>", methods=["GET"])
@requires("round.see")
def show_call(round: str) -> Any:
    """One round: whether the school joined, with which forms, and what it received."""
    now = _waited()
    return rounds.called(now.service, now.scope, round)


@blp.route("/round-calls/<round>/join", methods=["POST"])
@requires("round.join")
@blp.arguments(schemas.JoinSchema)
@blp.response(200, AcceptedSchema)
def join(body: dict[str, Any], round: str) -> Any:
    """Join with the programme of the year, or change its forms, while the round is open."""
    now = current()
    forms = tuple(body["forms"])
    return accepted(rounds.join(now.service, now.scope, round, forms, key=now.key))


@blp.route("/round-calls/<round>/leave", methods=["POST"])
@requires("round.join")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def leave(body: dict[str, Any], round: str) -> Any:
    """Leave while the round is open."""
    now = current()
    return accepted(rounds.leave(now.service, now.scope, round, key=now.key))


def _waited() -> Current:
    """After the read model has applied the commit that the request names, if it does."""
    reader("rounds")
    return current()


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    """Sums are made of the shown numbers only."""
    document.pop("tenant", None)
    now = current()
    entries = document.pop("entries")
    numbers = document["numbers"]
    sums = {
        name: {
            "sum": sum(line[name] or 0 for line in numbers),
            "whole": all(line[name] is not None for line in numbers),
        }
        for name in ("requests", "served", "guaranteed", "places")
    }
    computing = document["status"] == "computing"
    return document | {
        "schools": [
            {"school": school, "forms": entry["forms"]} for school, entry in sorted(entries.items())
        ],
        "sums": sums,
        "progress": round_work.progress(
            now.service, now.scope.tenant, document["id"], document["attempt"]
        )
        if computing
        else None,
    }
