"""A child changes school: what is asked of the guardian, and what goes along."""

from __future__ import annotations

import json
import secrets
from datetime import timedelta

from services.participants.application.consenting import is_guardian
from services.participants.application.people import existing_person, known, opened
from services.participants.application.sharing import municipality_of
from services.participants.domain.ages import ADULT_AT
from services.participants.domain.arrival import commands as arrivals
from services.participants.domain.arrival.commands import arriving_id
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.transfer import commands
from services.participants.domain.transfer.commands import transfer_id
from services.participants.domain.transfer.decider import TRANSFER, Transfer
from services.participants.domain.transfer.events import Item, TransferStarted
from shared.domain.errors import ConsentMissing, Invalid, NotFound, Refused
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope

ASSENT_FROM = 14


def start(
    service: Service,
    scope: Scope,
    child: PersonId,
    *,
    signer: PersonId,
    to: TenantId,
    items: tuple[Item, ...],
    days: int,
    key: str,
) -> tuple[Outcome, str]:
    """The transfer's record and the token of the guardian's link, which nobody can read again."""
    age = known(service, scope, child).age(service.clock.today())
    _require_signer(service, scope, child, signer, age)
    council = scope.crossing("catalogue_entry", to=municipality_of(service, scope))
    if service.handler.state(council, ORGANISATION, to).state.kind != "school":
        raise NotFound("there is no such school here")
    service.handler.existing(council, ORGANISATION, to)
    token = secrets.token_urlsafe(32)
    command = commands.Start(
        transfer=transfer_id(token),
        child=child,
        signer=signer,
        home=scope.tenant,
        to=to,
        items=items,
        assent_needed=age is None or ASSENT_FROM <= age < ADULT_AT,
        expires_at=service.clock.now() + timedelta(days=days),
    )
    return service.handler.handle(scope, TRANSFER, command.transfer, command, key=key), token


def _require_signer(
    service: Service, scope: Scope, child: PersonId, signer: PersonId, age: int | None
) -> None:
    """An adult signs; for a minor a guardian whom the school has confirmed."""
    if signer == child and age is not None and age >= ADULT_AT:
        return
    if signer == child or not is_guardian(service, scope, signer, child):
        raise Invalid("the signer is not a confirmed guardian", {"signer": ["not confirmed"]})


def link_terms(service: Service, scope: Scope, token: str) -> tuple[TransferStarted, bool]:
    """What a link asks for and whether it may still be answered. Looking uses nothing up."""
    transfer = service.handler.state(scope, TRANSFER, transfer_id(token)).state
    if transfer.terms is None:
        raise NotFound("there is no such link")
    return transfer.terms, transfer.open_at(service.clock.now())


def answer_link(
    service: Service,
    scope: Scope,
    token: str,
    *,
    agree: bool,
    items: tuple[Item, ...],
    assent: bool,
    key: str,
) -> Outcome:
    terms, _ = link_terms(service, scope, token)
    if agree and terms.signer != terms.child:
        if not is_guardian(service, scope, terms.signer, terms.child):
            raise Refused("the signer is no guardian any more", code="link-closed")
        existing_person(service, scope, terms.child)
    now = service.clock.now()
    command = commands.Confirm(items, assent, now) if agree else commands.Refuse(now)
    return service.handler.handle(scope, TRANSFER, terms.transfer, command, key=key)


def offer_of(service: Service, scope: Scope, transfer: Transfer) -> arrivals.Offer | None:
    """What goes to the new school: what the guardian confirmed and nothing else; ``None`` where
    the child is erased meanwhile."""
    terms = transfer.terms
    assert terms is not None  # the policy reacts to a confirmed transfer
    child = known(service, scope, terms.child)
    state = existing_person(service, scope, terms.child)
    name = opened(service, scope, state.name)
    if not name:
        return None
    guardian = None
    if "guardian" in transfer.items and terms.signer != terms.child:
        guardian = existing_person(service, scope, terms.signer)

    def along(item: Item, text: str | None) -> Personal | None:
        return Personal.of(text) if item in transfer.items and text else None

    return arrivals.Offer(
        transfer=terms.transfer,
        home=scope.tenant,
        person=arriving_id(terms.transfer, "child"),
        guardian=arriving_id(terms.transfer, "guardian"),
        name=Personal.of(name),
        birth_date=Personal.of(child.birth_date.isoformat() if child.birth_date else ""),
        group=along("group", child.group),
        contact=along("contact", opened(service, scope, state.contact)),
        guardian_name=along(
            "guardian", opened(service, scope, guardian.name if guardian else None)
        ),
        guardian_contact=along(
            "guardian", opened(service, scope, guardian.contact if guardian else None)
        ),
        request=_request(service, scope, terms.child) if "request" in transfer.items else None,
    )


def _request(service: Service, scope: Scope, child: PersonId) -> Personal | None:
    """Form and themes of the last year in which the child was in the base, while consent lives."""
    try:
        service.gate.require(scope, "participation", [child])
    except ConsentMissing:
        return None
    rows = service.views.reader(scope, "mentees").all({"person": child, "status": "admitted"})
    for row in sorted(rows, key=lambda row: str(row["year"]), reverse=True):
        text = service.vault.open(scope.tenant, row["features"])
        if text:
            features = json.loads(text)
            return Personal.of_json({name: features[name] for name in ("forms", "themes")})
    return None
