"""What teachers and specialists say of one person, to those whose role may know it."""

from __future__ import annotations

from typing import Any

from services.participants.api.access_schemas import ThirdPartyQuerySchema
from services.participants.api.support import (
    RESTRICTED_READERS,
    RowsSchema,
    opened_fields,
    presentable,
    require_own,
)
from services.participants.application.people import existing_person, record_read
from services.participants.application.templates import template
from shared.domain.ids import PersonId
from shared.http.api import Blueprint, current, reader, requires

blp = Blueprint("third_party", __name__, url_prefix="/third-party")


@blp.route("", methods=["GET"])
@requires("third_party.read")
@blp.arguments(ThirdPartyQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_answers(args: dict[str, Any]) -> Any:
    """Coordinator, psychologist and social worker see all; a teacher what teachers wrote, a guardian
    what guardians of their child wrote, both without the restricted answers."""
    now = current()
    person = PersonId(args["person"])
    existing_person(now.service, now.scope, person)
    require_own(person)
    now.service.gate.require(now.scope, "third_party", [person])
    found = reader("responses", args["after_commit"]).find(
        _wanted(person, args["year"]), after=args["after"], limit=args["limit"]
    )
    rows = opened_fields(found.items, structures=("answers",))
    record_read(now.service, now.scope, [person] if rows else [], "third party", ("third_party",))
    return {"items": [_shown(row) for row in rows], "next": found.next}


def _wanted(person: PersonId, year: str | None) -> dict[str, Any]:
    wanted: dict[str, Any] = {"person": person, "kind": "third_party", "status": "answered"}
    if year is not None:
        wanted["year"] = year
    roles = current().scope.roles
    if not roles & RESTRICTED_READERS:
        wanted["source"] = {"$in": sorted(roles & {"teacher", "guardian"})}
    return wanted


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    questions = questions_of(row["template"], row["template_version"])
    answers = visible(row["answers"], questions)
    restricted = sorted(restricted_codes(questions))
    return {**presentable(row), "answers": answers, "questions": questions,
            "restricted": restricted}  # fmt: skip


def questions_of(code: str, version: int) -> list[dict[str, Any]]:
    now = current()
    return list(template(now.service, now.scope, code, version)["questions"])


def restricted_codes(questions: list[dict[str, Any]]) -> set[str]:
    """What a template marks as restricted, and contraindications in every template."""
    return {q["code"] for q in questions if q.get("restricted") or q["code"] == "contraindications"}


def visible(
    answers: dict[str, Any] | None, questions: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Without the restricted ones for those who may not know them."""
    if answers is None or current().scope.roles & RESTRICTED_READERS:
        return answers
    hidden = restricted_codes(questions)
    return {code: value for code, value in answers.items() if code not in hidden}
