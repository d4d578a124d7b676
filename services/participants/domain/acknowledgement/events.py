"""The fact of having read; who it was stands nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from services.participants.domain.announcement.events import Audience


@dataclass(frozen=True, slots=True)
class Acknowledged:
    announcement: str
    audience: Audience
