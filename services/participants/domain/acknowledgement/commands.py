"""What may be asked about having read."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.announcement.events import Audience


@dataclass(frozen=True, slots=True)
class Acknowledge:
    announcement: str
    audience: Audience
