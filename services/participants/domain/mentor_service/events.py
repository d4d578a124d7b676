"""Facts told to the mentor's home. ``source`` tells pairings apart and says nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, TenantId


@dataclass(frozen=True, slots=True)
class HoursTold:
    """Sums up to now, replacing those told before from the same source."""

    person: PersonId
    school: TenantId
    source: str
    meetings: int
    minutes: int


@dataclass(frozen=True, slots=True)
class AwardTold:
    person: PersonId
    school: TenantId
    award: str
    year: str


@dataclass(frozen=True, slots=True)
class AwardTakenBack:
    """It counts no longer, and never again."""

    person: PersonId
    school: TenantId
    award: str
    year: str


MentorServiceEvent = HoursTold | AwardTold | AwardTakenBack
