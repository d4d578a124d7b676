"""Which questionnaires are open, answered or struck; answers as sealed tokens."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person.events import PersonErased
from services.participants.domain.questionnaire_response import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Responses(Projection):
    name = "responses"
    indexes = (("person", "year"), ("year", "kind", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.ResponseOpened() as form:
                view.put(
                    recorded.key,
                    {
                        "person": form.person,
                        "year": form.year,
                        "kind": form.kind,
                        "source": form.source,
                        "template": form.template,
                        "template_version": form.template_version,
                        "status": "open",
                    },
                )
            case events.ResponseAnswered(answers=answers):
                view.merge(
                    recorded.key,
                    status="answered",
                    answers=answers.sealed,
                    answered_at=recorded.recorded_at,
                )
            case events.ResponseStruck(reason=reason):
                view.merge(recorded.key, status="struck", reason=reason)
                view.unset(recorded.key, "answers")
            case PersonErased(person):
                view.delete_where(person=person)
