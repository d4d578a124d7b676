"""A person is registered once, may be a candidate in several years, and can be erased for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.person import commands, events
from services.participants.domain.person.commands import PersonCommand
from services.participants.domain.person.events import PersonEvent, Role
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound
from shared.domain.ids import PersonId
from shared.domain.personal import Personal

EMPTY = Personal.of("")


@dataclass(frozen=True, slots=True)
class Person:
    id: PersonId | None = None
    name: Personal = EMPTY
    birth_date: Personal = EMPTY
    contact: Personal = EMPTY
    group: Personal = EMPTY
    candidacies: frozenset[tuple[Role, str]] = frozenset()
    minor: bool = False
    of_age: bool = False
    erased: bool = False


def decide(command: PersonCommand, person: Person) -> Sequence[PersonEvent]:
    if isinstance(command, commands.Register):
        return _register(command, person)
    if person.id is None or (person.erased and not isinstance(command, commands.Erase)):
        raise NotFound("there is no such person")
    match command:
        case commands.Correct(name, birth_date, contact):
            return [events.PersonCorrected(person.id, name, birth_date, contact)]
        case commands.EnterAsCandidate(role, year, minor, group):
            if (role, year) in person.candidacies and minor == person.minor:
                return []
            return [events.CandidateRegistered(person.id, role, year, minor, group)]
        case commands.RemoveCandidate(role, year):
            if (role, year) not in person.candidacies:
                return []
            return [events.CandidateRemoved(person.id, role, year)]
        case commands.ComeOfAge(today):
            return [] if person.of_age else [events.CameOfAge(person.id, today)]
        case commands.Erase():
            return [] if person.erased else [events.PersonErased(person.id)]
        case _:
            assert_never(command)


def _register(command: commands.Register, person: Person) -> Sequence[PersonEvent]:
    if person.id:
        raise AlreadyExists("the person is registered already")
    return [
        events.PersonRegistered(command.person, command.name, command.birth_date, command.contact)
    ]


def evolve(person: Person, event: PersonEvent) -> Person:
    match event:
        case events.PersonRegistered(id, name, birth_date, contact) | (
            events.PersonCorrected(id, name, birth_date, contact)
        ):
            return replace(person, id=id, name=name, birth_date=birth_date, contact=contact)
        case events.CandidateRegistered(_, role, year, minor, group):
            return replace(
                person,
                candidacies=person.candidacies | {(role, year)},
                minor=minor,
                group=group,
            )
        case events.CandidateRemoved(_, role, year):
            return replace(person, candidacies=person.candidacies - {(role, year)})
        case events.CameOfAge():
            return replace(person, of_age=True, minor=False)
        case events.PersonErased():
            return replace(person, erased=True)
        case _:
            assert_never(event)


PERSON: Decider[PersonCommand, PersonEvent, Person] = Decider(
    "person",
    (
        events.PersonRegistered,
        events.PersonCorrected,
        events.CandidateRegistered,
        events.CandidateRemoved,
        events.CameOfAge,
        events.PersonErased,
    ),
    Person(),
    decide,
    evolve,
)
