"""A course is planned with experts and materials; who was enrolled completes it with a result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from services.participants.domain.training import commands, events
from services.participants.domain.training.commands import TrainingCommand
from services.participants.domain.training.events import (
    MentorsEnrolled,
    TrainingCompleted,
    TrainingEvent,
    TrainingPlanned,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Training:
    plan: TrainingPlanned | None = None
    enrolled: frozenset[PersonId] = frozenset()
    results: Mapping[PersonId, bool] = field(default_factory=dict)


def decide(command: TrainingCommand, training: Training) -> Sequence[TrainingEvent]:
    if isinstance(command, commands.Plan):
        if training.plan is not None:
            raise AlreadyExists("the training was planned already")
        return [
            TrainingPlanned(
                command.training,
                command.year,
                command.title,
                command.held_on,
                command.expert_count,
                command.experts,
                command.materials,
            )
        ]
    plan = training.plan
    if plan is None:
        raise NotFound("there is no such training")
    match command:
        case commands.Enrol(people):
            new = tuple(sorted(set(people) - training.enrolled))
            return [MentorsEnrolled(plan.training, new)] if new else []
        case commands.Complete(person, passed):
            if person not in training.enrolled:
                raise Refused("the person is not enrolled in this training")
            if training.results.get(person) == passed:
                return []
            number = f"{plan.training[:8]}-{len(training.results) + 1:03d}" if passed else ""
            return [TrainingCompleted(plan.training, person, plan.year, passed, number.upper())]
        case _:
            assert_never(command)


def evolve(training: Training, event: TrainingEvent) -> Training:
    match event:
        case events.TrainingPlanned():
            return Training(event)
        case events.MentorsEnrolled(_, people):
            return replace(training, enrolled=training.enrolled | set(people))
        case events.TrainingCompleted(_, person, _, passed):
            return replace(training, results={**training.results, person: passed})
        case _:
            assert_never(event)


TRAINING: Decider[TrainingCommand, TrainingEvent, Training] = Decider(
    "training",
    (TrainingPlanned, MentorsEnrolled, TrainingCompleted),
    Training(),
    decide,
    evolve,
)
