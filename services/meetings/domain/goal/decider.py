"""A goal counts once both sides agree to it; a later one replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.meetings.domain.goal.commands import GoalCommand
from services.meetings.domain.goal.events import GoalAgreed, GoalEvent
from shared.domain.decider import Decider
from shared.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Goal:
    goal: str = ""


def decide(command: GoalCommand, goal: Goal) -> Sequence[GoalEvent]:
    if not (command.mentor_agrees and command.mentee_agrees):
        raise Refused("a goal needs the agreement of both sides")
    if command.planned_meetings < 1:
        raise Refused("a plan needs at least one meeting")
    return [
        GoalAgreed(
            command.goal, command.pairing, command.year, command.people, command.text,
            command.measure, command.due, command.planned_meetings,
        )
    ]  # fmt: skip


def evolve(goal: Goal, event: GoalEvent) -> Goal:
    return Goal(event.goal)


GOAL: Decider[GoalCommand, GoalEvent, Goal] = Decider("goal", (GoalAgreed,), Goal(), decide, evolve)
