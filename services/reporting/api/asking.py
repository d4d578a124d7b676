"""What several routes ask of a request: a new id, a person, opened texts."""

from __future__ import annotations

import json
from typing import Any

from shared.domain.errors import Forbidden, Invalid
from shared.domain.ids import PersonId, derived_id
from shared.http.api import current


def new_thing(noun: str, *more: str) -> str:
    """The same idempotency key gives the same id."""
    now = current()
    return derived_id(noun, now.scope.tenant, now.scope.actor, now.key, *more)


def year_thing(noun: str, year: str, *more: str) -> str:
    """An id that anybody of the tenant can compute."""
    return derived_id(noun, current().scope.tenant, year, *more)


def answering_person(named: str | None) -> PersonId:
    """Who answers: the signed-in person, or whom the coordinator enters a paper form for."""
    scope = current().scope
    if named is not None and named != scope.person:
        if "coordinator" not in scope.roles:
            raise Forbidden("you may answer for yourself only")
        return PersonId(named)
    if scope.person is None:
        raise Invalid("say whose answer it is", {"person": ["required"]})
    return scope.person


def opened(token: str | None) -> Any:
    """The JSON inside a sealed text; ``None`` once it is erased or withdrawn."""
    if token is None:
        return None
    now = current()
    text = now.service.vault.open(now.scope.tenant, token)
    return None if text is None else json.loads(text)


def opened_text(token: str | None) -> str | None:
    if token is None:
        return None
    now = current()
    return now.service.vault.open(now.scope.tenant, token)
