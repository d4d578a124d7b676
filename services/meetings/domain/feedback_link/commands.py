"""What may be asked of a link to the short form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.meetings.domain.feedback.events import Side
from shared.domain.ids import PairingId, PersonId, id_of_secret


@dataclass(frozen=True, slots=True)
class Issue:
    """``now`` is the moment of asking; the link lives for ``days`` from then."""

    link: str
    pairing: PairingId
    year: str
    person: PersonId
    side: Side
    language: str
    days: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Use:
    now: datetime


@dataclass(frozen=True, slots=True)
class Revoke:
    pass


FeedbackLinkCommand = Issue | Use | Revoke


def link_id(token: str) -> str:
    return id_of_secret("feedback_link", token)
