"""Only the mentor opens a school's door to themselves, for named forms, places and a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, assert_never

from services.participants.domain.features import CHOSEN
from services.participants.domain.sharing_limits.decider import Terms, within
from services.participants.domain.sharing_permission import commands, events
from services.participants.domain.sharing_permission.commands import (
    SharingPermissionCommand,
    card_id,
)
from services.participants.domain.sharing_permission.events import (
    SharingPermissionEvent,
    SharingPermitted,
    SharingRequested,
)
from shared.domain.decider import Decider
from shared.domain.errors import Invalid, NotFound, Refused
from shared.domain.ids import PersonId, TenantId

Status = Literal["none", "requested", "permitted", "refused", "revoked", "expired", "erased"]


@dataclass(frozen=True, slots=True)
class SharingPermission:
    status: Status = "none"
    mentor: PersonId | None = None
    school: TenantId | None = None
    request: str = ""
    terms: SharingPermitted | None = None

    def covers(self, asked: SharingRequested, today: date) -> bool:
        """Whether what is permitted already answers a request."""
        return (
            self.terms is not None
            and self.lives_on(today)
            and set(asked.forms) <= set(self.terms.forms)
            and asked.places <= self.terms.places
            and asked.until <= self.terms.until
        )

    def lives_on(self, today: date) -> bool:
        return self.status == "permitted" and self.terms is not None and self.terms.until >= today


def decide(
    command: SharingPermissionCommand, permission: SharingPermission
) -> Sequence[SharingPermissionEvent]:
    match command:
        case commands.Request(mentor, school, request, forms, places, until, purpose):
            if permission.status == "erased" or permission.request == request:
                return []
            return [SharingRequested(mentor, school, request, forms, places, until, purpose)]
        case commands.Permit():
            return _permit(command, permission)
        case commands.Refuse():
            return _refuse(permission)
        case commands.Revoke() | commands.Expire() | commands.Erase():
            return _end(command, permission)
        case _:
            assert_never(command)


def _permit(
    command: commands.Permit, permission: SharingPermission
) -> Sequence[SharingPermissionEvent]:
    if command.school == command.home:
        raise Refused("the home needs no permission")
    if command.until < command.today:
        raise Refused("a permission cannot end in the past")
    if not command.forms or command.places < 1:
        raise Invalid("a permission names at least one form and one place")
    if set(command.fields) - set(CHOSEN):
        raise Invalid(
            "there is no such field", {"fields": sorted(set(command.fields) - set(CHOSEN))}
        )
    terms = Terms(command.forms, command.places, command.hours)
    if within(command.bounds, command.school, terms) != terms:
        raise Refused("your organisation has set narrower limits", code="company-limits")
    permitted = SharingPermitted(
        command.mentor,
        command.school,
        permission.request,
        card_id(command.home, command.mentor, command.school),
        command.forms,
        command.places,
        command.until,
        tuple(field for field in CHOSEN if field in command.fields),
        command.hours,
    )
    if permission.status == "permitted" and permission.terms == permitted:
        return []
    return [permitted]


def _refuse(permission: SharingPermission) -> Sequence[SharingPermissionEvent]:
    if permission.mentor is None or permission.school is None:
        raise NotFound("nobody asked for this mentor")
    if permission.status == "permitted":
        raise Refused("a permission that was given is revoked, not refused")
    if permission.status != "requested":
        return []
    return [events.SharingRefused(permission.mentor, permission.school, permission.request)]


def _end(
    command: commands.Revoke | commands.Expire | commands.Erase, permission: SharingPermission
) -> Sequence[SharingPermissionEvent]:
    terms = permission.terms
    if terms is None or permission.status != "permitted":
        if isinstance(command, commands.Revoke) and permission.status in ("none", "requested"):
            raise Refused("there is no permission to revoke")
        return []
    match command:
        case commands.Revoke():
            return [events.SharingRevoked(terms.mentor, terms.school, terms.card)]
        case commands.Expire(today):
            if terms.until >= today:
                return []
            return [events.SharingExpired(terms.mentor, terms.school, terms.card)]
        case commands.Erase():
            return [events.SharingErased(terms.mentor, terms.school, terms.card)]
        case _:
            assert_never(command)


def evolve(permission: SharingPermission, event: SharingPermissionEvent) -> SharingPermission:
    match event:
        case SharingRequested(mentor, school, request):
            status: Status = "permitted" if permission.status == "permitted" else "requested"
            return replace(permission, status=status, mentor=mentor, school=school, request=request)
        case events.SharingPermitted(mentor, school):
            return replace(
                permission, status="permitted", mentor=mentor, school=school, terms=event
            )
        case events.SharingRefused():
            return replace(permission, status="refused")
        case events.SharingRevoked():
            return replace(permission, status="revoked")
        case events.SharingExpired():
            return replace(permission, status="expired")
        case events.SharingErased():
            return replace(permission, status="erased")
        case _:
            assert_never(event)


SHARING_PERMISSION: Decider[SharingPermissionCommand, SharingPermissionEvent, SharingPermission] = (
    Decider(
        "sharing_permission",
        (
            SharingRequested,
            events.SharingPermitted,
            events.SharingRefused,
            events.SharingRevoked,
            events.SharingExpired,
            events.SharingErased,
        ),
        SharingPermission(),
        decide,
        evolve,
    )
)
