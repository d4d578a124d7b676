"""What happened to a gathering: stage 1, the general meetings, the ceremony.

Free text may name somebody, so it is sealed, under a key of the gathering itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from shared.contracts.meetings import OutreachItem
from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER

Audience = Literal["guardians", "mentees", "mentors", "teachers", "partners", "others"]
Text = Annotated[Personal, About("@stream", purpose=REGISTER)]
GuestText = Annotated[Personal, About("guest", purpose=REGISTER)]


@dataclass(frozen=True, slots=True)
class OutreachPlanned:
    item: OutreachItem
    year: str
    title: Text
    planned_for: date
    place: Text
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutreachChanged:
    """What is planned now. ``sequence`` counts changes of the day or hour; ``moved`` says that this
    was one, of which guests are told."""

    item: OutreachItem
    year: str
    title: Text
    planned_for: date
    place: Text
    starts_at: datetime | None
    sequence: int
    moved: bool


@dataclass(frozen=True, slots=True)
class InvitationsSent:
    """Head counts: how many were invited so far, and how many answered."""

    item: OutreachItem
    year: str
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class PeopleInvited:
    """By name, each with a letter and a link of their own."""

    audience: Audience
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class InvitationAnswered:
    """The last answer counts."""

    person: PersonId
    coming: bool


@dataclass(frozen=True, slots=True)
class AudienceCounted:
    """How many of those who are in no base were invited, and how many of them answered."""

    audience: Audience
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class GuestNamed:
    """Somebody who is in no base has agreed to be named for this gathering; the address may be
    empty. Their texts have a key of their own, which is destroyed on request."""

    guest: PersonId
    audience: Audience
    name: GuestText
    address: GuestText


@dataclass(frozen=True, slots=True)
class GuestForgotten:
    """The guest's texts are unreadable from now on; the counts stay."""

    guest: PersonId


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Somebody showed the code at the door, or was ticked on the list. Before audiences were noted
    there is none."""

    person: PersonId
    audience: Audience | None = None


@dataclass(frozen=True, slots=True)
class CheckInStruck:
    """The wrong name was ticked."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class ArrivalsCounted:
    """So many more, or fewer after a mistake, came without a name."""

    audience: Audience
    by: int


@dataclass(frozen=True, slots=True)
class OutreachHeld:
    """``people`` are those known by name; ``attended`` counts everybody. ``material`` names the
    minutes or slides, ``resources`` what was found for the programme (JSON, a list of texts)."""

    item: OutreachItem
    year: str
    held_on: date
    attended: int
    has_material: bool
    people: tuple[PersonId, ...]
    material: Text
    resources: Text
    leads: int = 0
    requests_by_theme: Mapping[str, int] = field(default_factory=dict)
    by_audience: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutreachCancelled:
    """It will not take place; what was told of its invitations is taken back."""

    item: OutreachItem
    year: str
    reason: Text


@dataclass(frozen=True, slots=True)
class OutreachStruck:
    """The record was a mistake; it proves nothing any more."""

    item: OutreachItem
    year: str
    reason: Text


OutreachEvent = (
    OutreachPlanned
    | OutreachChanged
    | InvitationsSent
    | PeopleInvited
    | InvitationAnswered
    | AudienceCounted
    | GuestNamed
    | GuestForgotten
    | CheckedIn
    | CheckInStruck
    | ArrivalsCounted
    | OutreachHeld
    | OutreachCancelled
    | OutreachStruck
)
