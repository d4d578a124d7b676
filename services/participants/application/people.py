"""What the service may open of a person: names for those who may see them, ages for its rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.participants.domain.ages import age_on, parse_birth_date
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.person.decider import PERSON, Person
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, stream_id
from shared.domain.personal import Personal
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the service's own rules need them; never an answer to a request."""

    id: PersonId
    birth_date: date | None
    group: str
    minor: bool

    def age(self, today: date) -> int | None:
        return age_on(self.birth_date, today) if self.birth_date else None


def existing_person(service: Service, scope: Scope, person: PersonId) -> Person:
    """Raises NotFound also for a person who was erased."""
    state = service.handler.existing(scope, PERSON, person).state
    if state.erased:
        raise NotFound("there is no such person")
    return state


def require_participant(service: Service, scope: Scope, person: PersonId) -> None:
    """A person of this tenant, or another tenant's mentor by a live card. Raises NotFound."""
    card = service.handler.state(scope, MENTOR_CARD, person)
    if card.version == 0:
        existing_person(service, scope, person)
    elif not card.state.lives_on(service.clock.today()):
        raise NotFound("the mentor's card is no longer here")


def known_among(service: Service, scope: Scope, people: Sequence[PersonId]) -> frozenset[PersonId]:
    """Those on a list of any year, in one of the two bases, or here by a card."""
    found: set[str] = set()
    for view, field in (("candidates", "person"), ("mentees", "person"), ("mentors", "id")):
        rows = service.views.reader(scope, view).all({field: {"$in": list(people)}})
        found.update(row[field] for row in rows)
    return frozenset(PersonId(person) for person in found)


def known(service: Service, scope: Scope, person: PersonId) -> Known:
    state = existing_person(service, scope, person)
    birth = parse_birth_date(opened(service, scope, state.birth_date))
    group = opened(service, scope, state.group) or ""
    return Known(person, birth, group, state.minor)


def opened(service: Service, scope: Scope, value: Personal | None) -> str | None:
    """The text of a loaded value, ``None`` once its key is gone."""
    if value is None:
        return None
    if not value.is_sealed:
        return value.plain
    return service.vault.open(scope.tenant, value.sealed)


def opened_json(service: Service, scope: Scope, value: Personal | None) -> dict[str, Any] | None:
    text = opened(service, scope, value)
    return dict(json.loads(text)) if text else None


def names_of(
    service: Service,
    scope: Scope,
    people: Iterable[PersonId],
    *,
    why: str,
    what: Sequence[str] = ("name",),
) -> dict[PersonId, str]:
    """Names of people and cards of this tenant; who asked, for whom and why is recorded."""
    wanted = list(dict.fromkeys(people))
    tokens = _name_tokens(service, scope, wanted)
    texts = service.vault.open_many(scope.tenant, list(tokens.values()))
    names = {person: texts[token] for person, token in tokens.items() if texts.get(token)}
    seen = sorted(names) if tuple(what) == ("name",) else wanted
    record_read(service, scope, seen, why, what)
    return {person: name for person, name in names.items() if name}


def known_contacts(
    service: Service, scope: Scope, people: Iterable[PersonId]
) -> dict[PersonId, str]:
    """Contacts of people of this tenant; whoever calls records the reading with the names."""
    streams = {stream_id("person", person): person for person in people}
    found = service.store.last_commits(scope.tenant, list(streams))
    tokens = {
        streams[stream]: person.contact.sealed
        for stream, events in found.items()
        if (person := PERSON.fold(events)).id and not person.erased
    }
    texts = service.vault.open_many(scope.tenant, list(tokens.values()))
    return {person: text for person, token in tokens.items() if (text := texts.get(token))}


def _name_tokens(
    service: Service, scope: Scope, people: Sequence[PersonId]
) -> Mapping[PersonId, str]:
    streams = {stream_id("person", person): person for person in people}
    streams |= {stream_id("mentor_card", person): person for person in people}
    found = service.store.last_commits(scope.tenant, list(streams))
    tokens: dict[PersonId, str] = {}
    for stream, events in found.items():
        if stream.startswith("person-"):
            person = PERSON.fold(events)
            if not person.erased:
                tokens[streams[stream]] = person.name.sealed
        else:
            card = MENTOR_CARD.fold(events)
            if card.shown and card.lives_on(service.clock.today()):
                tokens[streams[stream]] = card.shown.name.sealed
    return tokens


def record_read(
    service: Service,
    scope: Scope,
    subjects: Sequence[str],
    why: str,
    what: Sequence[str] = ("name",),
) -> None:
    """Every reading of personal data is itself recorded; ``what`` are the kinds of data."""
    service.reads.record(scope, subjects, why=why, what=what, at=service.clock.now())
