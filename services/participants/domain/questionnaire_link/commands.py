"""What may be asked of a personal link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.participants.domain.questionnaire_response.events import Kind, Source
from shared.domain.ids import PersonId, id_of_secret


@dataclass(frozen=True, slots=True)
class Issue:
    """``now`` is the moment of asking; the link lives for ``days`` from then."""

    link: str
    response: str
    person: PersonId
    year: str
    kind: Kind
    source: Source
    language: str
    days: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Use:
    now: datetime


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


QuestionnaireLinkCommand = Issue | Use | Revoke


def link_id(token: str) -> str:
    return id_of_secret("questionnaire_link", token)
