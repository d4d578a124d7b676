"""Many admitted at once: each on their own merits, with an outcome each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.participants.application.registering import admit_mentee
from services.participants.domain.mentee.commands import Admit, mentee_id
from services.participants.domain.mentee.decider import MENTEE
from shared.domain.errors import DomainError, Unavailable
from shared.domain.ids import PersonId
from shared.service import Service
from shared.tenancy.scope import Scope


def admit_many(
    service: Service, scope: Scope, people: Sequence[PersonId], *, year: str, key: str
) -> list[dict[str, Any]]:
    """Raises Unavailable at once: asked again with the same key, it goes on where it stopped."""
    return [_admit(service, scope, person, year=year, key=f"{key}:{person}") for person in people]


def _admit(
    service: Service, scope: Scope, person: PersonId, *, year: str, key: str
) -> dict[str, Any]:
    id = mentee_id(person, year)
    done = service.handler.carried_out(scope, MENTEE, id, Admit, key)
    if not done and service.handler.state(scope, MENTEE, id).state.status == "admitted":
        return _outcome(person, "already")
    try:
        outcome = admit_mentee(service, scope, person, year=year, key=key)
    except Unavailable:
        raise
    except DomainError as error:
        return _outcome(person, "refused", code=error.code)
    return _outcome(person, "admitted", commit=outcome.commit)


def _outcome(
    person: PersonId, outcome: str, *, code: str | None = None, commit: str | None = None
) -> dict[str, Any]:
    return {"person": person, "outcome": outcome, "code": code, "commit": commit}
