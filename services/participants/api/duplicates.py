"""Possible duplicates: side by side for two own cards; of another organisation's card, nothing."""

from __future__ import annotations

from typing import Any

from services.participants.api.duplicates_schemas import MergeSchema, SuspicionsQuerySchema
from services.participants.api.support import RowsSchema, listed, presentable
from services.participants.application.merging import merge as merge_cards
from services.participants.application.people import opened, record_read
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.person.decider import PERSON
from services.participants.domain.suspicion import commands
from services.participants.domain.suspicion.decider import SUSPICION
from shared.domain.ids import PersonId
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    accepted,
    current,
    requires,
    run,
)

blp = Blueprint("duplicates", __name__, url_prefix="/duplicates")


@blp.route("", methods=["GET"])
@requires("duplicate.read")
@blp.arguments(SuspicionsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_suspicions(args: dict[str, Any]) -> Any:
    """Own cards that look like one person; ``elsewhere`` says that the other card is not here."""
    now = current()
    found = listed("suspicions", args, {"status": args["status"]})
    rows = [{**row, "cards": [_card(person) for person in row["people"]]} for row in found.items]
    seen = sorted({person for row in found.items for person in row["people"]})
    record_read(now.service, now.scope, seen, "duplicates")
    return {"items": [presentable(row) for row in rows], "next": found.next}


def _card(person: str) -> dict[str, Any]:
    now = current()
    state = now.service.handler.state(now.scope, PERSON, person).state
    texts = {
        name: opened(now.service, now.scope, getattr(state, name))
        for name in ("name", "birth_date", "contact", "group")
    }
    return {
        "id": person,
        **texts,
        "mentor": now.service.handler.state(now.scope, MENTOR_PROFILE, person).version > 0,
        "candidacies": [{"role": role, "year": year} for role, year in sorted(state.candidacies)],
        "merged_into": state.merged_into,
    }


@blp.route("/<suspicion>/merge", methods=["POST"])
@requires("duplicate.decide")
@blp.arguments(MergeSchema)
@blp.response(200, AcceptedSchema)
def merge(body: dict[str, Any], suspicion: str) -> Any:
    """Merge two own cards; the one named is kept, the history of both stays."""
    now = current()
    keep = PersonId(body["keep"])
    return accepted(merge_cards(now.service, now.scope, suspicion, keep, key=now.key))


@blp.route("/<suspicion>/dismiss", methods=["POST"])
@requires("duplicate.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def dismiss(body: dict[str, Any], suspicion: str) -> Any:
    """They are different people."""
    return run(SUSPICION, suspicion, commands.Dismiss())


@blp.route("/<suspicion>/give-over", methods=["POST"])
@requires("duplicate.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def give_over(body: dict[str, Any], suspicion: str) -> Any:
    """The mentor's home is the other organisation; it may merge."""
    return run(SUSPICION, suspicion, commands.GiveOver())


@blp.route("/<suspicion>/take-home", methods=["POST"])
@requires("duplicate.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def take_home(body: dict[str, Any], suspicion: str) -> Any:
    """This is the mentor's home: merge what the other organisation has given over."""
    return run(SUSPICION, suspicion, commands.TakeHome())
