"""Finding people by name without any name in the store: keyed hashes of the words of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar

from services.participants.application.people import opened
from services.participants.domain.person.decider import PERSON
from services.participants.domain.person.events import PersonCorrected, PersonRegistered
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope

_SHORTEST = 3


def words_of(text: str) -> list[str]:
    """Lower case, ё as е, letters and digits only."""
    return re.findall(r"\w+", text.lower().replace("ё", "е"))


def tokens_of(service: Service, scope: Scope, name: str) -> list[str]:
    """The hash of each word and of each beginning of it with three letters or more."""
    parts = {
        word[:length] for word in words_of(name) for length in range(_SHORTEST, len(word) + 1)
    } | set(words_of(name))
    return sorted(service.vault.digest(scope.tenant, f"name:{part}") for part in parts)


def found_by_name(service: Service, scope: Scope, words: str) -> list[PersonId]:
    """At most 200 people of this tenant whose names hold words that begin so."""
    asked = [service.vault.digest(scope.tenant, f"name:{word}") for word in words_of(words)]
    if not asked:
        return []
    wanted = {"tenant": scope.tenant, "tokens": {"$all": asked}}
    return [PersonId(found["person"]) for found in service.db.lookup.find(wanted).limit(200)]


def named_so(
    service: Service, scope: Scope, words: str, among: Iterable[PersonId]
) -> frozenset[PersonId]:
    """Those of ``among`` whose names hold words that begin so; nobody where no word is given."""
    asked = [service.vault.digest(scope.tenant, f"name:{word}") for word in words_of(words)]
    if not asked:
        return frozenset()
    people = list(among)
    wanted = {"tenant": scope.tenant, "person": {"$in": people}, "tokens": {"$all": asked}}
    return frozenset(PersonId(found["person"]) for found in service.db.lookup.find(wanted))


class NamesCanBeFound(Policy):
    """Keeps the look-up collection; erasure empties it again."""

    name = "names_can_be_found"
    on: ClassVar[tuple[type, ...]] = (PersonRegistered, PersonCorrected)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        person: PersonId = recorded.event.person
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        state = service.handler.state(scope, PERSON, person).state
        name = opened(service, scope, state.name)
        if state.erased or not name:
            return
        document = {
            "tenant": recorded.tenant,
            "person": person,
            "tokens": tokens_of(service, scope, name),
        }
        id = f"{recorded.tenant}|{person}"
        service.db.lookup.replace_one({"_id": id}, document, upsert=True)
