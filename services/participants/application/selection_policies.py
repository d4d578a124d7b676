"""What the end of a consent, an erasure or a withdrawn card means for booked interviews."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from services.participants.domain.consent.events import ConsentWithdrawn
from services.participants.domain.interview import commands as interviews
from services.participants.domain.interview.commands import interview_id, purpose_of
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview.events import InterviewScheduled
from services.participants.domain.interview_slot import commands as slots
from services.participants.domain.interview_slot.decider import INTERVIEW_SLOT
from services.participants.domain.mentor_card.events import CardWithdrawn
from services.participants.domain.person.events import PersonErased
from shared.domain.envelope import Recorded
from shared.domain.ids import PersonId
from shared.eventstore.handler import Step
from shared.http.gate import unconsented
from shared.policies import Policy
from shared.service import Service
from shared.tenancy.scope import Scope, policy_scope


class BookingsEndWithTheConsent(Policy):
    """The time is free for others again. A booking that passed the gate before a withdrawal and was
    stored after it is undone when it comes round here."""

    name = "bookings_end_with_the_consent"
    on: ClassVar[tuple[type, ...]] = (
        ConsentWithdrawn,
        PersonErased,
        CardWithdrawn,
        InterviewScheduled,
    )
    must_not_park = True

    def react(self, service: Service, recorded: Recorded[Any]) -> None:
        scope = policy_scope(recorded.tenant, self.name, recorded.id, recorded.correlation)
        for slot, person, year in _booked(service, scope, recorded.event):
            id = interview_id(person, year)
            state = service.handler.state(scope, INTERVIEW, id).state
            if state.protocol is not None or _may_stay(service, scope, recorded.event, state):
                continue
            steps: list[Step] = [(scope, INTERVIEW, id, interviews.Cancel("consent_ended"))]
            if slot:
                steps.append((scope, INTERVIEW_SLOT, slot, slots.Free(person)))
            service.handler.handle_many(steps, key=f"{self.name}:{recorded.id}:{id}")


def _booked(service: Service, scope: Scope, event: Any) -> Iterable[tuple[str, PersonId, str]]:
    """The offered time, who holds it, and for which year."""
    if isinstance(event, InterviewScheduled):
        return [(event.slot_id, event.person, event.year)]
    person = event.card if isinstance(event, CardWithdrawn) else event.person
    rows = service.views.reader(scope, "interview_slots").all({"person": person})
    return [(row["id"], person, row["year"]) for row in rows]


def _may_stay(service: Service, scope: Scope, event: Any, state: Any) -> bool:
    """Consent is asked again rather than concluded from the event: it may have been given anew."""
    if isinstance(event, PersonErased | CardWithdrawn) or state.scheduled is None:
        return False
    purpose = purpose_of(state.scheduled.psychologist)
    return not unconsented(service.gate, scope, purpose, [state.scheduled.person])
