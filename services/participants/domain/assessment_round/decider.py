"""Both stages use one version of one instrument, else before and after cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.assessment_round import commands, events
from services.participants.domain.assessment_round.commands import AssessmentRoundCommand
from services.participants.domain.assessment_round.events import (
    AssessmentRoundEvent,
    RoundClosed,
    RoundOpened,
    RoundReopened,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class AssessmentRound:
    opened: RoundOpened | None = None
    closed: bool = False
    measured: tuple[PersonId, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.opened is not None and not self.closed

    @property
    def instrument(self) -> tuple[str, int] | None:
        if self.opened is None:
            return None
        return self.opened.instrument, self.opened.instrument_version

    @property
    def parameters(self) -> tuple[str, ...]:
        return self.opened.parameters if self.opened is not None else ()


def decide(
    command: AssessmentRoundCommand, round: AssessmentRound
) -> Sequence[AssessmentRoundEvent]:
    if isinstance(command, commands.Open):
        return _open(command, round)
    opened = round.opened
    if opened is None:
        raise NotFound("the round was not opened")
    about = (opened.programme, opened.year, opened.role, opened.stage)
    match command:
        case commands.Close(measured):
            if not measured:
                raise Refused("nobody is measured yet", code="nobody-measured")
            if round.closed:
                return []
            return [RoundClosed(*about, tuple(sorted(measured)))]
        case commands.Reopen(reason):
            return [RoundReopened(*about, reason)] if round.closed else []
        case _:
            assert_never(command)


def _open(command: commands.Open, round: AssessmentRound) -> Sequence[AssessmentRoundEvent]:
    wanted = (command.instrument, command.instrument_version)
    if round.opened is not None:
        if round.instrument == wanted and round.parameters == command.parameters:
            return []
        raise AlreadyExists("the round was opened with another instrument")
    if command.stage == 2 and command.first is None:
        raise Refused("the second measurement needs a first one", code="first-measurement-missing")
    if command.stage == 2 and command.first != wanted:
        same = "both measurements use the same version of the same instrument"
        raise Refused(same, code="another-instrument")
    if command.stage == 2 and command.first_parameters != command.parameters:
        raise Refused("both measurements use the same parameters", code="another-instrument")
    return [
        RoundOpened(
            command.programme,
            command.year,
            command.role,
            command.stage,
            command.instrument,
            command.instrument_version,
            command.parameters,
        )
    ]


def evolve(round: AssessmentRound, event: AssessmentRoundEvent) -> AssessmentRound:
    match event:
        case events.RoundOpened():
            return AssessmentRound(event)
        case events.RoundClosed():
            return replace(round, closed=True, measured=event.measured)
        case events.RoundReopened():
            return replace(round, closed=False, measured=())
        case _:
            assert_never(event)


ASSESSMENT_ROUND: Decider[AssessmentRoundCommand, AssessmentRoundEvent, AssessmentRound] = Decider(
    "assessment_round",
    (RoundOpened, RoundClosed, RoundReopened),
    AssessmentRound(),
    decide,
    evolve,
)
