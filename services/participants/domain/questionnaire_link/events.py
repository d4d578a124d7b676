"""Facts about personal links; the token is never stored, the id is made of its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.participants.domain.questionnaire_response.events import Kind, Source
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class QuestionnaireLinkIssued:
    """``response`` is the open questionnaire about ``person`` that ``source`` fills in."""

    link: str
    response: str
    person: PersonId
    year: str
    kind: Kind
    source: Source
    language: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionnaireLinkUsed:
    link: str


@dataclass(frozen=True, slots=True)
class QuestionnaireLinkRevoked:
    link: str


QuestionnaireLinkEvent = QuestionnaireLinkIssued | QuestionnaireLinkUsed | QuestionnaireLinkRevoked
