"""Invitations to gatherings: letters, the link of each guest, the code at the door."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final
from zoneinfo import ZoneInfo

from services.meetings.application import letters
from services.meetings.application.letters import Wanted
from services.meetings.application.terms import rules_of, zone_of
from services.meetings.application.wishes import is_gone
from services.meetings.domain.outreach_event.decider import OUTREACH
from services.meetings.domain.outreach_event.events import (
    GuestForgotten,
    GuestNamed,
    OutreachCancelled,
    OutreachChanged,
    PeopleInvited,
)
from services.meetings.domain.outreach_event.state import Outreach
from services.meetings.domain.reminding import reminders_of
from shared.crypto.secrets import same
from shared.domain.bounds import is_reckonable
from shared.domain.envelope import Recorded
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId, TenantId, new_id
from shared.http.names import SERVICE, peer
from shared.policies import Policy
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

NAMED: Final = "named"
"""The basis of a letter to somebody in no base: their own consent to be named here."""
_NOON, _EVENING = time(12), time(20)
_LINK: Final = 32
_CODE: Final = 16


class InviteByLetter(Policy):
    name: ClassVar[str] = "invite_by_letter"
    on: ClassVar[tuple[type, ...]] = (PeopleInvited, GuestNamed)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case PeopleInvited(audience, people):
                guests = dict.fromkeys(people, basis_of(audience))
            case GuestNamed(guest):
                guests = {guest: NAMED}
            case _:
                return
        scope, state = _gathering(service, recorded, self.name)
        _write(service, scope, recorded.key, state, "invitation", guests, recorded.recorded_at)


class TellOfChanges(Policy):
    """All guests hear of another time; of a cancellation those who were written to before, which is
    known a moment later, when no letter is under way any more."""

    name: ClassVar[str] = "tell_of_changes"
    on: ClassVar[tuple[type, ...]] = (OutreachChanged, OutreachCancelled)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        changed = recorded.event
        if isinstance(changed, OutreachChanged) and not changed.moved:
            return
        kind = "moved" if isinstance(changed, OutreachChanged) else "called_off"
        due = recorded.recorded_at
        if kind == "called_off":
            due = service.clock.now() + timedelta(seconds=letters.LEASE_SECONDS)
        scope, state = _gathering(service, recorded, self.name)
        guests = {
            guest: NAMED if guest in state.named else basis_of(audience)
            for guest, audience in state.guests.items()
            if guest not in state.forgotten
        }
        _write(service, scope, recorded.key, state, kind, guests, due)


class ForgetGuests(Policy):
    """A guest who is in no base is forgotten with the key of their texts."""

    name: ClassVar[str] = "forget_guests"
    on: ClassVar[tuple[type, ...]] = (GuestForgotten,)
    must_not_park: ClassVar[bool] = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        guest = PersonId(recorded.event.guest)
        service.vault.erase(recorded.tenant, guest)
        letters.destroy(service.db, recorded.tenant, guest)


def _gathering(service: Service, recorded: Recorded[Any], by: str) -> tuple[Scope, Outreach]:
    """As it stands now: an earlier version of it needs no letter."""
    scope = policy_scope(recorded.tenant, by, recorded.id, recorded.correlation)
    return scope, service.handler.state(scope, OUTREACH, recorded.key).state


def _write(
    service: Service, scope: Scope, event: str, state: Outreach, kind: str,
    guests: Mapping[PersonId, str], due: datetime,
) -> None:  # fmt: skip
    if state.planned_for is None or not is_reckonable(state.planned_for):
        return
    until = _at(state.planned_for + timedelta(days=1), time(), zone_of(rules_of(service, scope)))
    letters.write(
        service.db,
        (
            Wanted(scope.tenant, kind, event, state.sequence, guest, basis, due, until)
            for guest, basis in guests.items()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """Where participants says who of some people belongs to it, and how it is told of the others."""

    path: str
    answer: str
    code: str
    others: str


_GUARDIANS: Final = _Base(
    "/v1/guardianships/among", "guardians", "no-guardians", "are nobody's guardians"
)
_KNOWN: Final = _Base(
    "/v1/candidates/among", "known", "not-known-here", "are no mentors or mentees here"
)


def require_of(service: Service, scope: Scope, audience: str, people: Sequence[PersonId]) -> None:
    """Guardians are invited without a consent, so that nobody else may be invited as one; mentors and
    mentees are invited of this school's own. Raises Refused."""
    base = _GUARDIANS if audience == "guardians" else _KNOWN
    found = peer(service, "participants").post(
        base.path, scope, {"people": list(people)}, key=new_id(), roles=SERVICE
    )
    others = len(set(people) - set(found[base.answer]))
    if others:
        raise Refused(f"{others} of these people {base.others}", code=base.code)


