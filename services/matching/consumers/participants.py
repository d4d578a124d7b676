"""What participants says, as commands here: places, permissions, people who stop taking part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from services.matching.application import candidates
from services.matching.domain.enrolment import commands as enrolment
from services.matching.domain.enrolment.decider import ENROLMENT
from services.matching.domain.places import commands as places
from services.matching.domain.places.decider import MENTOR_PLACES
from services.matching.domain.programme import commands as programmes
from services.matching.domain.programme.decider import PROGRAMME
from shared.bus.port import Received
from shared.contracts import participants as messages
from shared.domain.ids import PersonId
from shared.policies import Reaction
from shared.tenancy.scope import Scope, policy_scope

if TYPE_CHECKING:
    from shared.service import Service

CONSENT = "consent_ended"
LEFT = "mentor_left"
PERMISSION = "permission_ended"
_BY_UNLISTING = {
    "left": LEFT,
    "refused": LEFT,
    "erased": LEFT,
    "permission_revoked": PERMISSION,
    "permission_expired": PERMISSION,
}
"""A mentor who pauses takes nobody new but goes on with the pairs there are."""


def _scope(reaction: Reaction, received: Received[Any]) -> Scope:
    return policy_scope(received.tenant, reaction.name, received.id, received.correlation)


class CountPlaces(Reaction):
    """Capacity and permissions of a mentor, in the stream at the mentor's home."""

    name: ClassVar[str] = "count_places"
    on: ClassVar[tuple[type, ...]] = (
        messages.MentorListed,
        messages.MentorUnlisted,
        messages.SharingPermitted,
        messages.SharingEnded,
    )

    def react(self, service: Service, received: Received[Any]) -> None:
        scope = _scope(self, received)
        command: places.PlacesCommand
        match received.message:
            case messages.MentorListed(_, home, person, _, capacity, until):
                if home != received.tenant:
                    return
                command = places.SetCapacity(home, capacity, until)
            case messages.MentorUnlisted(person, _, reason):
                command = places.Close(reason)
            case messages.SharingPermitted(person, school, _, forms, count, until):
                command = places.Permit(school, forms, count, until)
            case messages.SharingEnded(person, school, _, reason):
                command = places.EndPermission(school, reason)
            case _:
                return
        key = f"{self.name}:{received.id}"
        service.handler.handle(scope, MENTOR_PLACES, person, command, key=key)


class StopParticipation(Reaction):
    """Withdrawal, leaving, erasure: the person's stream says stop, and a policy does the rest."""

    name: ClassVar[str] = "stop_participation"
    on: ClassVar[tuple[type, ...]] = (
        messages.ConsentEnded,
        messages.MentorUnlisted,
        messages.CandidateRemoved,
        messages.PersonErased,
    )

    def react(self, service: Service, received: Received[Any]) -> None:
        match received.message:
            case messages.ConsentEnded(person, "participation"):
                self._stop(service, received, person, CONSENT)
                self._darken(service, received, person)
            case messages.MentorUnlisted(person, _, reason) if reason in _BY_UNLISTING:
                self._stop(service, received, person, _BY_UNLISTING[reason])
            case messages.CandidateRemoved(person):
                self._stop(service, received, person, "removed")
            case messages.PersonErased(person):
                self._stop(service, received, person, "erased")
                service.vault.erase(received.tenant, person)

    def _darken(self, service: Service, received: Received[Any], person: PersonId) -> None:
        """Ballots and explanations go with the consent. Heard late, after a new consent, the keys
        are the new ones': they stay."""
        if candidates.without_consent(service, _scope(self, received), [person]):
            service.vault.shred(received.tenant, person, candidates.PURPOSE)

    def _stop(
        self, service: Service, received: Received[Any], person: PersonId, reason: str
    ) -> None:
        service.handler.handle(
            _scope(self, received), ENROLMENT, person, enrolment.Stop(person, reason),
            key=f"{self.name}:{received.id}",
        )  # fmt: skip


class RestoreParticipation(Reaction):
    """A new consent or listing lets the person be matched again; nothing resumes by itself."""

    name: ClassVar[str] = "restore_participation"
    on: ClassVar[tuple[type, ...]] = (
        messages.ConsentGiven,
        messages.MentorListed,
        messages.CandidateRegistered,
    )

    def react(self, service: Service, received: Received[Any]) -> None:
        match received.message:
            case messages.ConsentGiven(person, "participation"):
                reasons: tuple[str, ...] = (CONSENT,)
            case messages.MentorListed(person):
                reasons = (LEFT, PERMISSION)
            case messages.CandidateRegistered(person):
                reasons = ("removed",)
            case _:
                return
        service.handler.handle(
            _scope(self, received), ENROLMENT, person, enrolment.Restore(person, reasons),
            key=f"{self.name}:{received.id}",
        )  # fmt: skip


class ProgrammesFollowTheSuccessor(Reaction):
    """A programme that names who hands their work over names the successor."""

    name: ClassVar[str] = "programmes_follow_the_successor"
    on: ClassVar[tuple[type, ...]] = (messages.WorkHandedOver,)

    def react(self, service: Service, received: Received[Any]) -> None:
        handed = received.message
        scope = _scope(self, received)
        for row in service.views.reader(scope, "programmes").all():
            programme = service.handler.state(scope, PROGRAMME, row["id"]).state
            named = (programme.coordinator, programme.head)
            if handed.giver not in named:
                continue
            coordinator, head = (handed.receiver if p == handed.giver else p for p in named)
            service.handler.handle(
                scope, PROGRAMME, row["id"], programmes.Appoint(coordinator, head),
                key=f"{self.name}:{received.id}",
            )  # fmt: skip


REACTIONS: tuple[Reaction, ...] = (
    CountPlaces(),
    StopParticipation(),
    RestoreParticipation(),
    ProgrammesFollowTheSuccessor(),
)
