"""A year's candidates with what is still missing, and the guardians of children."""

from __future__ import annotations

from typing import Any

from services.participants.api.people_schemas import (
    AmongSchema,
    CandidatesQuerySchema,
    GuardianshipSchema,
    GuardianshipsQuerySchema,
)
from services.participants.api.support import (
    RowsSchema,
    is_staff,
    listed,
    opened_fields,
    presentable,
    shown,
    with_names,
)
from services.participants.application.guardians import guardians_among
from services.participants.application.people import existing_person, known_among
from services.participants.domain.guardianship import commands
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, current, requires, run

blp = Blueprint("candidates", __name__)


@blp.route("/candidates", methods=["GET"])
@requires("candidate.list")
@blp.arguments(CandidatesQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_candidates(args: dict[str, Any]) -> Any:
    """Who is on the list, with consents, questionnaire and third-party information."""
    found = listed("candidates", args, {"year": args["year"], "role": args["role"]})
    rows = with_names(opened_fields(found.items, texts=("group",)),
                      why="candidates", what=("name", "group"))  # fmt: skip
    people = [row["person"] for row in rows]
    consents = _live_consents(people)
    answered = _answered(people, args["year"])
    for row in rows:
        sources = answered.get(row["person"], set())
        row["consents"] = consents.get(row["person"], {})
        row["questionnaire"] = row["role"] in {kind for kind, _ in sources}
        row["third_party"] = sorted(s for kind, s in sources if kind == "third_party")
        row["complete"] = bool(row["consents"].get("participation") and row["questionnaire"])
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/candidates/among", methods=["POST"])
@requires("candidate.ask")
@blp.arguments(AmongSchema)
@blp.response(200)
def known(body: dict[str, Any]) -> Any:
    """Which of the people the school has as candidates, mentees or mentors, those of other schools
    by their cards among them; for other services."""
    now = current()
    people = [PersonId(person) for person in body["people"]]
    return {"known": sorted(known_among(now.service, now.scope, people))}


def _live_consents(people: list[str]) -> dict[str, dict[str, bool]]:
    now = current()
    rows = now.service.views.reader(now.scope, "consents").all({"person": {"$in": people}})
    consents: dict[str, dict[str, bool]] = {}
    for row in rows:
        live = row["status"] == "given" and row["until"] >= now.today.isoformat()
        consents.setdefault(row["person"], {})[row["purpose"]] = live
    return consents


def _answered(people: list[str], year: str) -> dict[str, set[tuple[str, str]]]:
    now = current()
    rows = now.service.views.reader(now.scope, "responses").all(
        {"person": {"$in": people}, "year": year, "status": "answered"}
    )
    answered: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        answered.setdefault(row["person"], set()).add((row["kind"], row["source"]))
    return answered


@blp.route("/guardianships", methods=["POST"])
@requires("guardianship.write")
@blp.arguments(GuardianshipSchema)
@blp.response(200, AcceptedSchema)
def link(body: dict[str, Any]) -> Any:
    """Link a guardian to a child; it counts only once it is confirmed."""
    now = current()
    guardian, child = PersonId(body["guardian"]), PersonId(body["child"])
    for person in (guardian, child):
        existing_person(now.service, now.scope, person)
    return run(GUARDIANSHIP, guardianship_id(guardian, child), commands.Link(guardian, child))


@blp.route("/guardianships/confirm", methods=["POST"])
@requires("guardianship.write")
@blp.arguments(GuardianshipSchema)
@blp.response(200, AcceptedSchema)
def confirm(body: dict[str, Any]) -> Any:
    """Confirm that a document of the guardian's right was seen."""
    id = guardianship_id(PersonId(body["guardian"]), PersonId(body["child"]))
    return run(GUARDIANSHIP, id, commands.Confirm())


@blp.route("/guardianships/unlink", methods=["POST"])
@requires("guardianship.write")
@blp.arguments(GuardianshipSchema)
@blp.response(200, AcceptedSchema)
def unlink(body: dict[str, Any]) -> Any:
    """End the link."""
    id = guardianship_id(PersonId(body["guardian"]), PersonId(body["child"]))
    return run(GUARDIANSHIP, id, commands.Unlink())


@blp.route("/guardianships/among", methods=["POST"])
@requires("guardianship.ask")
@blp.arguments(AmongSchema)
@blp.response(200)
def among(body: dict[str, Any]) -> Any:
    """Which of the people are guardians in the register, confirmed or not; for other services."""
    now = current()
    people = [PersonId(person) for person in body["people"]]
    return {"guardians": sorted(guardians_among(now.service, now.scope, people))}


@blp.route("/guardianships", methods=["GET"])
@requires("guardianship.list")
@blp.arguments(GuardianshipsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_guardianships(args: dict[str, Any]) -> Any:
    """Links of guardians and children; a guardian sees their own."""
    guardian = args["guardian"] if is_staff() else str(current().scope.person)
    return shown(listed("guardianships", args, {"guardian": guardian, "child": args["child"]}))
