"""The base of mentors: a tenant's own and the cards it was allowed to see."""

from __future__ import annotations

from typing import Any

from flask import g

from services.participants.api.mentors_schemas import (
    BackgroundCheckSchema,
    BulkSchema,
    CapacitySchema,
    CatalogueSchema,
    LeaveSchema,
    ListSchema,
    MentorSchema,
    MentorsQuerySchema,
    PauseSchema,
    StaySchema,
)
from services.participants.api.support import (
    RowsSchema,
    opened_fields,
    presentable,
    require_own,
    with_names,
)
from services.participants.application.mentor_index import index_reader
from services.participants.application.mentor_search import FILTERS, search, wait_for
from services.participants.application.people import existing_person
from services.participants.application.registering import list_mentor
from services.participants.application.verification import require_verified
from services.participants.domain.mentor_profile import commands
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_record import commands as records
from services.participants.domain.mentor_record.commands import entry_id
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from shared.domain.errors import ConsentMissing, Invalid, NotFound, Refused
from shared.domain.ids import CommitId, PersonId, TenantId, derived_id
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("mentors", __name__, url_prefix="/mentors")


_HIDDEN = frozenset({"home_person", "tokens", "words", "claims", "shown_until", "checks"})


def _presented(rows: list[dict[str, Any]], *, why: str) -> list[dict[str, Any]]:
    """Rows with name and features; the home's own id of a card's mentor stays unseen."""
    named = with_names(opened_fields(rows, structures=("features",)), why=why, field="id",
                       what=("name", "features"))  # fmt: skip
    return [presentable({k: v for k, v in row.items() if k not in _HIDDEN}) for row in named]


@blp.route("", methods=["POST"])
@requires("mentor.register")
@blp.arguments(MentorSchema)
@blp.response(200, AcceptedSchema)
def register(body: dict[str, Any]) -> Any:
    """Register a person as a mentor with a number of places."""
    now = current()
    person = PersonId(body["person"])
    require_verified(now.service, now.scope)
    existing_person(now.service, now.scope, person)
    command = commands.Register(person, body["kind"], body["capacity"])
    return run(MENTOR_PROFILE, person, command)


