"""What falls due by itself: expiries and 18th birthdays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.participants.domain.ages import adult_from, parse_birth_date
from services.participants.domain.consent import commands as consents
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.staff_member import commands as staff
from services.participants.domain.staff_member.decider import STAFF_MEMBER
from shared.domain.ids import TenantId
from shared.scheduler import Due, Job
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


def _scopes(service: Service, job: str) -> Iterable[Scope]:
    """One scope for each tenant that entered the cell: the scheduler's only view across them."""
    tenants = service.db.tenants.find({}, {"_id": 1})
    for tenant in sorted(document["_id"] for document in tenants):
        yield policy_scope(TenantId(tenant), f"scheduler:{job}", "", f"scheduler:{job}")


def _expired_consents(service: Service, now: datetime) -> Iterable[Due]:
    today = now.date()
    for scope in _scopes(service, "consents"):
        ended = {"status": "given", "until": {"$lt": today.isoformat()}}
        for row in service.views.reader(scope, "consents").all(ended):
            key = f"expire:{row['id']}:{row['until']}"
            yield Due(scope, CONSENT, row["id"], consents.Expire(today), key)


def _expired_permissions(service: Service, now: datetime) -> Iterable[Due]:
    today = now.date()
    for scope in _scopes(service, "permissions"):
        ended = {"status": "permitted", "until": {"$lt": today.isoformat()}}
        for row in service.views.reader(scope, "sharing_permissions").all(ended):
            key = f"expire:{row['id']}:{row['until']}"
            yield Due(scope, SHARING_PERMISSION, row["id"], permissions.Expire(today), key)


def _hand_overs(service: Service, now: datetime) -> Iterable[Due]:
    today = now.date()
    for scope in _scopes(service, "hand_overs"):
        due = {"hand_over.on": {"$lte": today.isoformat()}, "hand_over.done": False}
        for row in service.views.reader(scope, "staff").all(due):
            key = f"hand_over:{row['id']}:{row['hand_over']['on']}"
            yield Due(scope, STAFF_MEMBER, row["person"], staff.HandOver(today), key)


class _Birthdays:
    """Birth dates are sealed, so every minor's has to be opened: once a day and tenant."""

    def __init__(self) -> None:
        self._looked: dict[TenantId, tuple[str, int]] = {}

    def __call__(self, service: Service, now: datetime) -> Iterable[Due]:
        today = now.date()
        for scope in _scopes(service, "birthdays"):
            minors = service.views.reader(scope, "people").all({"minor": True})
            seen = (today.isoformat(), len(minors))
            if self._looked.get(scope.tenant) == seen:
                continue
            tokens = {row["birth_date"]: row["id"] for row in minors if row.get("birth_date")}
            for token, text in service.vault.open_many(scope.tenant, list(tokens)).items():
                birth = parse_birth_date(text)
                if birth is not None and adult_from(birth) <= today:
                    person = tokens[token]
                    key = f"of_age:{person}:{adult_from(birth).isoformat()}"
                    yield Due(scope, PERSON, person, people.ComeOfAge(today), key)
            self._looked[scope.tenant] = seen


class _Outgrown:
    """As :class:`_Birthdays`, for whoever has a guardian's consent and is on no list of a year."""

    def __init__(self) -> None:
        self._looked: dict[TenantId, tuple[str, int]] = {}

    def __call__(self, service: Service, now: datetime) -> Iterable[Due]:
        today = now.date().isoformat()
        for scope in _scopes(service, "outgrown"):
            by_guardians = {"status": "given", "giver": "guardian"}
            rows = service.views.reader(scope, "consents").all(by_guardians)
            if self._looked.get(scope.tenant) == (today, len(rows)):
                continue
            tokens = {row["adult_from"]: row["id"] for row in rows if row.get("adult_from")}
            for token, adult in service.vault.open_many(scope.tenant, list(tokens)).items():
                if adult and adult <= today:
                    key = f"outgrow:{tokens[token]}:{adult}"
                    yield Due(scope, CONSENT, tokens[token], consents.Outgrow(), key)
            self._looked[scope.tenant] = (today, len(rows))


JOBS: tuple[Job, ...] = (
    Job("expired_consents", _expired_consents),
    Job("expired_permissions", _expired_permissions),
    Job("birthdays", _Birthdays()),
    Job("hand_overs", _hand_overs),
    Job("outgrown_consents", _Outgrown()),
)
