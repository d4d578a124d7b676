"""One-time links: issued, looked at, answered, and the papers that belong to them."""

from __future__ import annotations

from typing import Any

from services.participants.api.consent_links_schemas import (
    LinkAnswersSchema,
    LinkFormSchema,
    LinkPaperSchema,
    LinkSchema,
    LookSchema,
)
from services.participants.api.consents import sent_as
from services.participants.application.consent_copies import copy_of
from services.participants.application.consent_form import form_file
from services.participants.application.consent_links import (
    LinkAnswer,
    answer_link,
    issue_link,
    link_of,
)
from services.participants.application.consent_papers import organisation_name, sides_of
from services.participants.application.people import known, names_of
from services.participants.application.shipped import document
from services.participants.domain.ages import ADULT_AT
from services.participants.domain.consent.decider import ASSENT_FROM
from services.participants.domain.consent_link.events import LinkIssued
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires

blp = Blueprint("consent_links", __name__, url_prefix="/consents/links")


@blp.route("", methods=["POST"])
@requires("consent.issue")
@blp.arguments(LinkSchema)
@blp.response(200)
def issue(body: dict[str, Any]) -> Any:
    """Make a one-time link for a guardian or an adult; its token is answered only here."""
    now = current()
    outcome, token = issue_link(
        now.service,
        now.scope,
        signer=PersonId(body["signer"]),
        people=tuple(PersonId(person) for person in body["people"]),
        purposes=tuple(body["purposes"]),
        until=body["until"],
        language=body["language"],
        days=body["days"],
        key=now.key,
    )
    return accepted(outcome, token=token)


@blp.route("/<token>", methods=["GET"])
@requires("consent.link")
@blp.arguments(LookSchema, location="query")
@blp.response(200)
def look(args: dict[str, Any], token: str) -> Any:
    """What the link asks; looking never uses it up."""
    now = current()
    terms, link = link_of(now.service, now.scope, token)
    if not link.open_at(now.service.clock.now()):
        return {"open": False, "people": [], "documents": [], "until": terms.until.isoformat()}
    names = names_of(now.service, now.scope, [terms.signer, *terms.people], why="consent link")
    language = args["language"] or terms.language
    return {
        "open": True,
        "organisation": organisation_name(now.service, now.scope),
        "signer": terms.signer,
        "signer_name": names.get(terms.signer),
        "people": [
            {"id": person, "name": names.get(person), "assent_needed": _assents(person),
             "self": person == terms.signer}
            for person in terms.people
        ],
        "documents": [document(purpose, language) for purpose in terms.purposes],
        "until": terms.until.isoformat(),
        "expires": terms.expires_at.isoformat(),
        "language": language,
    }  # fmt: skip


def _assents(person: PersonId) -> bool:
    now = current()
    age = known(now.service, now.scope, person).age(now.today)
    return age is not None and ASSENT_FROM <= age < ADULT_AT


@blp.route("/<token>", methods=["POST"])
@requires("consent.link")
@blp.arguments(LinkAnswersSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], token: str) -> Any:
    """Answer the documents; the link is used up unless a rule refuses an answer."""
    now = current()
    answers = tuple(LinkAnswer(**one) for one in body["answers"])
    return accepted(answer_link(now.service, now.scope, token, answers, key=now.key))


@blp.route("/<token>/form", methods=["GET"])
@requires("consent.link")
@blp.arguments(LinkFormSchema, location="query")
@blp.response(200)
def form(args: dict[str, Any], token: str) -> Any:
    """One document of an open link as a form to be signed by hand, as PDF or DOCX."""
    now = current()
    terms, link = link_of(now.service, now.scope, token)
    person = _asked(terms, args)
    if not link.open_at(now.service.clock.now()):
        raise NotFound("the link is closed")
    content = form_file(
        now.service,
        now.scope,
        document(args["purpose"], args["language"] or terms.language),
        sides_of(now.service, now.scope, person, terms.signer, why="consent form"),
        args["format"],
        until=terms.until,
        link=args["link"],
    )
    return sent_as(content, args["format"], f"consent-{args['purpose']}")


@blp.route("/<token>/copy", methods=["GET"])
@requires("consent.copy", seconds=30.0)
@blp.arguments(LinkPaperSchema, location="query")
@blp.response(200)
def copy(args: dict[str, Any], token: str) -> Any:
    """The copy of a consent given behind this link, while it lives, as PDF; it has a code."""
    now = current()
    terms, link = link_of(now.service, now.scope, token)
    person = _asked(terms, args)
    content = copy_of(
        now.service, now.scope, terms, link, person, args["purpose"],
        language=args["language"] or terms.language, site=args["site"],
    )  # fmt: skip
    return sent_as(content, "pdf", f"consent-{args['purpose']}")


def _asked(terms: LinkIssued, args: dict[str, Any]) -> PersonId:
    person = PersonId(args["person"])
    if person not in terms.people or args["purpose"] not in terms.purposes:
        raise NotFound("the link does not ask this")
    return person
