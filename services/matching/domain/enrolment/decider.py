"""A mentee stands in one pairing of a programme at a time; who has stopped joins none.

Joining is stored together with the pairing's proposal, so that a person's stop, which is an event
of the same stream, finds every pairing of theirs and none can slip in after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.matching.domain.enrolment import commands, events
from services.matching.domain.enrolment.commands import EnrolmentCommand
from services.matching.domain.enrolment.events import EnrolmentEvent
from shared.domain.decider import Decider
from shared.domain.errors import Refused
from shared.domain.ids import PairingId


@dataclass(frozen=True, slots=True)
class Enrolment:
    pairings: Mapping[PairingId, events.PairingJoined] = field(default_factory=dict)
    reasons: frozenset[str] = frozenset()


def decide(command: EnrolmentCommand, enrolment: Enrolment) -> list[EnrolmentEvent]:
    match command:
        case commands.Join():
            return _join(command, enrolment)
        case commands.Leave(pairing):
            return [events.PairingLeft(pairing)] if pairing in enrolment.pairings else []
        case commands.Stop(person, reason):
            if reason in enrolment.reasons:
                return []
            return [events.ParticipationStopped(person, reason)]
        case commands.Restore(person, reasons):
            fallen = tuple(sorted(enrolment.reasons & set(reasons)))
            return [events.ParticipationRestored(person, fallen)] if fallen else []
        case _:
            assert_never(command)


def _join(command: commands.Join, enrolment: Enrolment) -> list[EnrolmentEvent]:
    if command.pairing in enrolment.pairings:
        return []
    if enrolment.reasons:
        raise Refused("the person does not take part now", code="stopped")
    paired = any(
        held.programme == command.programme and held.side == "mentee"
        for held in enrolment.pairings.values()
    )
    if paired and command.side == "mentee":
        raise Refused("the mentee is in another pairing of the programme", code="paired")
    return [events.PairingJoined(command.person, command.pairing, command.programme, command.side)]


def evolve(enrolment: Enrolment, event: EnrolmentEvent) -> Enrolment:
    match event:
        case events.PairingJoined():
            return replace(enrolment, pairings={**enrolment.pairings, event.pairing: event})
        case events.PairingLeft(left):
            pairings = {k: v for k, v in enrolment.pairings.items() if k != left}
            return replace(enrolment, pairings=pairings)
        case events.ParticipationStopped(reason=reason):
            return replace(enrolment, reasons=enrolment.reasons | {reason})
        case events.ParticipationRestored(reasons=reasons):
            return replace(enrolment, reasons=enrolment.reasons - set(reasons))
        case _:
            assert_never(event)


ENROLMENT: Decider[EnrolmentCommand, EnrolmentEvent, Enrolment] = Decider(
    "enrolment", events.EVENTS, Enrolment(), decide, evolve
)
