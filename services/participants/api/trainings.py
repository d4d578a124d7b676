"""Courses for mentors, and the register of who passed them."""

from __future__ import annotations

from typing import Any

from services.participants.api.selection_schemas import (
    CompleteSchema,
    EnrolSchema,
    TrainingSchema,
)
from services.participants.api.support import (
    RowsSchema,
    YearListSchema,
    listed,
    new_id,
    opened_fields,
    presentable,
    with_names,
)
from services.participants.domain.training import commands
from services.participants.domain.training.decider import TRAINING
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import AcceptedSchema, Blueprint, current, reader, requires, run

blp = Blueprint("trainings", __name__, url_prefix="/trainings")


@blp.route("", methods=["POST"])
@requires("training.write")
@blp.arguments(TrainingSchema)
@blp.response(200, AcceptedSchema)
def plan(body: dict[str, Any]) -> Any:
    """Plan a course with its experts and materials."""
    training = new_id("training")
    command = commands.Plan(
        training,
        body["year"],
        body["title"],
        body["held_on"],
        len(body["experts"]),
        Personal.of_json(body["experts"]),
        tuple(body["materials"]),
    )
    return run(TRAINING, training, command)


@blp.route("", methods=["GET"])
@requires("training.read")
@blp.arguments(YearListSchema, location="query")
@blp.response(200, RowsSchema)
def list_trainings(args: dict[str, Any]) -> Any:
    """Courses with experts, materials and numbers."""
    found = listed("trainings", args, {"year": args["year"]})
    rows = opened_fields(found.items, structures=("experts",))
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/<training>", methods=["GET"])
@requires("training.read")
@blp.response(200)
def show(training: str) -> Any:
    """One course and its participants."""
    row = opened_fields([reader("trainings").get(training)], structures=("experts",))[0]
    people = reader("training_register").all({"training": training})
    named = with_names(people, why="training")
    return {**presentable(row), "people": [presentable(person) for person in named]}


@blp.route("/<training>/enrol", methods=["POST"])
@requires("training.write")
@blp.arguments(EnrolSchema)
@blp.response(200, AcceptedSchema)
def enrol(body: dict[str, Any], training: str) -> Any:
    """Enrol mentors; each needs a live consent."""
    now = current()
    people = tuple(PersonId(person) for person in body["people"])
    now.service.gate.require(now.scope, "participation", people)
    return run(TRAINING, training, commands.Enrol(people))


@blp.route("/<training>/complete", methods=["POST"])
@requires("training.write")
@blp.arguments(CompleteSchema)
@blp.response(200, AcceptedSchema)
def complete(body: dict[str, Any], training: str) -> Any:
    """Record a mentor's result; who passed gets a certificate number."""
    now = current()
    person = PersonId(body["person"])
    now.service.gate.require(now.scope, "participation", [person])
    return run(TRAINING, training, commands.Complete(person, body["passed"]))
