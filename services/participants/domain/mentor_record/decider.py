"""Who stays in the long-term base, and who is offered to the municipality without a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.features import CHOSEN
from services.participants.domain.mentor_record import commands, events
from services.participants.domain.mentor_record.commands import MentorRecordCommand
from services.participants.domain.mentor_record.events import (
    MentorRecordEvent,
    MentorStays,
    StandingSet,
)
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, Refused
from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class MentorRecord:
    person: PersonId | None = None
    stays: Mapping[str, MentorStays] = field(default_factory=dict)
    entry: str = ""
    receivers: frozenset[TenantId] = frozenset()
    standing: StandingSet | None = None


def decide(command: MentorRecordCommand, record: MentorRecord) -> Sequence[MentorRecordEvent]:
    match command:
        case commands.Stay():
            return _stay(command, record)
        case commands.OfferInCatalogue(person, entry, paper):
            return [] if record.entry else [events.CatalogueOffered(person, entry, paper)]
        case commands.LeaveCatalogue():
            if not record.entry or record.person is None:
                return []
            return [events.CatalogueLeft(record.person, record.entry)]
        case commands.NoteReceiver(person, school):
            return [] if school in record.receivers else [events.SharedWith(person, school)]
        case commands.SetStanding():
            return _set_standing(command, record)
        case commands.EndStanding():
            return [events.StandingEnded(record.standing.person)] if record.standing else []
        case _:
            assert_never(command)


def _set_standing(
    command: commands.SetStanding, record: MentorRecord
) -> Sequence[MentorRecordEvent]:
    if command.until < command.today:
        raise Refused("a permission cannot end in the past")
    if not command.forms or command.places < 1:
        raise Invalid("a permission names at least one form and one place")
    standing = StandingSet(
        command.person,
        command.forms,
        tuple(sorted(set(command.schools))),
        command.places,
        command.until,
        tuple(field for field in CHOSEN if field in command.fields),
        command.hours,
    )
    return [] if record.standing == standing else [standing]


def _stay(command: commands.Stay, record: MentorRecord) -> Sequence[MentorRecordEvent]:
    if command.stays and command.until is None:
        raise Invalid("who stays, stays until a date")
    if command.stays and command.until is not None and command.until < command.today:
        raise Refused("nobody stays until a day in the past")
    stays = MentorStays(
        command.person,
        command.year,
        command.stays,
        command.until if command.stays else None,
        command.forms,
        command.schools,
    )
    return [] if record.stays.get(command.year) == stays else [stays]


def evolve(record: MentorRecord, event: MentorRecordEvent) -> MentorRecord:
    match event:
        case events.MentorStays(person, year):
            return replace(record, person=person, stays={**record.stays, year: event})
        case events.CatalogueOffered(person, entry):
            return replace(record, person=person, entry=entry)
        case events.CatalogueLeft():
            return replace(record, entry="")
        case events.StandingSet(person):
            return replace(record, person=person, standing=event)
        case events.StandingEnded():
            return replace(record, standing=None)
        case events.SharedWith(person, school):
            return replace(record, person=person, receivers=record.receivers | {school})
        case _:
            assert_never(event)


MENTOR_RECORD: Decider[MentorRecordCommand, MentorRecordEvent, MentorRecord] = Decider(
    "mentor_record",
    (
        events.MentorStays,
        events.CatalogueOffered,
        events.CatalogueLeft,
        events.SharedWith,
        events.StandingSet,
        events.StandingEnded,
    ),
    MentorRecord(),
    decide,
    evolve,
)
