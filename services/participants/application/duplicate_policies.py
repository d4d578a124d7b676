"""Possible duplicates are noticed, followed across organisations, and carried through."""

from __future__ import annotations

from typing import Any, ClassVar

from services.participants.application import likeness
from services.participants.application.people import opened, opened_json
from services.participants.application.sharing import municipality_of
from services.participants.application.withdrawal import leave_bases
from services.participants.domain.features import read_features
from services.participants.domain.guardianship import commands as guardianships
from services.participants.domain.guardianship.commands import guardianship_id
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from services.participants.domain.likeness_match.commands import Note
from services.participants.domain.likeness_match.decider import LIKENESS_MATCH
from services.participants.domain.mentor_profile import commands as profiles
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.person import commands as people
from services.participants.domain.person.decider import PERSON, Person
from services.participants.domain.person.events import (
    CandidateRegistered,
    CandidateRemoved,
    PersonCorrected,
    PersonErased,
    PersonMerged,
    PersonRegistered,
)
from services.participants.domain.sharing_permission import commands as permissions
from services.participants.domain.sharing_permission.commands import permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.suspicion import commands
from services.participants.domain.suspicion.commands import match_id, suspicion_id
from services.participants.domain.suspicion.decider import SUSPICION
from services.participants.domain.suspicion.events import CardGivenOver, HomeTaken
from shared.domain.envelope import Recorded
from shared.domain.errors import Unavailable
from shared.domain.ids import PersonId, TenantId
from shared.domain.personal import Personal
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class LikenessIsNoticed(Policy):
    """Hashes are kept up to date, and whoever looks alike is suspected: here by both cards,
    elsewhere by each organisation's own card only."""

    name = "likeness_is_noticed"
    on: ClassVar[tuple[type, ...]] = (
        PersonRegistered,
        PersonCorrected,
        CandidateRegistered,
        CandidateRemoved,
        PersonMerged,
        PersonErased,
    )

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        person: PersonId = recorded.event.person
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        state = service.handler.state(scope, PERSON, person).state
        if state.erased or state.merged_into:
            likeness.forget(service, scope, person)
            return
        likeness.note(service, scope, person, state)
        key = f"{self.name}:{recorded.id}"
        for other in likeness.alike(service, scope, person):
            if not self._related(service, scope, person, other):
                _suspect(service, scope, (person, other), "", key)
        for tenant, card in likeness.alike_elsewhere(service, scope, person):
            self._elsewhere(service, scope, (scope.tenant, person), (tenant, card), key)

    @staticmethod
    def _related(service: Service, scope: Scope, one: PersonId, other: PersonId) -> bool:
        """A guardian and the child share a contact."""
        for guardian, child in ((one, other), (other, one)):
            id = guardianship_id(guardian, child)
            if service.handler.state(scope, GUARDIANSHIP, id).state.linked:
                return True
        return False

    @staticmethod
    def _elsewhere(
        service: Service,
        scope: Scope,
        here: tuple[TenantId, PersonId],
        there: tuple[TenantId, PersonId],
        key: str,
    ) -> None:
        council = scope.crossing("possible_duplicate", to=municipality_of(service, scope))
        match = match_id(council.tenant, here, there)
        note = Note(match, (here[0], there[0]), (here[1], there[1]))
        if service.handler.state(council, LIKENESS_MATCH, match).version:
            return
        service.handler.handle(council, LIKENESS_MATCH, match, note, key=key)
        for tenant, card in (here, there):
            own = council.crossing("possible_duplicate", to=tenant)
            _suspect(service, own, (card,), match, key)


def _suspect(
    service: Service, scope: Scope, cards: tuple[PersonId, ...], match: str, key: str
) -> None:
    ordered = tuple(sorted(cards))
    id = suspicion_id(scope.tenant, ordered, match)
    command = commands.Suspect(id, ordered, match)
    service.handler.handle(scope, SUSPICION, id, command, key=f"{key}:{id}")


