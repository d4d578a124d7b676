"""Possible duplicates of an organisation's own cards."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person.events import PersonErased
from services.participants.domain.suspicion import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Suspicions(Projection):
    name = "suspicions"
    indexes = (("status", "id"), ("people",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.DuplicateSuspected(suspicion, people, match):
                row = {"people": list(people), "elsewhere": bool(match), "status": "open"}
                view.put(suspicion, row)
            case events.SuspicionDismissed(suspicion):
                view.merge(suspicion, status="dismissed")
            case events.CardsMerged(suspicion, kept):
                view.merge(suspicion, status="merged", kept=kept)
            case events.HomeTaken(suspicion, _, person):
                view.merge(suspicion, status="merged", kept=person)
            case events.CardGivenOver(suspicion):
                view.merge(suspicion, status="given_over")
            case events.CardOffered(suspicion):
                view.merge(suspicion, status="offered")
            case events.CardTaken(suspicion):
                view.merge(suspicion, status="taken")
            case PersonErased(person):
                view.delete_where(people=person)
