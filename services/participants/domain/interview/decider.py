"""An interview is held, written down, and only then decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.interview import commands, events
from services.participants.domain.interview.commands import InterviewCommand, purpose_of
from services.participants.domain.interview.events import (
    InterviewCancelled,
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
        return _schedule(command, interview)
    scheduled = interview.scheduled
    if isinstance(command, commands.Cancel):
        return _cancel(command, interview, scheduled) if scheduled else []
    if scheduled is None:
        raise NotFound("no interview was scheduled")
    match command:
        case commands.WriteProtocol(protocol, scores):
            purpose = purpose_of(scheduled.psychologist)
            return [ProtocolWritten(scheduled.person, purpose, protocol, scores)]
        case commands.Decide(decision, reason):
            if interview.protocol is None:
                missing = "a decision needs the protocol of the interview"
                raise Refused(missing, code="protocol-missing")
            if decision == "refuse" and not reason:
                raise Refused("a refusal names its reason", code="reason-missing")
            decided = InterviewDecided(scheduled.person, scheduled.year, decision, reason)
            return [] if interview.decided == decided else [decided]
        case _:
            assert_never(command)


def _schedule(command: commands.Schedule, interview: Interview) -> Sequence[InterviewEvent]:
    scheduled = InterviewScheduled(
        command.person,
        command.year,
        command.slot,
        command.psychologist,
        command.minutes,
        command.slot_id,
    )
    if interview.scheduled == scheduled:
        return []
    if interview.protocol is not None:
        raise Refused("the interview was held already", code="interview-held")
    held = interview.scheduled.slot_id if interview.scheduled else ""
    if held and held not in (command.moves, command.slot_id):
        raise Refused("a time is booked already", code="interview-booked")
    return [scheduled]


def _cancel(
    command: commands.Cancel, interview: Interview, scheduled: InterviewScheduled
) -> Sequence[InterviewEvent]:
    if interview.protocol is not None:
        raise Refused("the interview was held already", code="interview-held")
    return [InterviewCancelled(scheduled.person, scheduled.year, command.reason)]


def evolve(interview: Interview, event: InterviewEvent) -> Interview:
    match event:
        case events.InterviewScheduled():
            return Interview(event)
        case events.InterviewCancelled():
            return Interview()
        case events.ProtocolWritten():
            return replace(interview, protocol=event)
        case events.InterviewDecided():
            return replace(interview, decided=event)
        case _:
            assert_never(event)


INTERVIEW: Decider[InterviewCommand, InterviewEvent, Interview] = Decider(
    "interview",
    (InterviewScheduled, InterviewCancelled, ProtocolWritten, InterviewDecided),
    Interview(),
    decide,
    evolve,
)
