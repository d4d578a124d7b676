"""7.2: the best mentors, chosen by a jury."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.reporting.api import awards_schemas as schemas
from services.reporting.api.asking import new_thing, opened_text
from services.reporting.api.common_schemas import ReadSchema, YearPageSchema, YearSchema
from services.reporting.application.reading import ledger_of
from services.reporting.domain.award import commands
from services.reporting.domain.award.decider import AWARD
from services.reporting.domain.ranking import CRITERIA, Ranked, rank
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    EmptySchema,
    current,
    page,
    reader,
    record_read,
    requires,
    run,
)

blp = Blueprint("awards", __name__, url_prefix="/awards", description="Awards")


@blp.route("", methods=["POST"])
@requires("award.nominate")
@blp.arguments(schemas.NominationSchema)
@blp.response(200, AcceptedSchema)
def nominate(body: dict[str, Any]) -> Any:
    """Nominate a mentor who takes part now."""
    now = current()
    award, mentor = new_thing("award"), PersonId(body["mentor"])
    now.service.gate.require(now.scope, "participation", [mentor])
    title, reason = Personal.of(body["title"]), Personal.of(body["reason"])
    return run(AWARD, award, commands.Nominate(award, body["year"], mentor, title, reason))


@blp.route("", methods=["GET"])
@requires("award.read")
@blp.arguments(YearPageSchema, location="query")
def list_awards(query: dict[str, Any]) -> Any:
    """Nominations and awards."""
    wanted = {"year": query["year"]} if query["year"] else {}
    found = reader("awards").find(wanted, after=query["after"], limit=query["limit"])
    found.items[:] = [_shown(document) for document in found.items]
    return page(found)


@blp.route("/ranking", methods=["GET"])
@requires("award.rank")
@blp.arguments(YearSchema, location="query")
def ranking(query: dict[str, Any]) -> Any:
    """Mentors by open criteria: weights, each value, the score; equal scores share a rank. What the
    jury decided stands with the awards."""
    criteria = [asdict(one) for one in CRITERIA]
    return {
        "criteria": criteria,
        "items": [asdict(one) for one in _ranking(query["year"])],
        "next": None,
    }


@blp.route("/<award>", methods=["GET"])
@requires("award.read")
@blp.arguments(ReadSchema, location="query")
def show(query: dict[str, Any], award: str) -> Any:
    """One award."""
    return _shown(reader("awards").get(award))


@blp.route("/<award>/decide", methods=["POST"])
@requires("award.decide")
@blp.arguments(schemas.JuryDecisionSchema)
@blp.response(200, AcceptedSchema)
def decide(body: dict[str, Any], award: str) -> Any:
    """Enter the jury's decision; the mentor still takes part."""
    mentor = _require_consent(award)
    year = current().service.handler.state(current().scope, AWARD, award).state.year
    ranked = {one.mentor: one.rank for one in _ranking(year)}
    protocol = Personal.of(body["protocol"])
    return run(AWARD, award, commands.Decide(body["chosen"], protocol, ranked.get(mentor)))


@blp.route("/<award>/give", methods=["POST"])
@requires("award.decide")
@blp.arguments(schemas.AwardGivenSchema)
@blp.response(200, AcceptedSchema)
def give(body: dict[str, Any], award: str) -> Any:
    """The mentor received it, and still takes part."""
    _require_consent(award)
    return run(AWARD, award, commands.Give(body["on"]))


@blp.route("/<award>/revoke", methods=["POST"])
@requires("award.decide")
@blp.arguments(EmptySchema)
@blp.response(200, AcceptedSchema)
def revoke(body: dict[str, Any], award: str) -> Any:
    """Entered by mistake."""
    return run(AWARD, award, commands.Revoke())


def _require_consent(award: str) -> PersonId:
    now = current()
    mentor = now.service.handler.existing(now.scope, AWARD, award).state.mentor
    now.service.gate.require(now.scope, "participation", [mentor])
    return PersonId(mentor)


def _ranking(year: str) -> tuple[Ranked, ...]:
    return rank(ledger_of(reader("evidence"), year))


def _shown(document: dict[str, Any]) -> dict[str, Any]:
    """Without title and words once they are erased."""
    names = ("id", "year", "mentor", "status", "given_on")
    reason = opened_text(document["reason"])
    protocol = opened_text(document["protocol"])
    record_read([document["mentor"]] if reason else [], why="award", what=("reason",))
    shown = {name: document[name] for name in names}
    title = opened_text(document.get("sealed_title")) or (document["title"] if reason else "")
    return {
        **shown,
        "title": title,
        "reason": reason,
        "protocol": protocol,
        "rank": document.get("rank"),
    }
