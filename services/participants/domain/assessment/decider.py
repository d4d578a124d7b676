"""A person is measured while the round is open, once per stage; a correction supersedes, also in a
closed round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from services.participants.domain.assessment import commands, events
from services.participants.domain.assessment.commands import AssessmentCommand
from services.participants.domain.assessment.events import (
    AssessmentCorrected,
    AssessmentDropped,
    AssessmentEvent,
    AssessmentRecorded,
)
from shared.domain.decider import Decider
from shared.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class Assessment:
    recorded: AssessmentRecorded | None = None
    revision: int = 0


def decide(command: AssessmentCommand, assessment: Assessment) -> Sequence[AssessmentEvent]:
    was = assessment.recorded
    match command:
        case commands.Record():
            if not command.round_open:
                raise Refused("the round is not open", code="round-closed")
            recorded = AssessmentRecorded(
                command.person,
                command.programme,
                command.year,
                command.role,
                command.stage,
                command.instrument,
                command.instrument_version,
            )
            return [] if was == recorded else [recorded]
        case commands.Correct(reason, revision):
            if was is None:
                raise Refused("there is nothing to correct: the person was not measured")
            about = (was.person, was.programme, was.year, was.role, was.stage)
            corrected = AssessmentCorrected(*about, reason, revision)
            return [corrected] if revision > assessment.revision else []
        case commands.Drop():
            if was is None:
                return []
            return [AssessmentDropped(was.person, was.programme, was.year, was.role, was.stage)]
        case _:
            assert_never(command)


def evolve(assessment: Assessment, event: AssessmentEvent) -> Assessment:
    match event:
        case events.AssessmentRecorded():
            return Assessment(event, 1)
        case events.AssessmentCorrected(revision=revision):
            return replace(assessment, revision=revision)
        case events.AssessmentDropped():
            return Assessment()
        case _:
            assert_never(event)


ASSESSMENT: Decider[AssessmentCommand, AssessmentEvent, Assessment] = Decider(
    "assessment",
    (AssessmentRecorded, AssessmentCorrected, AssessmentDropped),
    Assessment(),
    decide,
    evolve,
)
