"""Where letters to people go: an address in their contact, given out for one sending."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.participants.application.consent_gate import LocalConsentGate
from services.participants.application.guardians import guardians_among
from services.participants.application.people import known_contacts, record_read
from shared.domain.ids import PersonId
from shared.domain.mail_address import address_in
from shared.service import Service
from shared.tenancy.scope import Scope

Basis = Literal["participation", "register"]


@dataclass(frozen=True, slots=True)
class Reachable:
    addresses: dict[PersonId, str]
    without: dict[PersonId, str]


def mail_addresses(
    service: Service, scope: Scope, people: Sequence[PersonId], basis: Basis
) -> Reachable:
    """``participation`` asks for a live consent now; ``register`` is for what a school tells
    guardians anyhow: whoever is none needs the consent there as well."""
    free = guardians_among(service, scope, people) if basis == "register" else frozenset()
    asked = [person for person in people if person not in free]
    missing = set(LocalConsentGate(service).missing(scope, "participation", asked))
    contacts = known_contacts(service, scope, [p for p in people if p not in missing])
    found = {
        person: address
        for person, contact in contacts.items()
        if (address := address_in(contact)) is not None
    }
    if found:
        record_read(service, scope, sorted(found), "letter", ("contact",))
    without = {
        person: "consent-missing" if person in missing else "no-address"
        for person in people
        if person not in found
    }
    return Reachable(found, without)
