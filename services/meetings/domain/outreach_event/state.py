"""A gathering as it stands: whether it is ahead, who is invited, who has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, assert_never

from services.meetings.domain.outreach_event import events
from services.meetings.domain.outreach_event.events import Audience, OutreachEvent
from shared.contracts.meetings import OutreachItem
from shared.domain.errors import Refused
from shared.domain.ids import PersonId

Status = Literal["unknown", "planned", "held", "cancelled", "struck"]


@dataclass(frozen=True, slots=True)
class Outreach:
    """``guests`` are invited by name, ``named`` those of them who are in no base; ``counted`` and
    ``arrived`` are of people without a name."""

    status: Status = "unknown"
    item: OutreachItem = "1.1"
    year: str = ""
    invited: int = 0
    answered: int = 0
    present: tuple[PersonId, ...] = ()
    planned_for: date | None = None
    starts_at: datetime | None = None
    sequence: int = 0
    guests: Mapping[PersonId, Audience] = field(default_factory=dict)
    named: frozenset[PersonId] = frozenset()
    forgotten: frozenset[PersonId] = frozenset()
    answers: Mapping[PersonId, bool] = field(default_factory=dict)
    counted: Mapping[Audience, tuple[int, int]] = field(default_factory=dict)
    arrived: Mapping[Audience, int] = field(default_factory=dict)

    def asks_consent_of(self, person: PersonId) -> bool:
        """Guardians, and those who agreed to be named for this gathering, are no participants."""
        return self.guests.get(person) != "guardians" and person not in self.named

    def require_planned(self) -> None:
        if self.status != "planned":
            raise Refused(f"the event is {self.status}", code=f"event-{self.status}")

    def require_ahead(self, today: date) -> None:
        if self.planned_for is not None and today > self.planned_for:
            raise Refused("the day of the event has passed", code="event-over")


def evolve(outreach: Outreach, event: OutreachEvent) -> Outreach:
    match event:
        case events.OutreachPlanned(item, year, _, day, _, starts_at):
            return replace(
                outreach, status="planned", item=item, year=year, planned_for=day,
                starts_at=starts_at,
            )  # fmt: skip
        case events.OutreachChanged(planned_for=day, starts_at=starts_at, sequence=sequence):
            return replace(outreach, planned_for=day, starts_at=starts_at, sequence=sequence)
        case events.InvitationsSent(invited=invited, answered=answered):
            return replace(outreach, invited=invited, answered=answered)
        case events.OutreachHeld(people=people):
            return replace(outreach, status="held", present=people)
        case events.OutreachCancelled():
            return replace(outreach, status="cancelled")
        case events.OutreachStruck():
            return replace(outreach, status="struck")
        case events.CheckedIn() | events.CheckInStruck() | events.ArrivalsCounted():
            return _at_the_door(outreach, event)
        case _:
            return _guests(outreach, event)


def _at_the_door(
    outreach: Outreach, event: events.CheckedIn | events.CheckInStruck | events.ArrivalsCounted
) -> Outreach:
    match event:
        case events.CheckedIn(person):
            return replace(outreach, present=(*outreach.present, person))
        case events.CheckInStruck(person):
            return replace(outreach, present=tuple(p for p in outreach.present if p != person))
        case events.ArrivalsCounted(audience, by):
            so_far = outreach.arrived.get(audience, 0)
            return replace(outreach, arrived={**outreach.arrived, audience: so_far + by})
        case _:
            assert_never(event)


def _guests(
    outreach: Outreach,
    event: events.PeopleInvited | events.InvitationAnswered | events.AudienceCounted
    | events.GuestNamed | events.GuestForgotten,
) -> Outreach:  # fmt: skip
    match event:
        case events.PeopleInvited(audience, people):
            return replace(outreach, guests={**outreach.guests, **dict.fromkeys(people, audience)})
        case events.InvitationAnswered(person, coming):
            return replace(outreach, answers={**outreach.answers, person: coming})
        case events.AudienceCounted(audience, invited, answered):
            return replace(outreach, counted={**outreach.counted, audience: (invited, answered)})
        case events.GuestNamed(guest, audience):
            return replace(
                outreach, guests={**outreach.guests, guest: audience},
                named=outreach.named | {guest},
            )  # fmt: skip
        case events.GuestForgotten(guest):
            return replace(outreach, forgotten=outreach.forgotten | {guest})
        case _:
            assert_never(event)
