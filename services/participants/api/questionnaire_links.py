"""Personal links to a questionnaire, and what is behind one."""

from __future__ import annotations

from typing import Any

from services.participants.api.questionnaire_links_schemas import (
    QuestionnaireLinkAnswersSchema,
    QuestionnaireLinkRevokeSchema,
    QuestionnaireLinksQuerySchema,
    QuestionnaireLinksSchema,
)
from services.participants.api.support import RowsSchema, listed, presentable, with_names
from services.participants.application import questionnaire_links as links
from services.participants.application.people import names_of
from services.participants.domain.questionnaire_link.commands import Revoke
from services.participants.domain.questionnaire_link.decider import QUESTIONNAIRE_LINK
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires, run

blp = Blueprint("questionnaire_links", __name__, url_prefix="/questionnaire-links")


@blp.route("", methods=["POST"])
@requires("questionnaire.issue")
@blp.arguments(QuestionnaireLinksSchema)
@blp.response(200)
def issue(body: dict[str, Any]) -> Any:
    """Make personal links; the tokens are answered only here. Who lacks a consent or has answered
    gets none."""
    now = current()
    people = [PersonId(person) for person in body.pop("people")]
    made = links.issue_links(now.service, now.scope, people, links.Terms(**body), key=now.key)
    return {
        "links": [{"person": one.person, "token": one.token} for one in made if one.token],
        "without": [{"person": one.person, "reason": one.reason} for one in made if one.reason],
    }


@blp.route("", methods=["GET"])
@requires("questionnaire.issue")
@blp.arguments(QuestionnaireLinksQuerySchema, location="query")
@blp.response(200, RowsSchema)
def list_links(args: dict[str, Any]) -> Any:
    """The links that were made and what became of them, without their tokens."""
    wanted = {name: args[name] for name in ("year", "status", "person", "kind")}
    found = listed("questionnaire_links", args, wanted)
    rows = with_names(found.items, why="questionnaire links")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/revoke", methods=["POST"])
@requires("questionnaire.issue")
@blp.arguments(QuestionnaireLinkRevokeSchema)
@blp.response(200, AcceptedSchema)
def revoke(body: dict[str, Any]) -> Any:
    """Take a link back; one that was used stays used."""
    return run(QUESTIONNAIRE_LINK, body["link"], Revoke())


@blp.route("/open/<token>", methods=["GET"])
@requires("questionnaire.link")
@blp.response(200)
def look(token: str) -> Any:
    """What is asked behind a link; looking never uses it up."""
    now = current()
    asked = links.look(now.service, now.scope, token)
    terms = asked.terms
    shown: dict[str, Any] = {"open": False, "used": asked.used, "waiting": asked.waiting}
    shown["language"] = terms.language
    if asked.template is None:
        return shown
    names = names_of(now.service, now.scope, [terms.person], why="questionnaire link")
    return {
        **shown,
        "open": True,
        "kind": terms.kind,
        "source": terms.source,
        "name": names.get(terms.person),
        "expires_at": terms.expires_at.isoformat(),
        "template": asked.template,
    }


@blp.route("/open/<token>", methods=["POST"])
@requires("questionnaire.link")
@blp.arguments(QuestionnaireLinkAnswersSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], token: str) -> Any:
    """Answer; the link is used up. Answers that do not fit use nothing up."""
    now = current()
    return accepted(
        links.answer_link(
            now.service,
            now.scope,
            token,
            body["answers"],
            template_version=body["template_version"],
            key=now.key,
        )
    )
