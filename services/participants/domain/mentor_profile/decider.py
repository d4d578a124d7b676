"""A mentor is registered once and listed for each year; pausing or leaving takes them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never

from services.participants.domain.mentor_profile import commands, events
from services.participants.domain.mentor_profile.commands import MentorProfileCommand
from services.participants.domain.mentor_profile.events import (
    Kind,
    MentorListed,
    MentorProfileEvent,
    UnlistReason,
)
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, Invalid, NotFound, Refused
from shared.domain.ids import PersonId

CHECKED_KINDS: frozenset[Kind] = frozenset({"student", "alumnus", "employee"})
CAPACITY_MAX = 30
Status = Literal["active", "paused", "left"]


@dataclass(frozen=True, slots=True)
class MentorProfile:
    person: PersonId | None = None
    kind: Kind = "pupil"
    capacity: int = 0
    checked_until: date | None = None
    status: Status = "active"
    listings: Mapping[str, MentorListed] = field(default_factory=dict)

    @property
    def latest(self) -> MentorListed | None:
        """The listing of the last year, while the mentor is in the base."""
        if self.status != "active" or not self.listings:
            return None
        return self.listings[max(self.listings)]


def decide(command: MentorProfileCommand, mentor: MentorProfile) -> Sequence[MentorProfileEvent]:
    if isinstance(command, commands.Register):
        if mentor.person:
            raise AlreadyExists("the mentor is registered already")
        _check_capacity(command.capacity)
        return [events.MentorRegistered(command.person, command.kind, command.capacity)]
    if mentor.person is None:
        raise NotFound("there is no such mentor")
    match command:
        case commands.RecordCheck(valid_until, reference, today):
            if valid_until < today:
                raise Refused("the check is out of date")
            return [events.BackgroundChecked(mentor.person, valid_until, reference)]
        case commands.ListInBase():
            return _list(command, mentor, mentor.person)
        case commands.Unlist(reason):
            years = sorted(mentor.listings)
            return [events.MentorUnlisted(mentor.person, year, reason) for year in years]
        case commands.ChangeCapacity(capacity):
            return _change_capacity(capacity, mentor, mentor.person)
        case commands.Pause() | commands.Resume() | commands.Leave():
            return _move(command, mentor, mentor.person)
        case _:
            assert_never(command)


def _check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= CAPACITY_MAX:
        raise Invalid(f"a mentor has 1 to {CAPACITY_MAX} places")


def _listed(mentor: MentorProfile) -> Sequence[str]:
    return sorted(mentor.listings) if mentor.status == "active" else ()


def _list(
    command: commands.ListInBase, mentor: MentorProfile, person: PersonId
) -> Sequence[MentorProfileEvent]:
    if command.until < command.today:
        raise Refused("a place in the base cannot end in the past")
    if mentor.status != "active":
        raise Refused("the mentor has paused or left")
    checked = mentor.checked_until
    if mentor.kind in CHECKED_KINDS and (checked is None or checked < command.today):
        raise Refused("an adult from outside needs a valid background check")
    return [MentorListed(person, command.year, mentor.capacity, command.until, command.features)]


def _change_capacity(
    capacity: int, mentor: MentorProfile, person: PersonId
) -> Sequence[MentorProfileEvent]:
    _check_capacity(capacity)
    if capacity == mentor.capacity:
        return []
    return [
        events.CapacityChanged(person, capacity),
        *(replace(mentor.listings[year], capacity=capacity) for year in _listed(mentor)),
    ]


def _move(
    command: commands.Pause | commands.Resume | commands.Leave,
    mentor: MentorProfile,
    person: PersonId,
) -> Sequence[MentorProfileEvent]:
    if mentor.status == "left":
        if isinstance(command, commands.Leave):
            return []
        raise Refused("the mentor has left")
    match command:
        case commands.Pause(until, today):
            if until < today:
                raise Refused("a pause cannot end in the past")
            return [events.MentorPaused(person, until), *_unlist(mentor, person, "paused")]
        case commands.Resume():
            if mentor.status != "paused":
                return []
            return [
                events.MentorResumed(person),
                *(
                    replace(listing, capacity=mentor.capacity)
                    for _, listing in sorted(mentor.listings.items())
                ),
            ]
        case commands.Leave(reason):
            return [*_unlist(mentor, person, "left"), events.MentorLeft(person, reason)]
        case _:
            assert_never(command)


def _unlist(
    mentor: MentorProfile, person: PersonId, reason: UnlistReason
) -> Sequence[MentorProfileEvent]:
    return [events.MentorUnlisted(person, year, reason) for year in _listed(mentor)]


def evolve(mentor: MentorProfile, event: MentorProfileEvent) -> MentorProfile:
    match event:
        case events.MentorRegistered(person, kind, capacity):
            return MentorProfile(person, kind, capacity)
        case events.BackgroundChecked(_, valid_until):
            return replace(mentor, checked_until=valid_until)
        case events.MentorListed(_, year):
            return replace(mentor, listings={**mentor.listings, year: event})
        case events.MentorUnlisted(_, year, reason):
            if reason == "paused":  # kept, so that resuming lists them again
                return mentor
            return replace(
                mentor, listings={y: kept for y, kept in mentor.listings.items() if y != year}
            )
        case events.CapacityChanged(_, capacity):
            return replace(mentor, capacity=capacity)
        case events.MentorPaused():
            return replace(mentor, status="paused")
        case events.MentorResumed():
            return replace(mentor, status="active")
        case events.MentorLeft():
            return replace(mentor, status="left")
        case _:
            assert_never(event)


MENTOR_PROFILE: Decider[MentorProfileCommand, MentorProfileEvent, MentorProfile] = Decider(
    "mentor_profile",
    (
        events.MentorRegistered,
        events.BackgroundChecked,
        events.MentorListed,
        events.MentorUnlisted,
        events.CapacityChanged,
        events.MentorPaused,
        events.MentorResumed,
        events.MentorLeft,
    ),
    MentorProfile(),
    decide,
    evolve,
)
