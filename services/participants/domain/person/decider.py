"""A person is registered once, may be a candidate in several years, and can be erased for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.person import commands, events
from services.participants.domain.person.commands import PersonCommand
from services.participants.domain.person.events import PersonEvent, Role
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
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
    cards: frozenset[PersonId] = frozenset()
    merged_into: PersonId | None = None


def decide(command: PersonCommand, person: Person) -> Sequence[PersonEvent]:
    if isinstance(command, commands.Register):
        return _register(command, person)
    if person.id is None or (person.erased and not isinstance(command, commands.Erase)):
        raise NotFound("there is no such person")
    _require_unmerged(command, person)
    match command:
        case commands.Correct(name, birth_date, contact):
            return [events.PersonCorrected(person.id, name, birth_date, contact)]
        case commands.EnterAsCandidate() | commands.RemoveCandidate():
            return _stand(command, person, person.id)
        case commands.ComeOfAge(today):
            return [] if person.of_age else [events.CameOfAge(person.id, today)]
        case commands.Erase():
            return [] if person.erased else [events.PersonErased(person.id)]
        case commands.TakeIn() | commands.MergeInto():
            return _merge(command, person, person.id)
        case _:
            assert_never(command)


def _stand(
    command: commands.EnterAsCandidate | commands.RemoveCandidate, person: Person, id: PersonId
) -> Sequence[PersonEvent]:
    stands = (command.role, command.year) in person.candidacies
    if isinstance(command, commands.RemoveCandidate):
        return [events.CandidateRemoved(id, command.role, command.year)] if stands else []
    if stands and command.minor == person.minor:
        return []
    return [
        events.CandidateRegistered(id, command.role, command.year, command.minor, command.group)
    ]


def _merge(
    command: commands.TakeIn | commands.MergeInto, person: Person, id: PersonId
) -> Sequence[PersonEvent]:
    if isinstance(command, commands.TakeIn):
        if command.card == id:
            raise Invalid("two different cards are merged", {"keep": ["another card"]})
        return [] if command.card in person.cards else [events.CardTakenIn(id, command.card)]
    if person.merged_into == command.person:
        return []
    return [events.PersonMerged(id, command.person)]


def _require_unmerged(command: PersonCommand, person: Person) -> None:
    """A merged card keeps its history; what is new goes to the card that was kept."""
    if person.merged_into is None:
        return
    again = isinstance(command, commands.MergeInto) and command.person == person.merged_into
    ends = commands.RemoveCandidate | commands.ComeOfAge | commands.Erase
    if not again and not isinstance(command, ends):
        raise Refused("the card was merged into another", code="merged")


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
        case events.CardTakenIn(_, card):
            return replace(person, cards=person.cards | {card})
        case events.PersonMerged(_, into):
            return replace(person, merged_into=into)
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
        events.CardTakenIn,
        events.PersonMerged,
    ),
    Person(),
    decide,
    evolve,
)
