"""What happened to a person's taking part."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class ParticipationStopped:
    """Pairs of the person are suspended, drafts lose them; ``reason`` is a code."""

    person: PersonId
    reason: str


@dataclass(frozen=True, slots=True)
class ParticipationRestored:
    """The person may be matched again; suspended pairs wait for the coordinator."""

    person: PersonId


EnrolmentEvent = ParticipationStopped | ParticipationRestored
EVENTS: tuple[type, ...] = (ParticipationStopped, ParticipationRestored)
