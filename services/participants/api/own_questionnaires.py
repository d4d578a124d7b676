"""What the signed-in person is asked to fill in about themselves, or about a child of theirs."""

from __future__ import annotations

from typing import Any

from services.participants.api.questionnaires_schemas import OwnQuestionnairesQuerySchema
from services.participants.api.support import RowsSchema, opened_fields, presentable, with_names
from services.participants.application.asked import Asked, asked_of, consents
from services.participants.domain.questionnaire_response.commands import purpose_of
from shared.http.api import Blueprint, current, reader, requires

blp = Blueprint("own_questionnaires", __name__, url_prefix="/questionnaires")


@blp.route("/own", methods=["GET"])
@requires("questionnaire.own")
@blp.arguments(OwnQuestionnairesQuerySchema, location="query")
@blp.response(200, RowsSchema)
def own(args: dict[str, Any]) -> Any:
    """Each form with what came of it: whether it may be filled in now, when it was answered, and why
    a request came back. Without the answers."""
    now, year = current(), args["year"]
    reader("responses", args["after_commit"])
    rows = [_row(one, year) for one in asked_of(now.service, now.scope, year)]
    seen = ("name", "note") if any(row["returned"] for row in rows) else ("name",)
    return {"items": with_names(rows, why="own questionnaires", what=seen), "next": None}


def _row(asked: Asked, year: str) -> dict[str, Any]:
    told = _answered(asked, year)
    return {
        "person": asked.person,
        "mine": asked.person == current().scope.person,
        "kind": asked.kind,
        "source": asked.source,
        "purpose": purpose_of(asked.kind),
        "consent": asked.consent,
        "fillable": asked.fillable,
        "response": asked.answered,
        "answered_at": told.get("answered_at"),
        "returned": _returned(asked, year) if asked.returned else None,
    }


def _answered(asked: Asked, year: str) -> dict[str, Any]:
    if asked.answered is None:
        return {}
    found = reader("responses", None).all({"person": asked.person, "year": year})
    rows = [presentable(row) for row in found if row["id"] == asked.answered]
    return rows[0] if rows else {}


def _returned(asked: Asked, year: str) -> dict[str, Any]:
    """The reason, and while the consent lives the note to the family."""
    now = current()
    found = reader("mentees", None).all({"person": asked.person, "year": year})
    lives = consents(now.service, now.scope, asked.person, "mentee")
    rows = opened_fields(found, texts=("return_note",)) if lives else []
    row = rows[0] if rows else {}
    reason = found[0].get("reason", "") if found else ""
    return {"reason": reason, "note": row.get("return_note") or ""}
