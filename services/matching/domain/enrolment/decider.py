"""Stopping goes through a stream of its own, so that what it undoes is read after all before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from services.matching.domain.enrolment import commands, events
from services.matching.domain.enrolment.commands import EnrolmentCommand
from services.matching.domain.enrolment.events import EnrolmentEvent
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class Enrolment:
    reasons: frozenset[str] = frozenset()

    @property
    def stopped(self) -> bool:
        return bool(self.reasons)


def decide(command: EnrolmentCommand, enrolment: Enrolment) -> list[EnrolmentEvent]:
    match command:
        case commands.Stop(person, reason):
            if reason in enrolment.reasons:
                return []
            return [events.ParticipationStopped(person, reason)]
        case commands.Restore(person):
            return [events.ParticipationRestored(person)] if enrolment.stopped else []
        case _:
            assert_never(command)


def evolve(enrolment: Enrolment, event: EnrolmentEvent) -> Enrolment:
    match event:
        case events.ParticipationStopped(reason=reason):
            return Enrolment(enrolment.reasons | {reason})
        case events.ParticipationRestored():
            return Enrolment()
        case _:
            assert_never(event)


ENROLMENT: Decider[EnrolmentCommand, EnrolmentEvent, Enrolment] = Decider(
    "enrolment", events.EVENTS, Enrolment(), decide, evolve
)
