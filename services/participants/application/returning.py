"""Requests given back with a reason, and a note to the family where one is meant for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.participants.domain.mentee.commands import Return, ReturnReason, mentee_id
from services.participants.domain.mentee.decider import MENTEE
from shared.domain.errors import DomainError, Unavailable
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.eventstore.handler import Outcome
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Terms:
    year: str
    reason: ReturnReason
    note: str = ""


def give_back(
    service: Service,
    scope: Scope,
    person: PersonId,
    terms: Terms,
    *,
    key: str,
    expected: int | None = None,
) -> Outcome:
    """A note is a text about the child, so that it needs the consent that a bare return does not."""
    note = terms.note.strip()
    if note:
        service.gate.require(scope, "participation", [person])
    command = Return(terms.reason, Personal.of(note) if note else None)
    id = mentee_id(person, terms.year)
    return service.handler.handle(scope, MENTEE, id, command, key=key, expected=expected)


def give_back_many(
    service: Service, scope: Scope, people: Sequence[PersonId], terms: Terms, *, key: str
) -> list[dict[str, Any]]:
    """One refusal keeps nobody else. Raises Unavailable at once: asked again with the same key, it
    goes on where it stopped."""
    return [_one(service, scope, person, terms, key=f"{key}:{person}") for person in people]


def _one(
    service: Service, scope: Scope, person: PersonId, terms: Terms, *, key: str
) -> dict[str, Any]:
    id = mentee_id(person, terms.year)
    done = service.handler.carried_out(scope, MENTEE, id, Return, key)
    if not done and service.handler.state(scope, MENTEE, id).state.status == "returned":
        return _outcome(person, "already")
    try:
        outcome = give_back(service, scope, person, terms, key=key)
    except Unavailable:
        raise
    except DomainError as error:
        return _outcome(person, "refused", code=error.code)
    return _outcome(person, "returned", commit=outcome.commit)


def _outcome(
    person: PersonId, outcome: str, *, code: str | None = None, commit: str | None = None
) -> dict[str, Any]:
    return {"person": person, "outcome": outcome, "code": code, "commit": commit}
