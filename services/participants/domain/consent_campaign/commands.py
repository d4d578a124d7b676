"""What may be asked of a campaign; who lacks the consent comes with the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.consent_campaign.events import Role
from shared.domain.ids import PersonId
from shared.domain.personal import Personal
from shared.domain.purposes import Purpose


@dataclass(frozen=True, slots=True)
class Start:
    """``VOLATILE``: the edge looks up who lacks the consent."""

    VOLATILE = frozenset({"people"})

    campaign: str
    purpose: Purpose
    role: Role
    year: str
    group: Personal
    due: date
    until: date
    people: tuple[PersonId, ...]
    today: date


@dataclass(frozen=True, slots=True)
class NoteLinks:
    people: tuple[PersonId, ...]
    links: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Remind:
    people: tuple[PersonId, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Close:
    today: date


ConsentCampaignCommand = Start | NoteLinks | Remind | Close
