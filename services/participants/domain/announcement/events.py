"""Facts about an announcement; its text may name somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER

Audience = Literal["mentees", "guardians", "mentors", "teachers"]


@dataclass(frozen=True, slots=True)
class AnnouncementMade:
    announcement: str
    year: str
    audiences: tuple[Audience, ...]
    title: Annotated[Personal, About("@stream", purpose=REGISTER)]
    text: Annotated[Personal, About("@stream", purpose=REGISTER)]
    until: date


@dataclass(frozen=True, slots=True)
class AnnouncementEnded:
    """It is shown to nobody any more, and its links stop working; what was counted stays."""

    announcement: str


AnnouncementEvent = AnnouncementMade | AnnouncementEnded
