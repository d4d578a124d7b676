"""What crosses between tenants: requests, cards, answers and catalogue entries, by policy only."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.catalogue import refresh_entry
from services.participants.application.sharing import (
    municipality_of,
    receivers_of,
    refresh_card,
)
from services.participants.domain.catalogue_entry.decider import CATALOGUE_ENTRY
from services.participants.domain.mentor_card.events import EndReason
from services.participants.domain.mentor_profile.events import MentorListed, MentorUnlisted
from services.participants.domain.mentor_record.events import CatalogueLeft, CatalogueOffered
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission import events as sharing
from services.participants.domain.sharing_permission.commands import permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_request import commands as requests
from services.participants.domain.sharing_request.decider import SHARING_REQUEST
from services.participants.domain.sharing_request.events import Answer, SharingAsked
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope

_ENDS: dict[type, EndReason] = {
    sharing.SharingRevoked: "permission_revoked",
    sharing.SharingExpired: "permission_expired",
    sharing.SharingErased: "erased",
    sharing.SharingPermitted: "permission_revoked",
}


def _reason(event: MentorListed | MentorUnlisted) -> EndReason:
    """A profile that was merged into another organisation's has left for those it was shared with."""
    if isinstance(event, MentorListed) or event.reason == "merged":
        return "left"
    return event.reason


class CardsFollowTheHome(Policy):
    """A card appears, changes and goes with the permission and with the mentor's base at home."""

    name = "cards_follow_the_home"
    on: ClassVar[tuple[type, ...]] = (*_ENDS, MentorListed, MentorUnlisted)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        home = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        if isinstance(event, MentorListed | MentorUnlisted):
            reason = _reason(event)
            for school in receivers_of(service, home, event.person):
                refresh_card(service, home, event.person, school, reason=reason, key=key)
        else:
            reason = _ENDS[type(event)]
            refresh_card(service, home, event.mentor, event.school, reason=reason, key=key)


class CatalogueFollowsTheHome(Policy):
    name = "catalogue_follows_the_home"
    on: ClassVar[tuple[type, ...]] = (
        CatalogueOffered,
        CatalogueLeft,
        MentorListed,
        MentorUnlisted,
    )

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        home = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        refresh_entry(service, home, recorded.event.person, key=f"{self.name}:{recorded.id}")


class RequestsReachTheHome(Policy):
    """From the asking school, by way of the anonymous entry, to a home it does not know."""

    name = "requests_reach_the_home"
    on: ClassVar[tuple[type, ...]] = (SharingAsked,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event: SharingAsked = recorded.event
        asking = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        council = asking.crossing("catalogue_entry", to=municipality_of(service, asking))
        offer = service.handler.state(council, CATALOGUE_ENTRY, event.entry).state.offer
        if offer is None or offer.home == recorded.tenant:
            refused = requests.Answer("refused", None)
            service.handler.handle(asking, SHARING_REQUEST, recorded.key, refused, key=key)
            return
        home = asking.crossing("sharing_request", to=offer.home)
        command = permissions.Request(
            offer.mentor,
            recorded.tenant,
            recorded.key,
            event.forms,
            event.places,
            event.until,
            event.purpose,
        )
        id = permission_id(offer.mentor, recorded.tenant)
        service.handler.handle(home, SHARING_PERMISSION, id, command, key=key)


class AnswersReturnToTheSchool(Policy):
    """The asking school learns of the answer, and of the end of what was permitted."""

    name = "answers_return_to_the_school"
    on: ClassVar[tuple[type, ...]] = (
        sharing.SharingPermitted,
        sharing.SharingRefused,
        sharing.SharingRevoked,
        sharing.SharingExpired,
        sharing.SharingErased,
    )

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        home = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        request = self._request(service, home, event)
        if not request:
            return
        answer: Answer = "ended"
        card: PersonId | None = None
        if isinstance(event, sharing.SharingPermitted):
            answer, card = "permitted", event.card
        elif isinstance(event, sharing.SharingRefused):
            answer = "refused"
        away = home.crossing("mentor_card", to=event.school)
        if not service.handler.state(away, SHARING_REQUEST, request).version:
            return  # the home asked by itself, after merging a card that was given over
        command = requests.Answer(answer, card)
        key = f"{self.name}:{recorded.id}"
        service.handler.handle(away, SHARING_REQUEST, request, command, key=key)

    @staticmethod
    def _request(service: Service, home: Scope, event: Any) -> str:
        if isinstance(event, sharing.SharingPermitted | sharing.SharingRefused):
            return event.request
        id = permission_id(event.mentor, event.school)
        return service.handler.state(home, SHARING_PERMISSION, id).state.request
