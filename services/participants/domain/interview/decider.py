"""An interview is held, written down, and only then decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.interview import commands, events
from services.participants.domain.interview.commands import InterviewCommand, purpose_of
from services.participants.domain.interview.events import (
    InterviewDecided,
    InterviewEvent,
    InterviewScheduled,
    ProtocolWritten,
)
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused


@dataclass(frozen=True, slots=True)
class Interview:
    scheduled: InterviewScheduled | None = None
    protocol: ProtocolWritten | None = None
    decided: InterviewDecided | None = None


def decide(command: InterviewCommand, interview: Interview) -> Sequence[InterviewEvent]:
    if isinstance(command, commands.Schedule):
        scheduled = InterviewScheduled(
            command.person, command.year, command.slot, command.psychologist
        )
        if interview.protocol is not None:
            raise Refused("the interview was held already")
        return [] if interview.scheduled == scheduled else [scheduled]
    scheduled_ = interview.scheduled
    if scheduled_ is None:
        raise NotFound("no interview was scheduled")
    match command:
        case commands.WriteProtocol(protocol):
            purpose = purpose_of(scheduled_.psychologist)
            return [ProtocolWritten(scheduled_.person, purpose, protocol)]
        case commands.Decide(decision, reason):
            if interview.protocol is None:
                raise Refused("a decision needs the protocol of the interview")
            if decision == "refuse" and not reason:
                raise Refused("a refusal names its reason")
            decided = InterviewDecided(scheduled_.person, scheduled_.year, decision, reason)
            return [] if interview.decided == decided else [decided]
        case _:
            assert_never(command)


def evolve(interview: Interview, event: InterviewEvent) -> Interview:
    match event:
        case events.InterviewScheduled():
            return Interview(event)
        case events.ProtocolWritten():
            return replace(interview, protocol=event)
        case events.InterviewDecided():
            return replace(interview, decided=event)
        case _:
            assert_never(event)


INTERVIEW: Decider[InterviewCommand, InterviewEvent, Interview] = Decider(
    "interview",
    (InterviewScheduled, ProtocolWritten, InterviewDecided),
    Interview(),
    decide,
    evolve,
)
