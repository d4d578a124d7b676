"""Where letters to people go: an address in their contact, given out for one sending."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from services.participants.application.consent_gate import LocalConsentGate
from services.participants.application.people import known_contacts, record_read
from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope

Basis = Literal["participation", "register"]
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True, slots=True)
class Reachable:
    addresses: dict[PersonId, str]
    without: dict[PersonId, str]


def address_in(contact: str) -> str | None:
    """The first address in a contact, which is free text."""
    found = _ADDRESS.search(contact)
    return found.group() if found else None


def mail_addresses(
    service: Service, scope: Scope, people: Sequence[PersonId], basis: Basis
) -> Reachable:
    """``participation`` asks for a live consent now; ``register`` is for what a school tells those
    whom it has to do with anyhow."""
    gate = LocalConsentGate(service)
    missing = set(gate.missing(scope, "participation", people) if basis != "register" else ())
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
