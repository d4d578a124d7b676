"""Who is measured at which stage, and the rounds; values never stand here."""

from __future__ import annotations

from typing import Any

from services.participants.domain.assessment.events import (
    AssessmentCorrected,
    AssessmentDropped,
    AssessmentRecorded,
)
from services.participants.domain.assessment_round import events as rounds
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Assessments(Projection):
    name = "assessments"
    indexes = (("year", "role", "stage", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case AssessmentRecorded() as taken:
                view.put(
                    recorded.key,
                    {
                        "person": taken.person,
                        "year": taken.year,
                        "role": taken.role,
                        "stage": taken.stage,
                        "instrument": taken.instrument,
                        "instrument_version": taken.instrument_version,
                        "at": recorded.recorded_at,
                    },
                )
            case AssessmentCorrected(reason=reason, revision=revision):
                view.merge(
                    recorded.key,
                    revision=revision,
                    reason=reason,
                    corrected_at=recorded.recorded_at,
                )
            case AssessmentDropped():
                view.delete(recorded.key)


class AssessmentRounds(Projection):
    name = "assessment_rounds"
    indexes = (("year", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case rounds.RoundOpened() as opened:
                view.put(
                    recorded.key,
                    {
                        "year": opened.year,
                        "role": opened.role,
                        "stage": opened.stage,
                        "instrument": opened.instrument,
                        "instrument_version": opened.instrument_version,
                        "parameters": list(opened.parameters),
                        "status": "open",
                        "measured": 0,
                    },
                )
            case rounds.RoundClosed(measured=measured):
                view.merge(recorded.key, status="closed", measured=len(measured))
            case rounds.RoundReopened(reason=reason):
                view.merge(recorded.key, status="open", measured=0)
                view.add(recorded.key, "reopenings", {"at": recorded.recorded_at, "reason": reason})
