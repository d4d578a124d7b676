"""Which reminders are due: read from the calendar, written once each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Final

from services.meetings.application import letters
from services.meetings.application.invitations import reminders_of_gatherings
from services.meetings.application.letters import Wanted
from services.meetings.application.terms import rules_of, zone_of
from services.meetings.domain.meeting_series.events import SeriesOpened
from services.meetings.domain.outreach_event.events import OutreachPlanned
from services.meetings.domain.reminding import reminders_of
from shared.batches import batches
from shared.domain.envelope import Recorded
from shared.domain.ids import TenantId
from shared.policies import Policy
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

_AHEAD: Final = timedelta(hours=40)
"""A day, and the longest night before which a reminder is sent."""
_SOON: Final = timedelta(minutes=5)
_PAUSE: Final = 20.0
_PAIRS_AT_ONCE: Final = 500


class TenantsAreReminded(Policy):
    """The scheduler looks after every tenant that has pairs or gatherings."""

    name: ClassVar[str] = "tenants_are_reminded"
    on: ClassVar[tuple[type, ...]] = (SeriesOpened, OutreachPlanned)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        service.db.tenants.update_one(
            {"_id": recorded.tenant}, {"$set": {"tenant": recorded.tenant}}, upsert=True
        )


class Planner:
    """Looks every now and then; what it wrote before it does not write again."""

    def __init__(self, pause: float = _PAUSE) -> None:
        self._pause = pause
        self._next = 0.0

    def step(self, service: Service) -> int:
        if time.monotonic() < self._next:
            return 0
        now = service.clock.now()
        faults: list[Exception] = []
        for row in service.db.tenants.find():
            try:
                _write_due(service, TenantId(row["_id"]), now)
            except Exception as fault:  # the other tenants are reminded all the same
                faults.append(fault)
        self._next = time.monotonic() + self._pause
        if faults:
            raise faults[0]
        return 0


def _write_due(service: Service, tenant: TenantId, now: datetime) -> None:
    scope = policy_scope(tenant, "reminders", "", "reminders")
    letters.write(service.db, due_of(service, scope, now))
    letters.write(service.db, reminders_of_gatherings(service, scope, now))


def due_of(service: Service, scope: Scope, now: datetime) -> Iterator[Wanted]:
    """Reminders of planned meetings whose moment comes within minutes, or has passed while nobody
    looked; of two that have passed only the later one."""
    zone = zone_of(rules_of(service, scope))
    days = {"$gte": (now - timedelta(days=1)).date().isoformat(),
            "$lte": (now + _AHEAD + timedelta(days=1)).date().isoformat()}  # fmt: skip
    rows = service.views.reader(scope, "calendar").all(
        {"status": "planned", "day": days, "pairing": {"$gt": ""}}
    )
    ahead = [row for row in rows if _start(row) > now]
    for some in batches(ahead, _PAIRS_AT_ONCE):
        pairs = _open_pairs(service, scope, some)
        for row in some:
            pair = pairs.get(row["pairing"])
            if pair is not None:
                yield from _of_meeting(scope.tenant, row, pair, zone, now)


def _of_meeting(
    tenant: TenantId, row: dict[str, Any], pair: dict[str, Any], zone: str, now: datetime
) -> Iterator[Wanted]:
    starts = _start(row)
    changed = datetime.fromisoformat(row["changed_at"])
    come = [(kind, due) for kind, due in reminders_of(starts, changed, zone) if due <= now + _SOON]
    for kind, due in come[-1:]:
        for person in (pair["mentor"], *pair["mentees"]):
            yield Wanted(
                tenant, kind, row["id"], row.get("sequence", 0), person, "participation", due,
                starts,
            )  # fmt: skip


def _open_pairs(
    service: Service, scope: Scope, rows: Iterable[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    wanted = {"id": {"$in": sorted({row["pairing"] for row in rows})}, "status": "open"}
    return {row["id"]: row for row in service.views.reader(scope, "pairings").all(wanted)}


def _start(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["starts_at"])
