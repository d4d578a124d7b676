"""Courses for mentors: sessions, attendance, results, and the register of who passed them."""

from __future__ import annotations

from typing import Any

from services.participants.api.support import (
    RowsSchema,
    YearListSchema,
    listed,
    new_id,
    opened_fields,
    presentable,
    with_names,
)
from services.participants.api.trainings_schemas import (
    CompleteSchema,
    CourseAttendanceSchema,
    CourseSessionSchema,
    EnrolSchema,
    TrainingSchema,
)
from services.participants.application.certificates import code_of
from services.participants.application.courses import library, sessions
from services.participants.application.people import require_participant
from services.participants.domain.training import commands
from services.participants.domain.training.decider import TRAINING
from shared.domain.ids import PersonId
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
    return {"items": [_counted(row) for row in rows], "next": found.next}


@blp.route("/<training>", methods=["GET"])
@requires("training.read")
@blp.response(200)
def show(training: str) -> Any:
    """One course: sessions with who was there, materials, participants and results."""
    now = current()
    row = opened_fields([reader("trainings").get(training)], structures=("experts",))[0]
    people = reader("training_register").all({"training": training})
    named = with_names(people, why="training")
    state = now.service.handler.existing(now.scope, TRAINING, training).state
    return {
        **_counted(row),
        "people": [presentable(person) for person in named],
        "sessions": sessions(state),
        "library": library(now.service, now.scope, state),
    }


@blp.route("/<training>/enrol", methods=["POST"])
@requires("training.write")
@blp.arguments(EnrolSchema)
@blp.response(200, AcceptedSchema)
def enrol(body: dict[str, Any], training: str) -> Any:
    """Enrol mentors; each needs a live consent."""
    now = current()
    people = tuple(PersonId(person) for person in body["people"])
    for person in people:
        require_participant(now.service, now.scope, person)
    now.service.gate.require(now.scope, "participation", people)
    return run(TRAINING, training, commands.Enrol(people))


@blp.route("/<training>/complete", methods=["POST"])
@requires("training.write")
@blp.arguments(CompleteSchema)
@blp.response(200, AcceptedSchema)
def complete(body: dict[str, Any], training: str) -> Any:
    """Record a mentor's result; who passed gets a certificate with a number and a code."""
    now = current()
    person = PersonId(body["person"])
    now.service.gate.require(now.scope, "participation", [person])
    code = code_of(now.service, now.scope, training, person) if body["passed"] else ""
    return run(TRAINING, training, commands.Complete(person, body["passed"], code, now.today))


@blp.route("/<training>/sessions", methods=["POST"])
@requires("training.write")
@blp.arguments(CourseSessionSchema)
@blp.response(200, AcceptedSchema)
def plan_session(body: dict[str, Any], training: str) -> Any:
    """Add a session to the course."""
    session = new_id(f"session:{training}")
    return run(TRAINING, training, commands.PlanSession(session, **body))


@blp.route("/<training>/sessions/<session>/drop", methods=["POST"])
@requires("training.write")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def drop_session(body: dict[str, Any], training: str, session: str) -> Any:
    """Take a session that was not held out of the course."""
    return run(TRAINING, training, commands.DropSession(session))


@blp.route("/<training>/sessions/<session>/attendance", methods=["POST"])
@requires("training.write")
@blp.arguments(CourseAttendanceSchema)
@blp.response(200, AcceptedSchema)
def take_attendance(body: dict[str, Any], training: str, session: str) -> Any:
    """Who was there; the list is given whole and takes the place of an earlier one."""
    now = current()
    present = tuple(PersonId(person) for person in dict.fromkeys(body["present"]))
    now.service.gate.require(now.scope, "participation", present)
    moment = now.service.clock.now()
    return run(TRAINING, training, commands.TakeAttendance(session, present, moment))


def _counted(row: dict[str, Any]) -> dict[str, Any]:
    shown = presentable(row)
    shown.pop("code", None)
    return {**shown, "passed": len(shown.pop("passed_people", ()))}
