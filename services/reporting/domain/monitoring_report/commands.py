"""What may be asked of a monitoring report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.ids import ActorId
from shared.domain.personal import Personal


@dataclass(frozen=True, slots=True)
class Draft:
    report: str
    year: str
    swot: Personal
    checklist: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Approve:
    actor: ActorId
    today: date


@dataclass(frozen=True, slots=True)
class Reopen:
    pass


ReportCommand = Draft | Approve | Reopen
