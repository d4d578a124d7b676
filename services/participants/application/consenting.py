"""Giving and taking back consents: what the rules need to know is looked up here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from services.participants.application.people import known
from services.participants.application.shipped import document
from services.participants.application.withdrawal import forget_purpose
from services.participants.domain.ages import adult_from
from services.participants.domain.consent import commands
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.consent.events import Giver, Method
from services.participants.domain.consent_link import commands as links
from services.participants.domain.consent_link.decider import CONSENT_LINK
from services.participants.domain.consent_link.events import LinkIssued
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs what, and how. ``text_hash`` empty: the hash of the shipped document."""

    person: PersonId
    purpose: Purpose
    giver: Giver
    by: PersonId
    method: Method
    until: date
    scan: str = ""
    text_hash: str = ""
    text_version: int = 0
    assent: bool = False
    language: str = "ru"


def give(
    service: Service, scope: Scope, signed: Signature, *, key: str, expected: int | None = None
) -> Outcome:
    """Raises what the rules of consent say; the person's age is read from the register."""
    person = known(service, scope, signed.person)
    today = service.clock.today()
    age = person.age(today)
    lapses = adult_from(person.birth_date).isoformat() if person.birth_date else ""
    shown = document(signed.purpose, signed.language)
    id = consent_id(signed.person, signed.purpose)
    if service.handler.state(scope, CONSENT, id).state.status == "ended":
        forget_purpose(service, scope, signed.person, signed.purpose)
    command = commands.Give(
        person=signed.person,
        purpose=signed.purpose,
        giver=signed.giver,
        by=signed.by,
        age=age,
        guardian_confirmed=is_guardian(service, scope, signed.by, signed.person),
        method=signed.method,
        scan=signed.scan,
        text_hash=signed.text_hash or shown["hash"],
        text_version=signed.text_version or shown["version"],
        assent=signed.assent,
        until=signed.until,
        adult_from=Personal.of(lapses if signed.giver == "guardian" else ""),
        today=today,
    )
    return service.handler.handle(scope, CONSENT, id, command, key=key, expected=expected)


def refuse(service: Service, scope: Scope, signed: Signature, *, key: str) -> Outcome:
    known(service, scope, signed.person)
    command = commands.Refuse(signed.person, signed.purpose, signed.giver, signed.by)
    return service.handler.handle(
        scope, CONSENT, consent_id(signed.person, signed.purpose), command, key=key
    )


def withdraw(
    service: Service, scope: Scope, person: PersonId, purpose: Purpose, *, key: str
) -> Outcome:
    """Recorded first; then the data of the purpose lose their key before this answers."""
    id = consent_id(person, purpose)
    outcome = service.handler.handle(
        scope, CONSENT, id, commands.Withdraw(str(scope.person or scope.actor)), key=key
    )
    if not service.handler.state(scope, CONSENT, id).state.lives_on(service.clock.today()):
        forget_purpose(service, scope, person, purpose)
    return outcome


def is_guardian(service: Service, scope: Scope, guardian: PersonId, child: PersonId) -> bool:
    """Linked and confirmed by the school."""
    link = service.handler.state(scope, GUARDIANSHIP, guardianship_id(guardian, child)).state
    return link.linked and link.confirmed


def issue_link(
    service: Service,
    scope: Scope,
    *,
    signer: PersonId,
    people: tuple[PersonId, ...],
    purposes: tuple[Purpose, ...],
    until: date,
    language: str,
    days: int,
    key: str,
) -> tuple[Outcome, str]:
    """The link's record and its token, which nobody can read again."""
    for person in {signer, *people}:
        known(service, scope, person)
    for person in people:
        if person != signer and not is_guardian(service, scope, signer, person):
            raise Invalid("the signer is not a confirmed guardian", {"people": [person]})
    for purpose in purposes:
        document(purpose, language)
    token = secrets.token_urlsafe(32)
    id = links.link_id(token)
    expires = service.clock.now() + timedelta(days=days)
    command = links.Issue(id, signer, people, purposes, until, language, expires)
    return service.handler.handle(scope, CONSENT_LINK, id, command, key=key), token


def link_terms(service: Service, scope: Scope, token: str) -> tuple[LinkIssued, bool]:
    """What a link asks for and whether it may still be answered. Looking uses nothing up."""
    link = service.handler.state(scope, CONSENT_LINK, links.link_id(token)).state
    if link.terms is None:
        raise NotFound("there is no such link")
    return link.terms, link.open_at(service.clock.now())


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    person: PersonId
    purpose: Purpose
    agree: bool
    assent: bool = False


def answer_link(
    service: Service, scope: Scope, token: str, answers: tuple[LinkAnswer, ...], *, key: str
) -> Outcome:
    """Uses the link up, then records each answer; a repetition with the same key completes it."""
    terms, _ = link_terms(service, scope, token)
    for answer in answers:
        if answer.person not in terms.people or answer.purpose not in terms.purposes:
            raise Invalid("the link does not ask this", {"answers": [answer.purpose]})
    used = service.handler.handle(
        scope, CONSENT_LINK, terms.link, links.Use(service.clock.now()), key=key
    )
    for answer in answers:
        giver: Giver = "self" if answer.person == terms.signer else "guardian"
        signed = Signature(
            answer.person,
            answer.purpose,
            giver,
            terms.signer,
            "electronic",
            terms.until,
            assent=answer.assent,
            language=terms.language,
        )
        record = give if answer.agree else refuse
        record(service, scope, signed, key=f"{key}:{answer.person}:{answer.purpose}")
    return used