def basis_of(audience: str) -> str:
    """Guardians are told of a school's gathering as such; who takes part has consented to it."""
    return "register" if audience == "guardians" else "participation"


def reminders_of_gatherings(service: Service, scope: Scope, now: datetime) -> Iterator[Wanted]:
    """A day before to all guests but those who said no, an hour before to those who said yes; where
    no hour is known, at noon of the day before."""
    zone = zone_of(rules_of(service, scope))
    today = now.astimezone(ZoneInfo(zone)).date()
    days = [(today + timedelta(days=ahead)).isoformat() for ahead in range(3)]
    wanted = {"status": "planned", "planned_for": {"$in": days}}
    for row in service.views.reader(scope, "outreach").all(wanted):
        due = [one for one in _moments(row, zone) if one[1] <= now < one[2]]
        for kind, moment, until in due[-1:]:
            for person, guest in row.get("guests", {}).items():
                if _is_reminded(guest, kind, moment):
                    yield Wanted(
                        scope.tenant, kind, row["id"], row.get("sequence", 0), PersonId(person),
                        NAMED if "name" in guest else basis_of(guest["audience"]), moment, until,
                    )  # fmt: skip


def _is_reminded(guest: Mapping[str, Any], kind: str, moment: datetime) -> bool:
    """Whoever has just been invited needs no reminder yet."""
    coming = guest.get("coming")
    if guest.get("forgotten") or datetime.fromisoformat(guest["invited_at"]) >= moment:
        return False
    return coming is True if kind == "soon" else coming is not False


def _moments(row: Mapping[str, Any], zone: str) -> Iterator[tuple[str, datetime, datetime]]:
    """Kind, moment, and when it would come too late."""
    if not row.get("starts_at"):
        day = date.fromisoformat(row["planned_for"])
        yield "gathering", _at(day - timedelta(days=1), _NOON, zone), _at(day, _EVENING, zone)
        return
    starts = datetime.fromisoformat(row["starts_at"])
    planned = datetime.fromisoformat(row["planned_at"])
    for kind, due in reminders_of(starts, planned, zone):
        yield ("soon" if kind == "hour" else "gathering"), due, starts


def link_of(service: Service, tenant: TenantId, event: str, person: str) -> str:
    """The secret part of a guest's link: made of the tenant's secret, stored nowhere."""
    return service.vault.digest(tenant, f"rsvp|{event}|{person}")[:_LINK]


def check_link(service: Service, tenant: TenantId, event: str, person: str, secret: str) -> None:
    """Raises NotFound for any but the guest's own, and once the guest is erased."""
    right = same(link_of(service, tenant, event, person), secret)
    if not right or is_gone(service, tenant, person):
        raise NotFound("there is no such invitation")


def door_code(service: Service, tenant: TenantId, event: str, day: date) -> str:
    """What the picture at the door holds; it is another one on another day."""
    return service.vault.digest(tenant, f"door|{event}|{day.isoformat()}")[:_CODE]


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone))
