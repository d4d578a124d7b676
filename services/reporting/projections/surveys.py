"""Surveys by year and role; the answers stay in their streams."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, ClassVar

from services.reporting.domain.survey import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Surveys(Projection):
    name: ClassVar[str] = "surveys"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.SurveyOpened(survey, year, role, closes):
                view.put(
                    survey,
                    {
                        "year": year, "role": role, "status": "open",
                        "closes": closes.isoformat(), "answered": [], "results": None,
                    },
                )  # fmt: skip
            case events.SurveyAnswered(survey, _, person):
                view.add(survey, "answered", person)
            case events.AnswerWithdrawn(survey, _, person):
                view.take(survey, "answered", person)
            case events.SurveyClosed(survey, _, _, results):
                view.merge(survey, status="closed", results=asdict(results))
