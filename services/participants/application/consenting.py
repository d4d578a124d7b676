"""Giving and taking back consents: what the rules need to know is looked up here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.participants.application.people import known
from services.participants.application.scans import drop_scan, keep_scan, type_of
from services.participants.application.shipped import document
from services.participants.application.withdrawal import forget_purpose
from services.participants.domain.ages import ADULT_AT, adult_from
from services.participants.domain.consent import commands
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.consent.events import Giver, Method
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from shared.domain.errors import Refused
from shared.domain.ids import PersonId, derived_id
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs what, and how. ``text_hash`` empty: whatever document is the latest;
    ``text_version`` 0 likewise."""

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
    shown_at: datetime | None = None
    link: str = ""
    signed_on: date | None = None


def give(
    service: Service,
    scope: Scope,
    signed: Signature,
    *,
    key: str,
    expected: int | None = None,
    paper: bytes | None = None,
) -> Outcome:
    """Raises what the rules of consent say; the person's age is read from the register.

    ``paper`` is the scan of a consent on paper: it is kept beside the consent or not at all.
    """
    id = consent_id(signed.person, signed.purpose)
    if paper is not None:
        type_of(paper)
    command = command_for(service, scope, signed)
    if service.handler.state(scope, CONSENT, id).state.status == "ended":
        forget_purpose(service, scope, signed.person, signed.purpose)
    if paper is None:
        return service.handler.handle(scope, CONSENT, id, command, key=key, expected=expected)
    keep_scan(service, scope, signed.person, signed.purpose, signed.scan, paper)
    try:
        return service.handler.handle(scope, CONSENT, id, command, key=key, expected=expected)
    finally:
        now = service.handler.state(scope, CONSENT, id).state
        if now.status != "given" or now.scan != signed.scan:  # refused, or an old request again
            drop_scan(service, scope, signed.scan)


def command_for(service: Service, scope: Scope, signed: Signature) -> commands.Give:
    """Raises NotFound for a stranger, Refused where the text is not the one that was shown."""
    person = known(service, scope, signed.person)
    today = service.clock.today()
    lapses = adult_from(person.birth_date).isoformat() if person.birth_date else ""
    shown = document(signed.purpose, signed.language, signed.text_version or None)
    if signed.text_hash and signed.text_hash != shown["hash"]:
        raise Refused("the text has changed since it was shown; read it anew", code="text-changed")
    return commands.Give(
        person=signed.person,
        purpose=signed.purpose,
        giver=signed.giver,
        by=signed.by,
        age=person.age(today),
        guardian_confirmed=is_guardian(service, scope, signed.by, signed.person),
        method=signed.method,
        scan=signed.scan,
        text_hash=shown["hash"],
        text_version=shown["version"],
        assent=signed.assent,
        until=signed.until,
        adult_from=Personal.of(lapses if signed.giver == "guardian" else ""),
        today=today,
        language=signed.language,
        shown_at=signed.shown_at,
        link=signed.link,
        signed_on=signed.signed_on,
    )


def scan_id(scope: Scope, person: PersonId, purpose: str, key: str) -> str:
    """The same request, sent again, stores the same scan."""
    return derived_id("scan", scope.tenant, scope.actor, person, purpose, key)


def refuse(service: Service, scope: Scope, signed: Signature, *, key: str) -> Outcome:
    known(service, scope, signed.person)
    command = commands.Refuse(signed.person, signed.purpose, signed.giver, signed.by)
    return service.handler.handle(
        scope, CONSENT, consent_id(signed.person, signed.purpose), command, key=key
    )


def withdraw(
    service: Service,
    scope: Scope,
    person: PersonId,
    purpose: Purpose,
    *,
    key: str,
    method: Method = "electronic",
    received_on: date | None = None,
    by_guardian: bool = False,
) -> Outcome:
    """Recorded first; then the data of the purpose lose their key before this answers."""
    id = consent_id(person, purpose)
    by = str(scope.person or scope.actor)
    command = commands.Withdraw(by, method, received_on, by_guardian)
    outcome = service.handler.handle(scope, CONSENT, id, command, key=key)
    if not service.handler.state(scope, CONSENT, id).state.lives_on(service.clock.today()):
        forget_purpose(service, scope, person, purpose)
    return outcome


def speaks_for(service: Service, scope: Scope, guardian: PersonId, child: PersonId) -> bool:
    """A confirmed guardian, while the child is a minor."""
    if not is_guardian(service, scope, guardian, child):
        return False
    age = known(service, scope, child).age(service.clock.today())
    return age is None or age < ADULT_AT


def is_guardian(service: Service, scope: Scope, guardian: PersonId, child: PersonId) -> bool:
    """Linked and confirmed by the school."""
    link = service.handler.state(scope, GUARDIANSHIP, guardianship_id(guardian, child)).state
    return link.linked and link.confirmed
