"""An award goes from a nomination over the jury's decision to the mentor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from services.reporting.domain.award import commands, events
from services.reporting.domain.award.commands import AwardCommand
from services.reporting.domain.award.events import NOBODY, AwardEvent
from services.reporting.domain.years import check_year
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Award:
    id: str = ""
    year: str = ""
    mentor: PersonId = NOBODY
    status: str = ""


def decide(command: AwardCommand, award: Award) -> list[AwardEvent]:
    if isinstance(command, commands.Nominate):
        return _nominate(command, award)
    if not award.id:
        raise NotFound("no such award")
    match command:
        case commands.Decide(chosen, protocol, rank):
            if award.status != "nominated":
                raise Refused("the jury has decided already", code="decided")
            return [events.JuryDecided(chosen, award.mentor, protocol, rank)]
        case commands.Give(on):
            if award.status == "given":
                return []
            if award.status != "chosen":
                raise Refused("only what the jury has chosen is given", code="not-chosen")
            return [events.AwardGiven(award.id, award.mentor, award.year, on)]
        case commands.Revoke():
            if award.status == "revoked":
                return []
            whose = award.mentor if award.status == "given" else NOBODY
            return [events.AwardRevoked(award.id, award.year, whose)]
        case _:
            assert_never(command)


def _nominate(command: commands.Nominate, award: Award) -> list[AwardEvent]:
    if award.id:
        raise AlreadyExists("the nomination exists already")
    check_year(command.year)
    if not command.title.plain.strip():
        raise Invalid("an award has a title", {"title": ["empty"]})
    return [
        events.MentorNominated(
            command.award, command.year, command.mentor, command.title, command.reason
        )
    ]


def evolve(award: Award, event: AwardEvent) -> Award:
    match event:
        case events.MentorNominated(id, year, mentor):
            return Award(id, year, mentor, "nominated")
        case events.JuryDecided(chosen):
            return replace(award, status="chosen" if chosen else "declined")
        case events.AwardGiven():
            return replace(award, status="given")
        case events.AwardRevoked():
            return replace(award, status="revoked")
        case _:
            assert_never(event)


AWARD: Decider[AwardCommand, AwardEvent, Award] = Decider(
    "award", events.EVENTS, Award(), decide, evolve
)
