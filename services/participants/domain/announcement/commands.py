"""What may be asked of an announcement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from services.participants.domain.announcement.events import Audience
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Make:
    announcement: str
    year: str
    audiences: tuple[Audience, ...]
    title: Personal
    text: Personal
    until: date
    today: date


@dataclass(frozen=True, slots=True)
class End:
    pass


AnnouncementCommand = Make | End
