"""Personal links: issued to people who consented, looked at freely, used up by one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.participants.application.people import existing_person
from services.participants.application.registering import open_response
from services.participants.application.templates import Template, template
from services.participants.domain.answers import check_answers
from services.participants.domain.questionnaire_link import commands
from services.participants.domain.questionnaire_link.commands import link_id
from services.participants.domain.questionnaire_link.decider import QUESTIONNAIRE_LINK
from services.participants.domain.questionnaire_link.events import QuestionnaireLinkIssued
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response.commands import purpose_of, response_id
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_response.events import Kind, Source
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Terms:
    """What a link is for, whoever it is given to."""

    year: str
    kind: Kind
    source: Source
    language: str
    days: int


@dataclass(frozen=True, slots=True)
class Issued:
    """``token`` is the secret part of the address; nobody can read it again. Where no link was
    made, ``reason`` says why: ``consent-missing`` or ``answered``."""

    person: PersonId
    token: str = ""
    reason: str = ""


def issue_links(
    service: Service, scope: Scope, people: Sequence[PersonId], terms: Terms, *, key: str
) -> list[Issued]:
    """A link for each person who consented and has not answered yet; the same key, the same links."""
    if terms.kind == "third_party" and terms.source in ("self", "import"):
        raise Invalid("third-party information comes from somebody else than the person",
                      {"source": ["choose who fills it in"]})  # fmt: skip
    if terms.kind != "third_party" and terms.source != "self":
        raise Invalid("this questionnaire is filled in by the person",
                      {"source": ["use self"]})  # fmt: skip
    for person in people:
        existing_person(service, scope, person)
    gone = unconsented(service.gate, scope, purpose_of(terms.kind), people)
    return [
        Issued(person, reason="consent-missing")
        if person in gone
        else _issue_one(service, scope, person, terms, key=f"{key}:{person}")
        for person in dict.fromkeys(people)
    ]


def _issue_one(
    service: Service, scope: Scope, person: PersonId, terms: Terms, *, key: str
) -> Issued:
    token = _token(service, scope, key)
    link = link_id(token)
    response = response_id(person, terms.year, terms.kind, terms.source)
    opened = service.handler.state(scope, QUESTIONNAIRE_RESPONSE, response).state
    if opened.status == "answered":
        return Issued(person, reason="answered")
    open_response(
        service, scope, person, year=terms.year, kind=terms.kind, source=terms.source, key=key
    )
    command = commands.Issue(
        link, response, person, terms.year, terms.kind, terms.source,
        terms.language, terms.days, service.clock.now(),
    )  # fmt: skip
    service.handler.handle(scope, QUESTIONNAIRE_LINK, link, command, key=key)
    return Issued(person, token)


def _token(service: Service, scope: Scope, key: str) -> str:
    """Made of the request and the tenant's secret, so that a repetition gives the same link and
    nothing that is stored leads to it."""
    return service.vault.digest(scope.tenant, f"questionnaire link|{scope.actor}|{key}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is behind a link; ``template`` is the exact version that was opened, ``None`` where the
    link is closed. ``waiting`` says that the consent is missing now."""

    terms: QuestionnaireLinkIssued
    template: Template | None
    waiting: bool = False
    used: bool = False


def look(service: Service, scope: Scope, token: str) -> Asked:
    """Looking uses nothing up. Raises NotFound for a token that was never issued here."""
    link = service.handler.state(scope, QUESTIONNAIRE_LINK, link_id(token)).state
    if link.terms is None:
        raise NotFound("there is no such link")
    terms = link.terms
    response = service.handler.state(scope, QUESTIONNAIRE_RESPONSE, terms.response).state
    if not link.open_at(service.clock.now()) or response.status != "open" or not response.form:
        return Asked(terms, None, used=link.used)
    if unconsented(service.gate, scope, purpose_of(terms.kind), [terms.person]):
        return Asked(terms, None, waiting=True)
    form = response.form
    return Asked(terms, template(service, scope, form.template, form.template_version))


def answer_link(
    service: Service,
    scope: Scope,
    token: str,
    answers: Mapping[str, Any],
    *,
    template_version: int,
    key: str,
) -> Outcome:
    """Keeps the answers and uses the link up, both or neither; answers that do not fit use nothing
    up. Raises what the rules of consent, the template and the link say."""
    terms = service.handler.existing(scope, QUESTIONNAIRE_LINK, link_id(token)).state.terms
    if terms is None:
        raise NotFound("there is no such link")
    response = service.handler.existing(scope, QUESTIONNAIRE_RESPONSE, terms.response).state
    if response.form is None:
        raise NotFound("the questionnaire was not opened")
    service.gate.require(scope, purpose_of(terms.kind), [terms.person])
    form = response.form
    check_answers(template(service, scope, form.template, form.template_version), answers)
    use = commands.Use(service.clock.now())
    answer = responses.Answer(Personal.of_json(answers), "link", template_version)
    outcomes = service.handler.handle_many(
        [
            (scope, QUESTIONNAIRE_LINK, terms.link, use),
            (scope, QUESTIONNAIRE_RESPONSE, terms.response, answer),
        ],
        key=key,
    )
    return outcomes[-1]
