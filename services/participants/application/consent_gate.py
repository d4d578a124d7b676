"""Whether consents live, judged on the streams themselves at the moment of asking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.person.decider import PERSON
from services.participants.domain.sharing_permission.commands import permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from shared.domain.errors import ConsentMissing
from shared.domain.ids import PersonId, TenantId, stream_id
from shared.domain.purposes import PUBLICATION_PURPOSES
from shared.service import Service
from shared.tenancy.scope import Scope


class LocalConsentGate:
    """The gate of this service, and the answer that the other services' gates get.

    A read model may lag, so it is never asked. A card of another school's mentor has no consent
    of its own: the mentor's at home counts, and a live permission.
    """

    def __init__(self, service: Service) -> None:
        self._service = service

    def require(self, scope: Scope, purpose: str, people: Iterable[str]) -> None:
        """Raises ConsentMissing naming everybody without a live consent."""
        missing = self.missing(scope, purpose, people)
        if missing:
            raise ConsentMissing(purpose, tuple(missing))

    def missing(
        self, scope: Scope, purpose: str, people: Iterable[str], on: date | None = None
    ) -> list[PersonId]:
        """``on`` asks of a day to come, as far as it is known today; cards are judged today."""
        wanted = [PersonId(person) for person in dict.fromkeys(people)]
        live = self._own(scope.tenant, purpose, wanted, on)
        rest = [person for person in wanted if person not in live]
        if rest:
            live |= self._cards(scope.tenant, purpose, rest)
        return [person for person in wanted if person not in live]

    def _own(
        self,
        tenant: TenantId,
        purpose: str,
        people: Sequence[PersonId],
        on: date | None = None,
    ) -> set[PersonId]:
        streams = {stream_id("consent", consent_id(person, purpose)): person for person in people}
        today = on or self._service.clock.today()
        live: set[PersonId] = set()
        sealed: dict[PersonId, str] = {}
        for stream, events in self._service.store.last_commits(tenant, list(streams)).items():
            consent = CONSENT.fold(events)
            if not consent.lives_on(today) or consent.terms is None:
                continue
            if consent.terms.giver == "guardian":
                sealed[streams[stream]] = consent.terms.adult_from.sealed
            else:
                live.add(streams[stream])
        if sealed:
            dates = self._service.vault.open_many(tenant, list(sealed.values()))
            for person, token in sealed.items():
                adult_from = dates.get(token)
                if adult_from and today.isoformat() < adult_from:
                    live.add(person)
        return live - self._erased(tenant, live) if purpose in PUBLICATION_PURPOSES else live

    def _erased(self, tenant: TenantId, people: Iterable[PersonId]) -> set[PersonId]:
        """Their consents end moments after the erasure; the public must not see them meanwhile."""
        streams = {stream_id("person", person): person for person in people}
        found = self._service.store.last_commits(tenant, list(streams))
        return {streams[stream] for stream, events in found.items() if PERSON.fold(events).erased}

    def _cards(self, tenant: TenantId, purpose: str, people: Sequence[PersonId]) -> set[PersonId]:
        streams = {stream_id("mentor_card", person): person for person in people}
        homes: dict[TenantId, dict[PersonId, PersonId]] = {}
        for stream, events in self._service.store.last_commits(tenant, list(streams)).items():
            card = MENTOR_CARD.fold(events)
            if card.shown is not None and card.lives_on(self._service.clock.today()):
                home = homes.setdefault(card.shown.home, {})
                home[card.shown.home_person] = streams[stream]
        live: set[PersonId] = set()
        for home_tenant, mentors in homes.items():
            permitted = self._permitted(home_tenant, tenant, list(mentors))
            live |= {
                mentors[mentor] for mentor in self._own(home_tenant, purpose, sorted(permitted))
            }
        return live

    def _permitted(
        self, home: TenantId, school: TenantId, mentors: Sequence[PersonId]
    ) -> set[PersonId]:
        streams = {
            stream_id("sharing_permission", permission_id(mentor, school)): mentor
            for mentor in mentors
        }
        today = self._service.clock.today()
        found = self._service.store.last_commits(home, list(streams))
        return {
            streams[stream]
            for stream, events in found.items()
            if SHARING_PERMISSION.fold(events).lives_on(today)
        }


def local_gate(service: Service) -> LocalConsentGate:
    return LocalConsentGate(service)
