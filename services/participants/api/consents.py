"""Consents: given, refused, withdrawn, checked, and answered behind one-time links."""

from __future__ import annotations

from typing import Any

from services.participants.api.consents_schemas import (
    ConsentCheckSchema,
    ConsentSchema,
    ConsentsQuerySchema,
    LanguageQuerySchema,
    LinkAnswersSchema,
    LinkSchema,
    RefusalSchema,
    WithdrawalSchema,
)
from services.participants.api.support import (
    RowsSchema,
    is_staff,
    listed,
    presentable,
    require_own,
    with_names,
)
from services.participants.application import consenting
from services.participants.application.consent_gate import LocalConsentGate
from services.participants.application.consenting import LinkAnswer, Signature
from services.participants.application.people import known, names_of
from services.participants.application.shipped import document
from services.participants.domain.ages import ADULT_AT
from services.participants.domain.consent.decider import ASSENT_FROM
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.http.api import AcceptedSchema, Blueprint, accepted, current, requires

blp = Blueprint("consents", __name__, url_prefix="/consents")


def _require_signer(by: str) -> None:
    """Staff enter what others signed; everybody else signs for themselves."""
    if not is_staff() and current().scope.person != by:
        raise NotFound("there is no such thing here")


@blp.route("", methods=["POST"])
@requires("consent.write")
@blp.arguments(ConsentSchema)
@blp.response(200, AcceptedSchema)
def give(body: dict[str, Any]) -> Any:
    """Give a consent for one purpose until a date; an adult for themselves, a guardian for a
    minor, from 14 with the minor's own assent."""
    require_own(body["person"])
    _require_signer(body["by"])
    now = current()
    signed = Signature(**body)
    return accepted(
        consenting.give(now.service, now.scope, signed, key=now.key, expected=now.expected)
    )


@blp.route("/refuse", methods=["POST"])
@requires("consent.write")
@blp.arguments(RefusalSchema)
@blp.response(200, AcceptedSchema)
def refuse(body: dict[str, Any]) -> Any:
    """Record that a consent was refused."""
    require_own(body["person"])
    now = current()
    by = PersonId(body["by"] or body["person"])
    _require_signer(by)
    signed = Signature(
        PersonId(body["person"]), body["purpose"], body["giver"], by, "electronic", now.today
    )
    return accepted(consenting.refuse(now.service, now.scope, signed, key=now.key))


@blp.route("/withdraw", methods=["POST"])
@requires("consent.write")
@blp.arguments(WithdrawalSchema)
@blp.response(200, AcceptedSchema)
def withdraw(body: dict[str, Any]) -> Any:
    """Withdraw a consent: nothing that needs it begins after this answers."""
    require_own(body["person"])
    now = current()
    person = PersonId(body["person"])
    return accepted(
        consenting.withdraw(now.service, now.scope, person, body["purpose"], key=now.key)
    )


@blp.route("/check", methods=["POST"])
@requires("consent.check")
@blp.arguments(ConsentCheckSchema)
@blp.response(200)
def check(body: dict[str, Any]) -> Any:
    """Which of the people have no live consent for the purpose, now, read from the streams."""
    now = current()
    people = [PersonId(person) for person in body["people"]]
    return {"missing": LocalConsentGate(now.service).missing(now.scope, body["purpose"], people)}


@blp.route("", methods=["GET"])
@requires("consent.list")
@blp.arguments(ConsentsQuerySchema, location="query")
@blp.response(200, RowsSchema)
def register(args: dict[str, Any]) -> Any:
    """The consent register; who is no staff sees their own and their children's."""
    person = args["person"]
    if not is_staff():
        person = person or str(current().scope.person)
        require_own(person)
    wanted = {"person": person, "purpose": args["purpose"], "status": args["status"]}
    found = listed("consents", args, wanted)
    rows = with_names(found.items, why="consent register")
    return {"items": [presentable(row) for row in rows], "next": found.next}


@blp.route("/documents/<purpose>", methods=["GET"])
@requires("consent.document")
@blp.arguments(LanguageQuerySchema, location="query")
@blp.response(200)
def show_document(args: dict[str, Any], purpose: str) -> Any:
    """The text that is shown before consenting, with its hash and version."""
    return document(purpose, args["language"])


@blp.route("/links", methods=["POST"])
@requires("consent.issue")
@blp.arguments(LinkSchema)
@blp.response(200)
def issue(body: dict[str, Any]) -> Any:
    """Make a one-time link for a guardian or an adult; its token is answered only here."""
    now = current()
    outcome, token = consenting.issue_link(
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


@blp.route("/links/<token>", methods=["GET"])
@requires("consent.link")
@blp.response(200)
def look(token: str) -> Any:
    """What the link asks; looking never uses it up."""
    now = current()
    terms, is_open = consenting.link_terms(now.service, now.scope, token)
    if not is_open:
        return {"open": False, "people": [], "documents": [], "until": terms.until.isoformat()}
    names = names_of(now.service, now.scope, [terms.signer, *terms.people], why="consent link")
    people = []
    for person in terms.people:
        age = known(now.service, now.scope, person).age(now.today)
        assent = age is not None and ASSENT_FROM <= age < ADULT_AT
        people.append({"id": person, "name": names.get(person), "assent_needed": assent})
    return {
        "open": True,
        "signer": terms.signer,
        "signer_name": names.get(terms.signer),
        "people": people,
        "documents": [document(purpose, terms.language) for purpose in terms.purposes],
        "until": terms.until.isoformat(),
        "language": terms.language,
    }


@blp.route("/links/<token>", methods=["POST"])
@requires("consent.link")
@blp.arguments(LinkAnswersSchema)
@blp.response(200, AcceptedSchema)
def answer(body: dict[str, Any], token: str) -> Any:
    """Answer the documents; the link is used up."""
    now = current()
    answers = tuple(LinkAnswer(**one) for one in body["answers"])
    return accepted(consenting.answer_link(now.service, now.scope, token, answers, key=now.key))
