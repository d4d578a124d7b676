"""A goal counts once everybody of the pairing agrees to it; a later one replaces it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.meetings.domain.goal import commands, events
from services.meetings.domain.goal.commands import GoalCommand
from services.meetings.domain.goal.events import GoalEvent
from shared.domain.decider import Decider
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Goal:
    """The latest proposal; the earlier ones are history."""

    proposed: events.GoalProposed | None = None
    agreed_by: frozenset[PersonId] = frozenset()
    agreed: bool = False


def decide(command: GoalCommand, goal: Goal) -> Sequence[GoalEvent]:
    match command:
        case commands.Propose():
            return _propose(command)
        case commands.Agree(id, person):
            if goal.proposed is None:
                raise NotFound("no goal is proposed yet")
            if goal.proposed.goal != id:
                raise Refused("a later goal was proposed; look at it first")
            if person not in goal.proposed.people:
                raise NotFound("this person does not belong to the pairing")
            if person in goal.agreed_by:
                return []
            return _confirmations(goal.proposed, (person,), goal.agreed_by)
        case _:
            assert_never(command)


def _propose(command: commands.Propose) -> Sequence[GoalEvent]:
    if command.planned_meetings < 1:
        raise Refused("a plan needs at least one meeting")
    if command.due < command.today:
        raise Refused("a goal cannot be due in the past")
    if not set(command.agreed_by) <= set(command.people):
        raise Refused("somebody who agreed does not belong to the pairing")
    proposed = events.GoalProposed(
        command.goal, command.pairing, command.year, command.people, command.text,
        command.measure, command.due, command.planned_meetings,
    )  # fmt: skip
    return [proposed, *_confirmations(proposed, command.agreed_by, frozenset())]


def _confirmations(
    proposed: events.GoalProposed, people: Sequence[PersonId], before: frozenset[PersonId]
) -> list[GoalEvent]:
    said: list[GoalEvent] = [
        events.GoalConfirmed(proposed.goal, person) for person in dict.fromkeys(people)
    ]
    if before | set(people) == set(proposed.people):
        said.append(
            events.GoalAgreed(
                proposed.goal, proposed.pairing, proposed.year, proposed.due,
                proposed.planned_meetings,
            )
        )  # fmt: skip
    return said


def evolve(goal: Goal, event: GoalEvent) -> Goal:
    match event:
        case events.GoalProposed():
            return Goal(event)
        case events.GoalConfirmed(_, person):
            return replace(goal, agreed_by=goal.agreed_by | {person})
        case events.GoalAgreed():
            return replace(goal, agreed=True)
        case _:
            assert_never(event)


GOAL: Decider[GoalCommand, GoalEvent, Goal] = Decider(
    "goal",
    (events.GoalProposed, events.GoalConfirmed, events.GoalAgreed),
    Goal(),
    decide,
    evolve,
)
