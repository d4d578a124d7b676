"""What keeps the index of mentors: own events here, places that others' messages take."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application.mentor_index import PERMISSION_ENDS, Entry, named
from services.participants.domain.consent import events as consents
from services.participants.domain.interview.events import InterviewDecided
from services.participants.domain.mentor_card import events as cards
from services.participants.domain.mentor_profile import events as profiles
from services.participants.domain.mentor_record import events as records
from services.participants.domain.person.events import PersonCorrected, PersonErased
from services.participants.domain.sharing_permission import events as sharing
from services.participants.domain.training.events import TrainingCompleted
from shared.domain.envelope import Recorded
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import policy_scope

CONSENT_ENDS = (
    consents.ConsentWithdrawn,
    consents.ConsentExpired,
    consents.ConsentOutgrown,
    consents.ConsentErased,
)
_PROFILE = frozenset(
    {
        profiles.BackgroundChecked,
        profiles.MentorUnlisted,
        profiles.CapacityChanged,
        profiles.MentorPaused,
        profiles.MentorResumed,
        profiles.MentorLeft,
    }
)


class MentorsCanBeFound(Policy):
    """Keeps the index; erasure and a card's withdrawal empty it again."""

    name = "mentors_can_be_found"
    on: ClassVar[tuple[type, ...]] = (
        profiles.MentorRegistered,
        profiles.BackgroundChecked,
        profiles.MentorListed,
        profiles.MentorUnlisted,
        profiles.CapacityChanged,
        profiles.MentorPaused,
        profiles.MentorResumed,
        profiles.MentorLeft,
        records.MentorStays,
        records.CatalogueOffered,
        records.CatalogueLeft,
        cards.CardShown,
        cards.CardWithdrawn,
        consents.ConsentGiven,
        *CONSENT_ENDS,
        sharing.SharingPermitted,
        *PERMISSION_ENDS,
        InterviewDecided,
        TrainingCompleted,
        PersonCorrected,
        PersonErased,
    )
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        entry = Entry(service, scope)
        match recorded.event:
            case profiles.MentorRegistered() as registered:
                entry.begin(registered)
            case cards.CardShown() as shown:
                entry.show(shown)
            case cards.CardWithdrawn(card):
                entry.remove(card)
            case PersonErased(person):
                entry.remove(person)
            case PersonCorrected(person):
                entry.change(person, {"$set": named(service, scope, person)})
            case profiles.MentorListed() as listed:
                entry.list(listed)
            case event if type(event) in _PROFILE:
                entry.profile(event)
            case event:
                entry.around(event)
