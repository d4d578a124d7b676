"""Which personal links were issued, used or taken back; never their tokens."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person.events import PersonErased
from services.participants.domain.questionnaire_link import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class QuestionnaireLinks(Projection):
    name = "questionnaire_links"
    indexes = (("person",), ("year", "status", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.QuestionnaireLinkIssued() as link:
                view.put(
                    link.link,
                    {
                        "person": link.person,
                        "year": link.year,
                        "kind": link.kind,
                        "source": link.source,
                        "issued_at": recorded.recorded_at,
                        "expires_at": link.expires_at,
                        "status": "open",
                    },
                )
            case events.QuestionnaireLinkUsed(link):
                view.merge(link, status="used")
            case events.QuestionnaireLinkRevoked(link):
                view.merge(link, status="revoked")
            case PersonErased(person):
                view.delete_where(person=person)
