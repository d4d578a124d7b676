"""Facts about links to the short form; the token is never stored, the id is made of its hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.meetings.domain.feedback.events import Side
from shared.domain.ids import PairingId, PersonId


@dataclass(frozen=True, slots=True)
class FeedbackLinkIssued:
    """``person`` is whose answer it brings; a guardian answers about the child, who stands here."""

    link: str
    pairing: PairingId
    year: str
    person: PersonId
    side: Side
    language: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackLinkUsed:
    link: str


@dataclass(frozen=True, slots=True)
class FeedbackLinkRevoked:
    link: str


FeedbackLinkEvent = FeedbackLinkIssued | FeedbackLinkUsed | FeedbackLinkRevoked
