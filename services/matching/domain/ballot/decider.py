"""After the general meeting each side ranks up to three of those it met and may rule others out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, assert_never

from services.matching.domain.ballot import commands, events
from services.matching.domain.ballot.commands import BallotCommand
from services.matching.domain.ballot.events import BallotEvent
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId, ProgrammeId
from shared.domain.personal import Personal

RANKED: Final = 3


@dataclass(frozen=True, slots=True)
class Ballots:
    programme: ProgrammeId | None = None
    year: str = ""
    mentors: frozenset[PersonId] = frozenset()
    mentees: frozenset[PersonId] = frozenset()
    closes: date = date.min
    closed: bool = False
    choices: Mapping[PersonId, Personal] = field(default_factory=dict)


def decide(command: BallotCommand, ballots: Ballots) -> list[BallotEvent]:
    if isinstance(command, commands.OpenWindow):
        return _open(command, ballots)
    if ballots.programme is None:
        raise NotFound("no ballot was opened")
    match command:
        case commands.Cast():
            return _cast(command, ballots)
        case commands.Remind(today):
            return _remind(today, ballots)
        case commands.CloseBallots():
            if ballots.closed:
                return []
            invited = len(ballots.mentors) + len(ballots.mentees)
            return [
                events.BallotsClosed(ballots.programme, ballots.year, invited, len(ballots.choices))
            ]
        case _:
            assert_never(command)


def _open(command: commands.OpenWindow, ballots: Ballots) -> list[BallotEvent]:
    if ballots.programme is not None:
        raise AlreadyExists("the ballot of this programme was opened already")
    if not command.mentors or not command.mentees:
        raise Refused("a ballot needs people on both sides", code="nobody-met")
    both = set(command.mentors) & set(command.mentees)
    if both:
        raise Refused("a person votes on one side only", code="both-sides")
    if command.closes < command.today:
        raise Invalid("a ballot cannot close in the past", {"closes": ["today or later"]})
    return [
        events.WindowOpened(
            command.programme, command.year, tuple(sorted(set(command.mentors))),
            tuple(sorted(set(command.mentees))), command.closes,
        )
    ]  # fmt: skip


def _cast(command: commands.Cast, ballots: Ballots) -> list[BallotEvent]:
    _require_open(command.today, ballots)
    side: Literal["mentor", "mentee"]
    if command.voter in ballots.mentees:
        side, others = "mentee", ballots.mentors
    elif command.voter in ballots.mentors:
        side, others = "mentor", ballots.mentees
    else:
        raise Refused("only those who met may vote", code="not-invited")
    choice = json.loads(command.choice.plain)
    ranking, vetoes = choice.get("ranking", []), choice.get("vetoes", [])
    if len(ranking) > RANKED or len(set(ranking)) != len(ranking):
        raise Invalid("rank up to three, each once", {"ranking": ["up to three, each once"]})
    if set(ranking) & set(vetoes):
        raise Invalid("one person is both wished and ruled out", {"vetoes": ["not in the ranking"]})
    if not set(ranking) | set(vetoes) <= others:
        raise Invalid("vote for those you met", {"ranking": ["people of the other side"]})
    return [events.BallotCast(command.voter, side, command.choice, command.by)]


def _remind(today: date, ballots: Ballots) -> list[BallotEvent]:
    _require_open(today, ballots)
    silent = (ballots.mentors | ballots.mentees) - set(ballots.choices)
    return [events.VotersReminded(tuple(sorted(silent)), today)] if silent else []


def _require_open(today: date, ballots: Ballots) -> None:
    if ballots.closed or today > ballots.closes:
        raise Refused("the ballot is closed", code="ballot-closed")


def evolve(ballots: Ballots, event: BallotEvent) -> Ballots:
    match event:
        case events.WindowOpened(programme, year, mentors, mentees, closes):
            return replace(
                ballots, programme=programme, year=year, closes=closes,
                mentors=frozenset(mentors), mentees=frozenset(mentees),
            )  # fmt: skip
        case events.BallotCast(voter, _, choice):
            return replace(ballots, choices={**ballots.choices, voter: choice})
        case events.VotersReminded():
            return ballots
        case events.BallotsClosed():
            return replace(ballots, closed=True)
        case _:
            assert_never(event)


BALLOT: Decider[BallotCommand, BallotEvent, Ballots] = Decider(
    "ballot", events.EVENTS, Ballots(), decide, evolve
)
