"""Pairings begin, pause and end in matching; their meetings follow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.meetings.domain.meeting_series import commands
from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from services.meetings.domain.working_rules import commands as rules
from services.meetings.domain.working_rules.decider import WORKING_RULES
from shared.bus.port import Received
from shared.contracts import matching as messages
from shared.policies import Reaction
from shared.tenancy.scope import policy_scope

if TYPE_CHECKING:
    from shared.service import Service


class FollowPairings(Reaction):
    name: ClassVar[str] = "follow_pairings"
    on: ClassVar[tuple[type, ...]] = (
        messages.PairingActivated,
        messages.PairingSuspended,
        messages.PairingResumed,
        messages.PairingEnded,
        messages.MemberLeft,
    )

    def react(self, service: Service, received: Received[Any]) -> None:
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        pairing = received.message.pairing
        command: commands.SeriesCommand
        match received.message:
            case messages.PairingActivated(year=year, mentor=mentor, mentees=mentees):
                command = commands.Open(pairing, year, mentor, mentees)
            case messages.MemberLeft(_, person, _, mentees):
                command = commands.Part(person, mentees)
            case messages.PairingSuspended(reason=reason):
                command = commands.Suspend(reason)
            case messages.PairingResumed():
                command = commands.Resume()
            case messages.PairingEnded(reason=reason):
                command = commands.End(reason)
            case _:
                return
        known = service.handler.state(scope, MEETING_SERIES, pairing).version > 0
        if not known and not isinstance(command, commands.Open):
            return  # it ended or was held before it ever began: nothing to follow
        key = f"{self.name}:{received.id}"
        service.handler.handle(scope, MEETING_SERIES, pairing, command, key=key)


class FrameYears(Reaction):
    """Between which days a meeting of the year may lie."""

    name: ClassVar[str] = "frame_years"
    on: ClassVar[tuple[type, ...]] = (messages.ProgrammeOpened,)

    def react(self, service: Service, received: Received[Any]) -> None:
        scope = policy_scope(received.tenant, self.name, received.id, received.correlation)
        told: messages.ProgrammeOpened = received.message
        command = rules.FrameYear(told.year, told.starts, told.ends)
        key = f"{self.name}:{received.id}"
        id = rules.rules_id(received.tenant)
        service.handler.handle(scope, WORKING_RULES, id, command, key=key)


REACTIONS: tuple[Reaction, ...] = (FollowPairings(), FrameYears())
