"""A mentor never leads more mentees than they agreed to, whatever the number of schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import assert_never

from services.matching.domain.places import commands, events
from services.matching.domain.places.commands import PlacesCommand
from services.matching.domain.places.events import PlacesEvent
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, Refused
from shared.domain.ids import TenantId


@dataclass(frozen=True, slots=True)
class Permission:
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class Claim:
    """``expires`` is ``None`` once confirmed."""

    school: TenantId
    places: int
    expires: datetime | None
    under: str = ""

    def live(self, now: datetime) -> bool:
        return self.expires is None or self.expires > now


@dataclass(frozen=True, slots=True)
class MentorPlaces:
    home: TenantId | None = None
    capacity: int = 0
    until: date = date.min
    closed: bool = False
    permissions: Mapping[TenantId, Permission] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)

    def free(self, school: TenantId, now: datetime, *, without: str = "") -> int:
        """Places the school could take at ``now``, the claim ``without`` not counted."""
        if self.closed or self.home is None or now.date() > self.until:
            return 0
        live = {k: c for k, c in self.claims.items() if k != without and c.live(now)}
        left = self.capacity - sum(claim.places for claim in live.values())
        if school == self.home:
            return max(0, left)
        permission = self.permissions.get(school)
        if permission is None or now.date() > permission.until:
            return 0
        own = sum(claim.places for claim in live.values() if claim.school == school)
        return max(0, min(left, permission.places - own))

    def permits(self, school: TenantId, form: str, today: date) -> bool:
        if school == self.home:
            return True
        permission = self.permissions.get(school)
        return permission is not None and today <= permission.until and form in permission.forms


def decide(command: PlacesCommand, places: MentorPlaces) -> list[PlacesEvent]:
    match command:
        case commands.SetCapacity(home, capacity, until):
            return _set_capacity(home, capacity, until, places)
        case commands.Close(reason):
            return [] if places.closed or places.home is None else [events.PlacesClosed(reason)]
        case commands.Permit(school, forms, count, until):
            if places.permissions.get(school) == Permission(forms, count, until):
                return []
            return [events.SchoolPermitted(school, forms, count, until)]
        case commands.EndPermission(school, reason):
            return _end_permission(school, reason, places)
        case commands.Reserve():
            return _reserve(command, places)
        case commands.Confirm():
            return _confirm(command, places)
        case commands.Release(claim, reason, under):
            held = places.claims.get(claim)
            if held is None or (under is not None and held.under != under):
                return []
            return [events.PlaceReleased(claim, held.school, reason)]
        case _:
            assert_never(command)


def _set_capacity(
    home: TenantId, capacity: int, until: date, places: MentorPlaces
) -> list[PlacesEvent]:
    if capacity < 0:
        raise Invalid("a capacity is 0 or more", {"capacity": ["0 or more"]})
    same = (home, capacity, until) == (places.home, places.capacity, places.until)
    return [] if same and not places.closed else [events.CapacitySet(home, capacity, until)]


def _end_permission(school: TenantId, reason: str, places: MentorPlaces) -> list[PlacesEvent]:
    """Reservations go with the permission; a confirmed place is released when its pair ends."""
    if school not in places.permissions:
        return []
    reserved = [k for k, c in places.claims.items() if c.school == school and c.expires is not None]
    released = [events.PlaceReleased(claim, school, "permission_ended") for claim in reserved]
    return [events.PermissionEnded(school, reason), *released]


def _admit(command: commands.Reserve | commands.Confirm, places: MentorPlaces) -> None:
    if command.places < 1:
        raise Invalid("a claim is for one place or more", {"places": ["1 or more"]})
    if places.home is None or places.closed or command.now.date() > places.until:
        raise Refused("the mentor takes no new mentees", code="closed")
    if not places.permits(command.school, command.form, command.now.date()):
        raise Refused("no live permission for this school and form", code="permission")
    if places.free(command.school, command.now, without=command.claim) < command.places:
        raise Refused("the mentor has no free place", code="no_place")


def _same_school(claim: str, school: TenantId, places: MentorPlaces) -> Claim | None:
    held = places.claims.get(claim)
    if held is not None and held.school != school:
        raise Refused("the claim belongs to another school", code="foreign_claim")
    return held


def _reserve(command: commands.Reserve, places: MentorPlaces) -> list[PlacesEvent]:
    held = _same_school(command.claim, command.school, places)
    if held is not None and held.live(command.now) and held.places == command.places:
        return []
    if command.expires <= command.now:
        raise Invalid("a reservation lasts for a while", {"expires": ["after now"]})
    _admit(command, places)
    return [
        events.PlaceReserved(
            command.claim, command.school, command.programme, command.form, command.places,
            command.expires,
        )
    ]  # fmt: skip


def _confirm(command: commands.Confirm, places: MentorPlaces) -> list[PlacesEvent]:
    """The permission is judged again: it may have ended since the place was reserved."""
    held = _same_school(command.claim, command.school, places)
    if held is not None and held.expires is None and held.under == command.under:
        return []
    _admit(command, places)
    return [
        events.PlaceConfirmed(
            command.claim, command.school, command.programme, command.form, command.places,
            command.under,
        )
    ]  # fmt: skip


def evolve(places: MentorPlaces, event: PlacesEvent) -> MentorPlaces:
    match event:
        case events.CapacitySet(home, capacity, until):
            return replace(places, home=home, capacity=capacity, until=until, closed=False)
        case events.PlacesClosed():
            return replace(places, closed=True)
        case events.SchoolPermitted(school, forms, count, until):
            permission = Permission(forms, count, until)
            return replace(places, permissions={**places.permissions, school: permission})
        case events.PermissionEnded(school):
            left = {k: p for k, p in places.permissions.items() if k != school}
            return replace(places, permissions=left)
        case events.PlaceReserved():
            claim = Claim(event.school, event.places, event.expires)
            return replace(places, claims={**places.claims, event.claim: claim})
        case events.PlaceConfirmed():
            claim = Claim(event.school, event.places, None, event.under)
            return replace(places, claims={**places.claims, event.claim: claim})
        case events.PlaceReleased(released):
            left_claims = {k: c for k, c in places.claims.items() if k != released}
            return replace(places, claims=left_claims)
        case _:
            assert_never(event)


MENTOR_PLACES: Decider[PlacesCommand, PlacesEvent, MentorPlaces] = Decider(
    "mentor_places", events.EVENTS, MentorPlaces(), decide, evolve
)
