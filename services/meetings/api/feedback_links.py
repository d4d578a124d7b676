"""When feedback is asked for, and the links on which it is given without an account."""

from __future__ import annotations

from typing import Any

from services.meetings.api import feedback_schemas as schemas
from services.meetings.api.support import new_id
from services.meetings.application import feedback_links as links
from services.meetings.domain.feedback_link.commands import Revoke
from services.meetings.domain.feedback_link.decider import FEEDBACK_LINK
from services.meetings.domain.feedback_plan.commands import ChooseRhythm
from services.meetings.domain.feedback_plan.decider import FEEDBACK_PLAN
from shared.domain.ids import ProgrammeId, derived_id
from shared.http.api import (
    AcceptedSchema,
    Blueprint,
    accepted,
    current,
    page,
    reader,
    requires,
    run,
)

blp = Blueprint("feedback_links", __name__, url_prefix="/feedback", description="Feedback by link")


@blp.route("/plan", methods=["GET"])
@requires("feedback.plan")
@blp.arguments(schemas.FeedbackPlanQuerySchema, location="query")
def plan(query: dict[str, Any]) -> Any:
    """The window of the roadmap, how many weeks lie between rounds, and the dates that follow."""
    now = current()
    found = now.service.handler.state(now.scope, FEEDBACK_PLAN, _programme(query["year"])).state
    return {
        "starts": found.starts.isoformat() if found.starts else None,
        "ends": found.ends.isoformat() if found.ends else None,
        "weeks": found.weeks,
        "dates": [day.isoformat() for day in found.dates],
    }


@blp.route("/plan", methods=["POST"])
@requires("feedback.schedule")
@blp.arguments(schemas.FeedbackPlanSchema)
@blp.response(200, AcceptedSchema)
def choose(body: dict[str, Any]) -> Any:
    """How many weeks lie between rounds. The pairs follow, but for those with dates of their own."""
    programme = _programme(body["year"])
    return run(FEEDBACK_PLAN, programme, ChooseRhythm(programme, body["weeks"]))


def _programme(year: str) -> ProgrammeId:
    return ProgrammeId(derived_id("programme", current().scope.tenant, year))


@blp.route("/links", methods=["POST"])
@requires("feedback.issue")
@blp.arguments(schemas.FeedbackLinksSchema)
@blp.response(200)
def issue(body: dict[str, Any]) -> Any:
    """Make links; the tokens are answered only here. ``without`` says who gets none and why:
    ``answered``, ``no-round``, ``consent-missing``, ``pairing-…``."""
    now = current()
    made = links.issue_links(
        now.service, now.scope, body["pairings"], body["sides"],
        language=body["language"], days=body["days"], key=now.key,
    )  # fmt: skip
    return {
        "links": [_told(one, token=one.token) for one in made if one.token],
        "without": [_told(one, reason=one.reason) for one in made if one.reason],
    }


def _told(one: links.Issued, **more: str) -> dict[str, str]:
    return {"pairing": one.pairing, "person": one.person, "side": one.side, **more}


@blp.route("/links", methods=["GET"])
@requires("feedback.issue")
@blp.arguments(schemas.FeedbackLinksQuerySchema, location="query")
def list_links(query: dict[str, Any]) -> Any:
    """The links that were made and what became of them, without their tokens; the latest first."""
    wanted = {name: query[name] for name in ("year", "status") if query[name]}
    found = reader("feedback_links").find(
        wanted, sort="-issued_at", after=query["after"], limit=query["limit"]
    )
    return page(found)


@blp.route("/links/revoke", methods=["POST"])
@requires("feedback.issue")
@blp.arguments(schemas.FeedbackLinkRevokeSchema)
@blp.response(200, AcceptedSchema)
def revoke(body: dict[str, Any]) -> Any:
    """Take a link back; one that was used stays used."""
    return run(FEEDBACK_LINK, body["link"], Revoke())


@blp.route("/links/open/<token>", methods=["GET"])
@requires("feedback.link")
@blp.response(200)
def look(token: str) -> Any:
    """What is behind a link, without anybody's name; looking never uses it up."""
    now = current()
    asked = links.look(now.service, now.scope, token)
    return {
        "open": asked.open, "used": asked.used, "waiting": asked.waiting,
        "side": asked.terms.side, "language": asked.terms.language,
        "expires_at": asked.terms.expires_at.isoformat(),
    }  # fmt: skip


@blp.route("/links/open/<token>", methods=["POST"])
@requires("feedback.link")
@blp.arguments(schemas.LinkAnswerSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], token: str) -> Any:
    """Answer; the link is used up. What is refused uses nothing up."""
    now = current()
    request = new_id(f"feedback link {token}")
    outcome = links.answer_link(
        now.service, now.scope, token, body, request=request, key=now.key
    )  # fmt: skip
    return accepted(outcome)
