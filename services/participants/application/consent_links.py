"""One-time links: made for a signer, looked at as often as one likes, used up by answering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.participants.application import consenting
from services.participants.application.consenting import Signature, is_guardian
from services.participants.application.people import known
from services.participants.application.shipped import document
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT, Consent
from services.participants.domain.consent.events import Giver
from services.participants.domain.consent_link import commands as links
from services.participants.domain.consent_link.decider import CONSENT_LINK, ConsentLink
from services.participants.domain.consent_link.events import LinkIssued
from shared.domain.errors import Invalid, NotFound
from shared.domain.ids import PersonId
from shared.domain.purposes import Purpose
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


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
    """The link's record and its token, which only the same request with the same key gets again."""
    for person in {signer, *people}:
        known(service, scope, person)
    for person in people:
        if person != signer and not is_guardian(service, scope, signer, person):
            raise Invalid("the signer is not a confirmed guardian", {"people": [person]})
    for purpose in purposes:
        document(purpose, language)
    token = token_of(service, scope, key)
    id = links.link_id(token)
    expires = service.clock.now() + timedelta(days=days)
    command = links.Issue(id, signer, people, purposes, until, language, expires)
    return service.handler.handle(scope, CONSENT_LINK, id, command, key=key), token


def token_of(service: Service, scope: Scope, key: str) -> str:
    """A keyed hash, so that nobody can guess it and the same request gets it again."""
    return service.vault.digest(scope.tenant, f"consent-link:{scope.actor}:{key}")


def link_of(service: Service, scope: Scope, token: str) -> tuple[LinkIssued, ConsentLink]:
    """What a link asks for, and its state. Looking uses nothing up."""
    link = service.handler.state(scope, CONSENT_LINK, links.link_id(token)).state
    if link.terms is None:
        raise NotFound("there is no such link")
    return link.terms, link


def giver_of(terms: LinkIssued, person: PersonId) -> Giver:
    return "self" if person == terms.signer else "guardian"


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """``text_hash`` is that of the text on the page; ``language`` empty: the link's own."""

    person: PersonId
    purpose: Purpose
    agree: bool
    assent: bool = False
    text_hash: str = ""
    language: str = ""
    shown_at: datetime | None = None


def answer_link(
    service: Service, scope: Scope, token: str, answers: tuple[LinkAnswer, ...], *, key: str
) -> Outcome:
    """Uses the link up, then records each answer; a repetition with the same key completes it.

    Whatever a rule refuses is refused before the link is used up.
    """
    terms, link = link_of(service, scope, token)
    signatures = [(answer.agree, _signature(terms, answer)) for answer in answers]
    for agree, signed in signatures:
        if agree and link.open_at(service.clock.now()):
            command = consenting.command_for(service, scope, signed)
            CONSENT.decide(command, _consent(service, scope, signed))
    declined = tuple(f"{s.person}:{s.purpose}" for agree, s in signatures if not agree)
    use = links.Use(service.clock.now(), declined)
    used = service.handler.handle(scope, CONSENT_LINK, terms.link, use, key=key)
    _record(service, scope, signatures, key=key)
    return used


def _record(
    service: Service, scope: Scope, signatures: Sequence[tuple[bool, Signature]], *, key: str
) -> None:
    for agree, signed in signatures:
        own_key = f"{key}:{signed.person}:{signed.purpose}"
        if agree:
            consenting.give(service, scope, signed, key=own_key)
        elif _consent(service, scope, signed).status != "given":
            consenting.refuse(service, scope, signed, key=own_key)
        # A no to a renewal leaves what was given before until its last day.


def _consent(service: Service, scope: Scope, signed: Signature) -> Consent:
    id = consent_id(signed.person, signed.purpose)
    return service.handler.state(scope, CONSENT, id).state


def _signature(terms: LinkIssued, answer: LinkAnswer) -> Signature:
    if answer.person not in terms.people or answer.purpose not in terms.purposes:
        raise Invalid("the link does not ask this", {"answers": [answer.purpose]})
    return Signature(
        answer.person,
        answer.purpose,
        giver_of(terms, answer.person),
        terms.signer,
        "electronic",
        terms.until,
        text_hash=answer.text_hash,
        assent=answer.assent,
        language=answer.language or terms.language,
        shown_at=answer.shown_at,
        link=terms.link,
    )