class MergedCardsGoOnAsOne(Policy):
    """The card given up leaves bases and lists; its candidacies and guardianships go on under the
    card that was kept. Consents, answers and pairs stay where they were made."""

    name = "merged_cards_go_on_as_one"
    on: ClassVar[tuple[type, ...]] = (PersonMerged,)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        dropped, kept = recorded.event.person, recorded.event.into
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        key = f"{self.name}:{recorded.id}"
        state = service.handler.state(scope, PERSON, dropped).state
        self._candidacies(service, scope, state, kept, key)
        if not service.views.wait_for(recorded.commit, "guardianships"):
            raise Unavailable("the guardianships are not up to date yet")
        reader = service.views.reader(scope, "guardianships")
        for row in reader.all({"$or": [{"guardian": dropped}, {"child": dropped}]}):
            guardian = kept if row["guardian"] == dropped else row["guardian"]
            child = kept if row["child"] == dropped else row["child"]
            if guardian == child:
                continue
            id = guardianship_id(guardian, child)
            link = guardianships.Link(guardian, child)
            service.handler.handle(scope, GUARDIANSHIP, id, link, key=key)
            if row["confirmed"]:
                confirm = guardianships.Confirm()
                service.handler.handle(scope, GUARDIANSHIP, id, confirm, key=key)

    @staticmethod
    def _candidacies(
        service: Service, scope: Scope, state: Person, kept: PersonId, key: str
    ) -> None:
        assert state.id is not None  # who is merged was registered
        group = Personal.of(opened(service, scope, state.group) or "")
        other = service.handler.state(scope, PERSON, kept).state
        leave_bases(
            service, scope, state.id, key=key, mentee_reason="other", mentor_reason="merged"
        )
        for role, year in sorted(state.candidacies):
            if (role, year) not in other.candidacies and not other.erased:
                enter = people.EnterAsCandidate(role, year, state.minor, group)
                service.handler.handle(scope, PERSON, kept, enter, key=f"{key}:{role}:{year}")
            remove = people.RemoveCandidate(role, year)
            service.handler.handle(scope, PERSON, state.id, remove, key=f"{key}:{role}:{year}")


class ErasureReachesMergedCards(Policy):
    """Who is erased is erased under every card."""

    name = "erasure_reaches_merged_cards"
    on: ClassVar[tuple[type, ...]] = (PersonErased,)
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        state = service.handler.state(scope, PERSON, recorded.event.person).state
        for card in sorted(state.cards):
            key = f"{self.name}:{recorded.id}"
            service.handler.handle(scope, PERSON, card, people.Erase(), key=key)


class HomesMergeWhatWasGivenOver(Policy):
    """Through the municipality, which alone knows both sides: first the offer to the home, then
    the news of the merge. The mentor is asked whether the other organisation may see them on; a
    pair that runs there goes on."""

    name = "homes_merge_what_was_given_over"
    on: ClassVar[tuple[type, ...]] = (CardGivenOver, HomeTaken)

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        event = recorded.event
        own = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        council = own.crossing("possible_duplicate", to=municipality_of(service, own))
        match = service.handler.state(council, LIKENESS_MATCH, event.match).state
        other = match.other(recorded.tenant)
        if other is None:
            return
        tenant, card = other
        there = council.crossing("possible_duplicate", to=tenant)
        id = suspicion_id(tenant, (card,), event.match)
        key = f"{self.name}:{recorded.id}"
        if isinstance(event, CardGivenOver):
            service.handler.handle(there, SUSPICION, id, commands.Offer(), key=key)
            return
        service.handler.handle(there, SUSPICION, id, commands.Taken(), key=key)
        if service.handler.state(there, MENTOR_PROFILE, card).version:
            unlist = profiles.Unlist("merged")
            service.handler.handle(there, MENTOR_PROFILE, card, unlist, key=key)
        self._ask_mentor(service, own, event.person, tenant, key)

    @staticmethod
    def _ask_mentor(
        service: Service, home: Scope, mentor: PersonId, school: TenantId, key: str
    ) -> None:
        listing = service.handler.state(home, MENTOR_PROFILE, mentor).state.latest
        features = opened_json(service, home, listing.features) if listing else None
        if listing is None or features is None:
            return
        forms = tuple(read_features(features).forms)
        id = permission_id(mentor, school)
        command = permissions.Request(mentor, school, f"merged:{id}", forms, 1, listing.until)
        service.handler.handle(home, SHARING_PERMISSION, id, command, key=key)


DUPLICATE_POLICIES: tuple[Policy, ...] = (
    LikenessIsNoticed(),
    MergedCardsGoOnAsOne(),
    ErasureReachesMergedCards(),
    HomesMergeWhatWasGivenOver(),
)
