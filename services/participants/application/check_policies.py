"""What a background check means for a mentor who is in the base already."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.people import opened_json
from services.participants.application.registering import list_mentor
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_profile.events import BackgroundChecked
from shared.domain.envelope import Recorded
from shared.domain.errors import Refused
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import policy_scope


class ListingsFollowTheCheck(Policy):
    """Matching hears until when the check holds: the mentor is listed anew with it, where they may
    be listed at all."""

    name = "listings_follow_the_check"
    on: ClassVar[tuple[type, ...]] = (BackgroundChecked,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        person = recorded.event.person
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        mentor = service.handler.state(scope, MENTOR_PROFILE, person).state
        if mentor.status != "active":
            return
        until = mentor.checked_until.isoformat() if mentor.checked_until else ""
        for year, listing in sorted(mentor.listings.items()):
            known = opened_json(service, scope, listing.features) or {}
            if known.get("checked_until", "") == until:
                continue
            key = f"{self.name}:{recorded.id}:{year}"
            try:
                list_mentor(service, scope, person, year=year, until=listing.until, key=key)
            except Refused:  # over, or without a consent: it is not in the base then
                continue
