"""A time belongs to whoever books it first; it is free again when they give it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.interview_slot import commands, events
from services.participants.domain.interview_slot.commands import InterviewSlotCommand
from services.participants.domain.interview_slot.events import InterviewSlotEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class InterviewSlot:
    offered: events.SlotOffered | None = None
    holder: PersonId | None = None
    withdrawn: bool = False


def decide(command: InterviewSlotCommand, slot: InterviewSlot) -> Sequence[InterviewSlotEvent]:
    if isinstance(command, commands.Offer):
        return _offer(command, slot)
    offered = slot.offered
    if offered is None:
        raise NotFound("there is no such time")
    match command:
        case commands.Book():
            return _book(command, slot, offered)
        case commands.Free(person):
            freed = events.SlotFreed(offered.slot, offered.year, person)
            return [freed] if slot.holder == person else []
        case commands.Withdraw():
            if slot.holder is not None:
                raise Refused("somebody is booked for this time", code="slot-booked")
            gone = events.SlotWithdrawn(offered.slot, offered.year)
            return [] if slot.withdrawn else [gone]
        case _:
            assert_never(command)


def _offer(command: commands.Offer, slot: InterviewSlot) -> Sequence[InterviewSlotEvent]:
    if slot.offered is not None:
        raise AlreadyExists("the time was offered already")
    if command.starts <= command.now:
        raise Refused("the time has passed", code="slot-past")
    return [
        events.SlotOffered(
            command.slot,
            command.year,
            command.starts,
            command.minutes,
            command.psychologist,
            command.place,
        )
    ]


def _book(
    command: commands.Book, slot: InterviewSlot, offered: events.SlotOffered
) -> Sequence[InterviewSlotEvent]:
    if slot.withdrawn:
        raise NotFound("there is no such time")
    if slot.holder == command.person:
        return []
    if slot.holder is not None:
        raise Refused("somebody else has taken this time", code="slot-taken")
    if offered.starts <= command.now:
        raise Refused("the time has passed", code="slot-past")
    return [events.SlotBooked(offered.slot, offered.year, command.person)]


def evolve(slot: InterviewSlot, event: InterviewSlotEvent) -> InterviewSlot:
    match event:
        case events.SlotOffered():
            return InterviewSlot(event)
        case events.SlotBooked(person=person):
            return replace(slot, holder=person)
        case events.SlotFreed():
            return replace(slot, holder=None)
        case events.SlotWithdrawn():
            return replace(slot, withdrawn=True)
        case _:
            assert_never(event)


INTERVIEW_SLOT: Decider[InterviewSlotCommand, InterviewSlotEvent, InterviewSlot] = Decider(
    "interview_slot",
    (events.SlotOffered, events.SlotBooked, events.SlotFreed, events.SlotWithdrawn),
    InterviewSlot(),
    decide,
    evolve,
)
