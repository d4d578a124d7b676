"""Standing permissions of a mentor, the limits of a home, and who sees what of whom."""

from __future__ import annotations

from typing import Any

from services.participants.api.sharing_schemas import LimitsSchema, StandingSchema
from services.participants.api.support import RowsSchema, presentable, require_own, require_self
from services.participants.application.people import record_read
from services.participants.application.seeing import history, seen_by
from services.participants.application.sharing import municipality_of, set_standing
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_record import commands as records
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.sharing_limits import commands as limits
from services.participants.domain.sharing_limits.decider import SHARING_LIMITS
from shared.domain.ids import PersonId, TenantId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    PagingSchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("standing", __name__)


@blp.route("/mentors/<mentor>/standing", methods=["POST"])
@requires("sharing.decide")
@blp.arguments(StandingSchema)
@blp.response(200, AcceptedSchema)
def give(body: dict[str, Any], mentor: str) -> Any:
    """Requests that this covers are answered at once, until a date."""
    require_self(mentor)
    now = current()
    command = records.SetStanding(
        PersonId(mentor),
        tuple(body["forms"]),
        tuple(TenantId(school) for school in body["schools"]),
        body["places"],
        body["until"],
        tuple(body["fields_"]),
        body["hours"],
        now.today,
    )
    return accepted(set_standing(now.service, now.scope, command, key=now.key))


@blp.route("/mentors/<mentor>/standing/end", methods=["POST"])
@requires("sharing.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def end(body: dict[str, Any], mentor: str) -> Any:
    """New requests wait for the mentor again; what was permitted stays until it is revoked."""
    require_self(mentor)
    return run(MENTOR_RECORD, mentor, records.EndStanding())


@blp.route("/mentors/<mentor>/sharing", methods=["GET"])
@requires("mentor.shared")
@blp.response(200)
def who_sees_what(mentor: str) -> Any:
    """For each school that has a permission now: the very fields and values its card shows."""
    require_own(mentor)
    now = current()
    now.service.handler.existing(now.scope, MENTOR_PROFILE, mentor)
    if now.scope.person != mentor:
        record_read(now.service, now.scope, [mentor], "who sees what")
    return seen_by(now.service, now.scope, PersonId(mentor))


@blp.route("/mentors/<mentor>/history", methods=["GET"])
@requires("mentor.history")
@blp.response(200)
def years(mentor: str) -> Any:
    """The mentor's years: base, interview, training, pairs and their outcomes in this tenant."""
    require_own(mentor)
    now = current()
    now.service.handler.existing(now.scope, MENTOR_PROFILE, mentor)
    return {"items": history(now.service, now.scope, PersonId(mentor))}


@blp.route("/sharing/schools", methods=["GET"])
@requires("sharing.schools")
@blp.arguments(PagingSchema, location="query")
@blp.response(200, RowsSchema)
def list_schools(args: dict[str, Any]) -> Any:
    """The public names of the municipality's schools, for permissions and limits."""
    now = current()
    council = now.scope.crossing("catalogue_entry", to=municipality_of(now.service, now.scope))
    found = now.service.views.reader(council, "organisations").find(
        {"kind": "school", "id": {"$ne": now.scope.tenant}},
        after=args["after"],
        limit=args["limit"],
    )
    items = [{"id": row["id"], "name": row["name"]} for row in found.items]
    return {"items": items, "next": found.next}


@blp.route("/sharing/limits", methods=["GET"])
@requires("limits.read")
@blp.response(200)
def show_limits() -> Any:
    """The limits of the own organisation; ``null`` where there are none."""
    now = current()
    bounds = now.service.handler.state(now.scope, SHARING_LIMITS, now.scope.tenant).state.bounds
    if bounds is None:
        return {"limits": None}
    return {"limits": presentable(as_limits(bounds))}


def as_limits(bounds: Any) -> dict[str, Any]:
    return {
        "schools": list(bounds.schools) if bounds.schools is not None else None,
        "forms": list(bounds.forms) if bounds.forms is not None else None,
        "places": bounds.places,
        "hours": bounds.hours,
    }


@blp.route("/sharing/limits", methods=["PUT"])
@requires("limits.set")
@blp.arguments(LimitsSchema)
@blp.response(200, AcceptedSchema)
def set_limits(body: dict[str, Any]) -> Any:
    """Bound what employees may permit; what is permitted already is narrowed or ends."""
    tenant = current().scope.tenant
    schools, forms = body["schools"], body["forms"]
    command = limits.SetLimits(
        tenant,
        None if schools is None else tuple(TenantId(s) for s in sorted(set(schools))),
        None if forms is None else tuple(sorted(set(forms))),
        body["places"],
        body["hours"],
    )
    return run(SHARING_LIMITS, tenant, command)


@blp.route("/sharing/limits/lift", methods=["POST"])
@requires("limits.set")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def lift_limits(body: dict[str, Any]) -> Any:
    """Employees decide freely again."""
    return run(SHARING_LIMITS, current().scope.tenant, limits.LiftLimits())
