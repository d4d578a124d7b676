"""Meetings and mentor may become known in any order; a meeting counts once, a struck one never."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.pairing_service import commands, events
from services.participants.domain.pairing_service.commands import PairingServiceCommand
from services.participants.domain.pairing_service.events import MentorServes, PairingServiceEvent
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class PairingService:
    mentor: MentorServes | None = None
    minutes: Mapping[str, int] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()

    @property
    def meetings(self) -> int:
        return len(self.minutes)

    @property
    def total(self) -> int:
        """Minutes of all meetings that count."""
        return sum(self.minutes.values())


def decide(
    command: PairingServiceCommand, service: PairingService
) -> Sequence[PairingServiceEvent]:
    match command:
        case commands.NameMentor(pairing, home, home_person):
            if service.mentor is not None:
                return []
            return [events.MentorServes(pairing, home, home_person)]
        case commands.CountMeeting(pairing, meeting, minutes):
            if meeting in service.struck or service.minutes.get(meeting) == minutes:
                return []
            return [events.MeetingCounted(pairing, meeting, minutes)]
        case commands.UncountMeeting(pairing, meeting):
            if meeting in service.struck:
                return []
            return [events.MeetingUncounted(pairing, meeting)]
        case _:
            assert_never(command)


def evolve(service: PairingService, event: PairingServiceEvent) -> PairingService:
    match event:
        case events.MentorServes():
            return replace(service, mentor=event)
        case events.MeetingCounted(_, meeting, minutes):
            return replace(service, minutes={**service.minutes, meeting: minutes})
        case events.MeetingUncounted(_, meeting):
            kept = {m: length for m, length in service.minutes.items() if m != meeting}
            return replace(service, minutes=kept, struck=service.struck | {meeting})
        case _:
            assert_never(event)


PAIRING_SERVICE: Decider[PairingServiceCommand, PairingServiceEvent, PairingService] = Decider(
    "pairing_service",
    (events.MentorServes, events.MeetingCounted, events.MeetingUncounted),
    PairingService(),
    decide,
    evolve,
)
