"""A person is measured while the round is open, once per stage; again supersedes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from services.participants.domain.assessment import commands, events
from services.participants.domain.assessment.commands import AssessmentCommand
from services.participants.domain.assessment.events import (
    AssessmentDropped,
    AssessmentEvent,
    AssessmentRecorded,
)
from shared.domain.decider import Decider
from shared.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Assessment:
    recorded: AssessmentRecorded | None = None


def decide(command: AssessmentCommand, assessment: Assessment) -> Sequence[AssessmentEvent]:
    match command:
        case commands.Record():
            if not command.round_open:
                raise Refused("the round is not open; reopen it to correct a value")
            recorded = AssessmentRecorded(
                command.person,
                command.programme,
                command.year,
                command.role,
                command.stage,
                command.instrument,
                command.instrument_version,
            )
            return [recorded]
        case commands.Drop():
            was = assessment.recorded
            if was is None:
                return []
            return [AssessmentDropped(was.person, was.programme, was.year, was.role, was.stage)]
        case _:
            assert_never(command)


def evolve(assessment: Assessment, event: AssessmentEvent) -> Assessment:
    match event:
        case events.AssessmentRecorded():
            return Assessment(event)
        case events.AssessmentDropped():
            return Assessment()
        case _:
            assert_never(event)


ASSESSMENT: Decider[AssessmentCommand, AssessmentEvent, Assessment] = Decider(
    "assessment", (AssessmentRecorded, AssessmentDropped), Assessment(), decide, evolve
)
