"""Invitations to gatherings: letters, the link of each guest, the code at the door."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final
from zoneinfo import ZoneInfo

from services.meetings.application import letters
from services.meetings.application.letters import Wanted
from services.meetings.application.terms import rules_of, zone_of
from services.meetings.domain.outreach_event.decider import OUTREACH
from services.meetings.domain.outreach_event.events import PeopleInvited
from shared.domain.envelope import Recorded
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId, TenantId
from shared.policies import Policy
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

_NOON: Final = time(12)
_LINK: Final = 32
_CODE: Final = 16


class InviteByLetter(Policy):
    name: ClassVar[str] = "invite_by_letter"
    on: ClassVar[tuple[type, ...]] = (PeopleInvited,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        invited: PeopleInvited = recorded.event
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        day = service.handler.state(scope, OUTREACH, recorded.key).state.planned_for
        if day is None:
            return
        until = _at(day + timedelta(days=1), time(), zone_of(rules_of(service, scope)))
        letters.write(
            service.db,
            (
                Wanted(recorded.tenant, "invitation", recorded.key, 0, person,
                       basis_of(invited.audience), recorded.recorded_at, until)
                for person in invited.people
            ),
        )  # fmt: skip


def basis_of(audience: str) -> str:
    """Guardians are told of a school's gathering as such; who takes part has consented to it."""
    return "register" if audience == "guardians" else "participation"


def reminders_of_gatherings(service: Service, scope: Scope, now: datetime) -> Iterator[Wanted]:
    """At noon of the day before, to all guests but those who said no."""
    zone = zone_of(rules_of(service, scope))
    day = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=1)
    due = _at(day - timedelta(days=1), _NOON, zone)
    if due > now:
        return
    wanted = {"status": "planned", "planned_for": day.isoformat()}
    for row in service.views.reader(scope, "outreach").all(wanted):
        for person, guest in row.get("guests", {}).items():
            if guest.get("coming") is not False:
                yield Wanted(
                    scope.tenant, "gathering", row["id"], 0, PersonId(person),
                    basis_of(guest["audience"]), due, _at(day, time(20), zone),
                )  # fmt: skip


def link_of(service: Service, tenant: TenantId, event: str, person: str) -> str:
    """The secret part of a guest's link: made of the tenant's secret, stored nowhere."""
    return service.vault.digest(tenant, f"rsvp|{event}|{person}")[:_LINK]


def check_link(service: Service, tenant: TenantId, event: str, person: str, secret: str) -> None:
    """Raises NotFound for any but the guest's own."""
    if not hmac.compare_digest(link_of(service, tenant, event, person), secret):
        raise NotFound("there is no such invitation")


def door_code(service: Service, tenant: TenantId, event: str, day: date) -> str:
    """What the picture at the door holds; it is another one on another day."""
    return service.vault.digest(tenant, f"door|{event}|{day.isoformat()}")[:_CODE]


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))