@blp.route("", methods=["GET"])
@requires("mentor.list")
@blp.arguments(MentorsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_mentors(args: dict[str, Any]) -> Any:
    """The base, by any of the filters together, a page at a time."""
    now = current()
    if args["after_commit"] and not wait_for(now.service, CommitId(args["after_commit"])):
        g.stale = True
    found = search(
        now.service,
        now.scope,
        {name: args[name] for name in FILTERS},
        today=now.today,
        sort=args["sort"],
        after=args["after"],
        limit=args["limit"],
    )
    return {"items": _presented(found.items, why="mentor base"), "next": found.next}


@blp.route("/bulk", methods=["POST"])
@requires("mentor.keep", seconds=30.0)
@blp.arguments(BulkSchema)
@blp.response(200)
def bulk(body: dict[str, Any]) -> Any:
    """The same for several mentors; each is done or refused by itself, and a repetition of the
    request does nothing twice."""
    needed = {"list": ("year", "until"), "pause": ("until",), "resume": ()}[body["action"]]
    missing = {name: ["is needed for this"] for name in needed if body[name] is None}
    if missing:
        raise Invalid("something is missing", missing)
    if body["action"] == "list":
        require_verified(current().service, current().scope)
    results = [_one_of_many(body, PersonId(id)) for id in dict.fromkeys(body["people"])]
    commits = [result["commit"] for result in results if result["done"]]
    return {"results": results, "commit": commits[-1] if commits else None}


def _one_of_many(body: dict[str, Any], mentor: PersonId) -> dict[str, Any]:
    now = current()
    key = derived_id(now.key, mentor)
    try:
        if body["action"] == "list":
            outcome = list_mentor(
                now.service, now.scope, mentor, year=body["year"], until=body["until"], key=key
            )
        else:
            pause = body["action"] == "pause"
            command = commands.Pause(body["until"], now.today) if pause else commands.Resume()
            outcome = now.service.handler.handle(
                now.scope, MENTOR_PROFILE, mentor, command, key=key
            )
    except (Refused, ConsentMissing, NotFound) as error:
        return {"mentor": mentor, "done": False, "code": error.code}
    return {"mentor": mentor, "done": True, "commit": outcome.commit}


@blp.route("/<mentor>", methods=["GET"])
@requires("mentor.read")
@blp.response(200)
def show(mentor: str) -> Any:
    """One mentor of the base."""
    require_own(mentor)
    now = current()
    return _presented([index_reader(now.service, now.scope).get(mentor)], why="mentor")[0]


@blp.route("/<mentor>/list", methods=["POST"])
@requires("mentor.keep")
@blp.arguments(ListSchema)
@blp.response(200, AcceptedSchema)
def put_in_base(body: dict[str, Any], mentor: str) -> Any:
    """Put the mentor in a year's base, with the features of their answers."""
    now = current()
    return accepted(
        list_mentor(
            now.service,
            now.scope,
            PersonId(mentor),
            year=body["year"],
            until=body["until"],
            key=now.key,
            expected=now.expected,
        )
    )


@blp.route("/<mentor>/background-check", methods=["POST"])
@requires("mentor.keep")
@blp.arguments(BackgroundCheckSchema)
@blp.response(200, AcceptedSchema)
def background_check(body: dict[str, Any], mentor: str) -> Any:
    """Record that the check of an adult from outside was seen, and until when it holds."""
    now = current()
    now.service.gate.require(now.scope, "participation", [mentor])
    command = commands.RecordCheck(body["valid_until"], body["reference"], current().today)
    return run(MENTOR_PROFILE, mentor, command)


@blp.route("/<mentor>/capacity", methods=["POST"])
@requires("mentor.own")
@blp.arguments(CapacitySchema)
@blp.response(200, AcceptedSchema)
def capacity(body: dict[str, Any], mentor: str) -> Any:
    """Change how many mentees the mentor takes at once."""
    require_own(mentor)
    return run(MENTOR_PROFILE, mentor, commands.ChangeCapacity(body["capacity"]))


@blp.route("/<mentor>/pause", methods=["POST"])
@requires("mentor.own")
@blp.arguments(PauseSchema)
@blp.response(200, AcceptedSchema)
def pause(body: dict[str, Any], mentor: str) -> Any:
    """Take no new mentees until a date."""
    require_own(mentor)
    return run(MENTOR_PROFILE, mentor, commands.Pause(body["until"], current().today))


@blp.route("/<mentor>/resume", methods=["POST"])
@requires("mentor.own")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def resume(body: dict[str, Any], mentor: str) -> Any:
    """End the pause."""
    require_own(mentor)
    return run(MENTOR_PROFILE, mentor, commands.Resume())


@blp.route("/<mentor>/leave", methods=["POST"])
@requires("mentor.own")
@blp.arguments(LeaveSchema)
@blp.response(200, AcceptedSchema)
def leave(body: dict[str, Any], mentor: str) -> Any:
    """Leave the base for good."""
    require_own(mentor)
    return run(MENTOR_PROFILE, mentor, commands.Leave(body["reason"]))


@blp.route("/<mentor>/stay", methods=["POST"])
@requires("mentor.own")
@blp.arguments(StaySchema)
@blp.response(200, AcceptedSchema)
def stay(body: dict[str, Any], mentor: str) -> Any:
    """Say whether the mentor stays in the long-term base, until when and for whom."""
    require_own(mentor)
    now = current()
    now.service.handler.existing(now.scope, MENTOR_PROFILE, mentor)
    if body["stays"]:
        now.service.gate.require(now.scope, "after_programme", [mentor])
    command = records.Stay(
        PersonId(mentor),
        body["year"],
        body["stays"],
        body["until"],
        tuple(body["forms"]),
        tuple(TenantId(school) for school in body["schools"]),
        now.today,
    )
    return run(MENTOR_RECORD, mentor, command)


@blp.route("/<mentor>/catalogue", methods=["POST"])
@requires("mentor.catalogue")
@blp.arguments(CatalogueSchema)
@blp.response(200, AcceptedSchema)
def catalogue(body: dict[str, Any], mentor: str) -> Any:
    """Offer the mentor, without a name, to the municipality's schools, or take the offer back."""
    require_own(mentor)
    now = current()
    now.service.handler.existing(now.scope, MENTOR_PROFILE, mentor)
    if not body["offered"]:
        return run(MENTOR_RECORD, mentor, records.LeaveCatalogue())
    if now.scope.person != mentor and not body["paper"]:
        raise Refused("the mentor opts in, or a signed paper is named")
    person = PersonId(mentor)
    now.service.gate.require(now.scope, "sharing", [person])
    command = records.OfferInCatalogue(person, entry_id(now.scope.tenant, person), body["paper"])
    return run(MENTOR_RECORD, mentor, command)
