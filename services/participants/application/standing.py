"""Permissions that answer by themselves, and the limits of a home that bound them all."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from services.participants.application.sharing import permit
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.mentor_record.events import StandingSet
from services.participants.domain.sharing_limits.decider import SHARING_LIMITS, Terms, within
from services.participants.domain.sharing_limits.events import LimitsSet
from services.participants.domain.sharing_permission import commands
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_permission.events import (
    SharingPermitted,
    SharingRequested,
)
from shared.domain.envelope import Recorded
from shared.domain.errors import IdempotencyConflict, NotFound, Refused, Unavailable
from shared.domain.ids import PersonId
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class StandingPermissionsAnswer(Policy):
    """A request that a live or standing permission covers is answered in the mentor's name; any
    other waits for the mentor. Consent for sharing is asked for each time."""

    name = "standing_permissions_answer"
    on: ClassVar[tuple[type, ...]] = (SharingRequested,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        asked: SharingRequested = recorded.event
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        terms = self._terms(service, scope, recorded.key, asked)
        if terms is None:
            return
        try:
            permit(
                service, scope, mentor=asked.mentor, school=asked.school,
                key=f"{self.name}:{recorded.id}", **terms,
            )  # fmt: skip
        except (Refused, NotFound, IdempotencyConflict):
            return  # no consent, narrower limits, gone: the mentor is asked; or answered already

    @staticmethod
    def _terms(
        service: Service, scope: Scope, id: str, asked: SharingRequested
    ) -> dict[str, Any] | None:
        today = service.clock.today()
        permission = service.handler.state(scope, SHARING_PERMISSION, id).state
        if permission.terms is not None and permission.covers(asked, today):
            live = permission.terms
            return {
                "forms": live.forms, "places": live.places, "until": live.until,
                "fields": live.fields, "hours": live.hours,
            }  # fmt: skip
        if permission.status == "permitted":
            return None  # it asks for more than the mentor gave this school
        standing = service.handler.state(scope, MENTOR_RECORD, asked.mentor).state.standing
        return covered(standing, asked, today) if standing else None


def covered(standing: StandingSet, asked: SharingRequested, today: date) -> dict[str, Any] | None:
    """The part of a request that a standing permission gives, ``None`` where it gives nothing."""
    forms = tuple(form for form in asked.forms if form in standing.forms)
    if standing.until < today or not forms:
        return None
    if standing.schools and asked.school not in standing.schools:
        return None
    return {
        "forms": forms,
        "places": min(asked.places, standing.places),
        "until": min(asked.until, standing.until),
        "fields": standing.fields,
        "hours": standing.hours,
    }


class LimitsBindPermissions(Policy):
    """Narrower limits narrow what was permitted, or end it; running pairs are then decided as
    after any revocation. A permission that raced with the limits is judged again."""

    name = "limits_bind_permissions"
    on: ClassVar[tuple[type, ...]] = (LimitsSet, SharingPermitted)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        bounds = service.handler.state(scope, SHARING_LIMITS, scope.tenant).state.bounds
        if bounds is None:
            return
        key = f"{self.name}:{recorded.id}"
        if isinstance(recorded.event, SharingPermitted):
            _bind(service, scope, recorded.key, bounds, key)
            return
        if not service.views.wait_for(recorded.commit, "sharing_permissions"):
            raise Unavailable("the permissions are not up to date yet")
        live = service.views.reader(scope, "sharing_permissions").all({"status": "permitted"})
        for row in live:
            _bind(service, scope, row["id"], bounds, f"{key}:{row['id']}")


def _bind(service: Service, scope: Scope, id: str, bounds: LimitsSet, key: str) -> None:
    permission = service.handler.state(scope, SHARING_PERMISSION, id).state
    terms = permission.terms
    if permission.status != "permitted" or terms is None:
        return
    given = Terms(terms.forms, terms.places, terms.hours)
    left = within(bounds, terms.school, given)
    if left == given:
        return
    today = service.clock.today()
    command: commands.SharingPermissionCommand = commands.Revoke()
    if left is not None and terms.until >= today:
        command = commands.Permit(
            PersonId(terms.mentor), terms.school, scope.tenant, left.forms, left.places,
            terms.until, today, terms.fields, left.hours,
        )  # fmt: skip
    service.handler.handle(scope, SHARING_PERMISSION, id, command, key=key)
