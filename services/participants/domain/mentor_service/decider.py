"""Each source's last sums count; an award counts once, and not at all once it is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.mentor_service import commands, events
from services.participants.domain.mentor_service.commands import MentorServiceCommand
from services.participants.domain.mentor_service.events import MentorServiceEvent
from shared.domain.decider import Decider


@dataclass(frozen=True, slots=True)
class MentorService:
    told: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    awards: frozenset[str] = frozenset()
    taken_back: frozenset[str] = frozenset()


def decide(command: MentorServiceCommand, service: MentorService) -> Sequence[MentorServiceEvent]:
    match command:
        case commands.TellHours(person, school, source, meetings, minutes):
            if service.told.get(source, (0, 0)) == (meetings, minutes):
                return []
            return [events.HoursTold(person, school, source, meetings, minutes)]
        case commands.TellAward(person, school, award, year):
            if award in service.awards | service.taken_back:
                return []
            return [events.AwardTold(person, school, award, year)]
        case commands.TakeAwardBack(person, school, award, year, known_only):
            unheard = known_only and award not in service.awards
            if unheard or award in service.taken_back:
                return []
            return [events.AwardTakenBack(person, school, award, year)]
        case _:
            assert_never(command)


def evolve(service: MentorService, event: MentorServiceEvent) -> MentorService:
    match event:
        case events.HoursTold(_, _, source, meetings, minutes):
            return replace(service, told={**service.told, source: (meetings, minutes)})
        case events.AwardTold(_, _, award):
            return replace(service, awards=service.awards | {award})
        case events.AwardTakenBack(_, _, award):
            return replace(
                service, awards=service.awards - {award}, taken_back=service.taken_back | {award}
            )
        case _:
            assert_never(event)


MENTOR_SERVICE: Decider[MentorServiceCommand, MentorServiceEvent, MentorService] = Decider(
    "mentor_service",
    (events.HoursTold, events.AwardTold, events.AwardTakenBack),
    MentorService(),
    decide,
    evolve,
)
