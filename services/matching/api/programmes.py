"""A school's programmes and the candidates of the year."""

from __future__ import annotations

import json
from typing import Any

from services.matching.api import programmes_schemas as schemas
from services.matching.application.supply import analyse, demand
from services.matching.domain.engine.criteria import DEFAULT_WEIGHTS
from services.matching.domain.programme import commands
from services.matching.domain.programme.decider import DECISION_DAYS, PROGRAMME
from shared.contracts.variants import VARIANTS
from shared.domain.ids import ProgrammeId, derived_id
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    accepted,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("programmes", __name__, description="Programmes of a school year")


@blp.route("/programmes", methods=["POST"])
@requires("programme.open")
@blp.arguments(schemas.OpenSchema)
@blp.response(200, AcceptedSchema)
def open_programme(body: dict[str, Any]) -> Any:
    """Open the programme of a school year; its id follows from tenant and year."""
    id = ProgrammeId(derived_id("programme", current().scope.tenant, body["year"]))
    return run(PROGRAMME, id, commands.Open(programme=id, **body))


@blp.route("/programmes", methods=["GET"])
@requires("programme.read")
@blp.arguments(PagingSchema, location="query")
def list_programmes(query: dict[str, Any]) -> Any:
    """The school's programmes, the latest year first."""
    found = reader("programmes").find(sort="-year", after=query["after"], limit=query["limit"])
    return page(found) | {"items": [_board(document) for document in found.items]}


@blp.route("/programmes/<programme>", methods=["GET"])
@requires("programme.read")
def show_programme(programme: str) -> Any:
    """The board: forms, criteria, supply, ballot, and how many pairs stand where."""
    document = reader("programmes").get(programme)
    pairs = reader("pairs")
    states = ("proposed", "agreed", "fixed", "active", "suspended", "ended")
    counts = {s: pairs.count({"programme": programme, "status": s}) for s in states}
    return _board(document) | {"pairs": counts}


@blp.route("/programmes/<programme>/forms", methods=["PUT"])
@requires("programme.plan")
@blp.arguments(schemas.FormsSchema)
@blp.response(200, AcceptedSchema)
def choose_forms(body: dict[str, Any], programme: str) -> Any:
    """Choose forms with role variants and reasons (3.1); closed by the launch."""
    chosen = body["forms"]
    command = commands.ChooseForms(
        forms=tuple(one["form"] for one in chosen),
        variants={one["form"]: tuple(one["variants"]) for one in chosen},
        reasons=Personal.of_json({one["form"]: one["reason"] for one in chosen}),
    )
    return run(PROGRAMME, programme, command)


@blp.route("/programmes/<programme>/criteria", methods=["PUT"])
@requires("programme.plan")
@blp.arguments(schemas.CriteriaSchema)
@blp.response(200, AcceptedSchema)
def set_criteria(body: dict[str, Any], programme: str) -> Any:
    """Set the weights of the score; what is not named weighs nothing."""
    return run(PROGRAMME, programme, commands.SetCriteria(body["weights"], body["threshold"]))


@blp.route("/programmes/<programme>/people", methods=["PUT"])
@requires("programme.appoint")
@blp.arguments(schemas.PeopleSchema)
@blp.response(200, AcceptedSchema)
def appoint(body: dict[str, Any], programme: str) -> Any:
    """Name the coordinator and the head."""
    return run(PROGRAMME, programme, commands.Appoint(body["coordinator"], body["head"]))


@blp.route("/programmes/<programme>/decision-time", methods=["PUT"])
@requires("programme.plan")
@blp.arguments(schemas.DecisionTimeSchema)
@blp.response(200, AcceptedSchema)
def set_decision_time(body: dict[str, Any], programme: str) -> Any:
    """How many days there are to decide about a pair after a mentor took a permission back."""
    return run(PROGRAMME, programme, commands.SetDecisionTime(body["days"]))


@blp.route("/programmes/<programme>/demand", methods=["GET"])
@requires("programme.read")
def show_demand(programme: str) -> Any:
    """How many of the year's mentees ask for each form, and for which themes: reasons for 3.1;
    numbers only. ``variants`` are what the method knows for each form."""
    now = current()
    year = now.service.handler.existing(now.scope, PROGRAMME, programme).state.year
    return {**demand(now.service, now.scope, year), "variants": VARIANTS}


@blp.route("/programmes/<programme>/supply", methods=["POST"])
@requires("programme.plan")
@blp.arguments(EmptySchema)
@blp.response(200, schemas.SupplySchema)
def analyse_supply(body: dict[str, Any], programme: str) -> Any:
    """Compare requests with what the base of mentors offers (3.4)."""
    now = current()
    command = analyse(now.service, now.scope, ProgrammeId(programme))
    outcome = now.service.handler.handle(
        now.scope, PROGRAMME, programme, command, key=now.key, expected=now.expected
    )
    told = outcome.events[0]
    return accepted(outcome, requests=told.requests, covered=told.covered, gaps=list(told.gaps))


@blp.route("/programmes/<programme>/launch", methods=["POST"])
@requires("programme.launch")
@blp.arguments(schemas.LaunchSchema)
@blp.response(200, AcceptedSchema)
def approve_launch(body: dict[str, Any], programme: str) -> Any:
    """The head approves the launch; the forms are fixed from now on."""
    return run(PROGRAMME, programme, commands.ApproveLaunch(body["number"], body["date"]))


@blp.route("/candidates", methods=["GET"])
@requires("candidates.read")
@blp.arguments(schemas.CandidatesQuerySchema, location="query")
def list_candidates(query: dict[str, Any]) -> Any:
    """Mentees admitted or mentors listed for a year, with what the computation knows of them."""
    wanted = {"role": query["role"], "year": query["year"]}
    wanted["status"] = query["status"] or ("admitted" if query["role"] == "mentee" else "listed")
    found = reader("candidates").find(wanted, after=query["after"], limit=query["limit"])
    now = current()
    tokens = [document.get("features", "") for document in found.items]
    opened = now.service.vault.open_many(now.scope.tenant, tokens)
    items = [_candidate(document, opened) for document in found.items]
    about = [item["person"] for item in items if item["features"]]
    record_read(about, why="candidates for pairs", what=("features",))
    return page(found) | {"items": items}


def _candidate(document: dict[str, Any], opened: dict[str, str | None]) -> dict[str, Any]:
    text = opened.get(document.pop("features", ""))
    document.pop("tenant", None)
    return document | {"features": json.loads(text) if text else None}


def _board(document: dict[str, Any]) -> dict[str, Any]:
    now = current()
    reasons = document.pop("reasons", None)
    text = now.service.vault.open(now.scope.tenant, reasons) if reasons else None
    ballot = document.pop("ballot", None)
    if ballot is not None:
        ballot = {
            "status": ballot["status"],
            "closes": ballot["closes"],
            "invited": len(ballot["mentors"]) + len(ballot["mentees"]),
            "cast": len(ballot.get("cast", ())),
        }
    document.pop("tenant", None)
    return {
        "forms": [],
        "variants": {},
        "weights": dict(DEFAULT_WEIGHTS),
        "criteria": list(DEFAULT_WEIGHTS),
        "threshold": 0,
        "coordinator": None,
        "head": None,
        "supply": None,
        "launch": None,
        "decision_days": DECISION_DAYS,
        **document,
        "reasons": json.loads(text) if text else {},
        "ballot": ballot,
    }
