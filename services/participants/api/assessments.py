"""Measurements before and after: rounds, values, coverage."""

from __future__ import annotations

from typing import Any

from services.participants.api.selection_schemas import (
    AssessmentCorrectionSchema,
    AssessmentProgressQuerySchema,
    AssessmentSchema,
    AssessmentsQuerySchema,
    AssessmentValuesQuerySchema,
    RoundKeySchema,
    RoundReopeningSchema,
    RoundSchema,
)
from services.participants.api.support import (
    RowsSchema,
    YearListSchema,
    listed,
    presentable,
    shown,
    with_names,
)
from services.participants.application import assessing, assessment_progress
from services.participants.application.shipped import instruments
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, reader, requires

blp = Blueprint("assessments", __name__)


@blp.route("/instruments", methods=["GET"])
@requires("instrument.read")
@blp.response(200)
def list_instruments() -> Any:
    """The instruments that ship, with their parameters and scales."""
    return {"items": instruments(), "next": None}


@blp.route("/assessments/rounds", methods=["POST"])
@requires("assessment.round")
@blp.arguments(RoundSchema)
@blp.response(200, AcceptedSchema)
def open_round(body: dict[str, Any]) -> Any:
    """Open a measurement; the second uses the very instrument of the first."""
    now = current()
    outcome = assessing.open_round(
        now.service,
        now.scope,
        year=body["year"],
        role=body["role"],
        stage=body["stage"],
        code=body["instrument"],
        version=body["instrument_version"],
        parameters=body["parameters"],
        key=now.key,
    )
    return accepted(outcome)


@blp.route("/assessments/rounds/close", methods=["POST"])
@requires("assessment.round")
@blp.arguments(RoundKeySchema)
@blp.response(200, AcceptedSchema)
def close_round(body: dict[str, Any]) -> Any:
    """Lock the measurement and say who is measured."""
    now = current()
    return accepted(assessing.close_round(now.service, now.scope, **body, key=now.key))


@blp.route("/assessments/rounds/reopen", methods=["POST"])
@requires("assessment.round")
@blp.arguments(RoundReopeningSchema)
@blp.response(200, AcceptedSchema)
def reopen_round(body: dict[str, Any]) -> Any:
    """Open a locked measurement again, for a reason that is kept."""
    now = current()
    return accepted(assessing.reopen_round(now.service, now.scope, **body, key=now.key))


@blp.route("/assessments/rounds", methods=["GET"])
@requires("assessment.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_rounds(args: dict[str, Any]) -> Any:
    """Rounds of a year, with when and why each was opened again."""
    found = shown(listed("assessment_rounds", args, {"year": args["year"]}))
    for row in found["items"]:
        row["reopenings"] = [presentable(one) for one in row.get("reopenings", ())]
    return found


@blp.route("/assessments", methods=["POST"])
@requires("assessment.write")
@blp.arguments(AssessmentSchema)
@blp.response(200, AcceptedSchema)
def assess(body: dict[str, Any]) -> Any:
    """Record a person's values in the open round."""
    now = current()
    person = PersonId(body.pop("person"))
    return accepted(assessing.assess(now.service, now.scope, person, **body, key=now.key))


@blp.route("/assessments", methods=["GET"])
@requires("assessment.read")
@blp.arguments(AssessmentsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def coverage(args: dict[str, Any]) -> Any:
    """Who is measured, without the values."""
    wanted = {name: args[name] for name in ("year", "role", "stage")}
    found = listed("assessments", args, wanted)
    rows = with_names(found.items, why="assessment coverage")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/assessments/correct", methods=["POST"])
@requires("assessment.correct")
@blp.arguments(AssessmentCorrectionSchema)
@blp.response(200, AcceptedSchema)
def correct(body: dict[str, Any]) -> Any:
    """Supersede a person's values with a reason, in a closed round too; the earlier ones are kept."""
    now = current()
    person = PersonId(body.pop("person"))
    return accepted(assessing.correct(now.service, now.scope, person, **body, key=now.key))


@blp.route("/assessments/people", methods=["GET"])
@requires("assessment.read")
@blp.arguments(AssessmentProgressQuerySchema, location="query")
@blp.response(200)
def progress(args: dict[str, Any]) -> Any:
    """Everybody of the base who is to be measured, and whether they are; `expected` and `done` count
    the whole base."""
    now = current()
    reader("assessments", args["after_commit"])
    found = assessment_progress.progress(now.service, now.scope, **args)
    rows = with_names(found.page.items, why="assessment progress")
    items = [presentable(row) for row in rows]
    totals = {"expected": found.expected, "done": found.done}
    return {"items": items, "next": found.page.next, **totals}


@blp.route("/assessments/values", methods=["GET"])
@requires("assessment.values")
@blp.arguments(AssessmentValuesQuerySchema, location="query")
@blp.response(200, RowsSchema)
def values(args: dict[str, Any]) -> Any:
    """A person's values with what they superseded; the reading is recorded."""
    now = current()
    args.pop("after_commit")
    person = PersonId(args.pop("person"))
    return {"items": assessing.takings_of(now.service, now.scope, person, **args), "next": None}
