"""Booking, moving and cancelling: the offered time and the interview change together or not at all."""

from __future__ import annotations

from datetime import datetime

from services.participants.application.people import require_participant
from services.participants.domain.interview import commands as interviews
from services.participants.domain.interview.commands import interview_id, purpose_of
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview.events import CancelReason, InterviewScheduled
from services.participants.domain.interview_slot import commands as slots
from services.participants.domain.interview_slot.decider import INTERVIEW_SLOT
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.eventstore.handler import Outcome, Step
from shared.service import Service
from shared.tenancy.scope import Scope


def book(
    service: Service, scope: Scope, slot: str, person: PersonId, *, move: bool, key: str
) -> Outcome:
    """Takes the time and, with ``move``, gives back the one held before; the interview's outcome.

    Raises Refused where somebody else was faster: two never hold one time, and one person never
    holds two.
    """
    require_participant(service, scope, person)
    offered = service.handler.existing(scope, INTERVIEW_SLOT, slot).state.offered
    if offered is None:
        raise NotFound("there is no such time")
    service.gate.require(scope, purpose_of(offered.psychologist), [person])
    now = service.clock.now()
    held = _held(service, scope, person, offered.year)
    schedule = interviews.Schedule(
        person,
        offered.year,
        offered.starts,
        offered.psychologist,
        offered.minutes,
        slot,
        held if move else "",
    )
    steps: list[Step] = [
        (scope, INTERVIEW_SLOT, slot, slots.Book(person, now)),
        (scope, INTERVIEW, interview_id(person, offered.year), schedule),
    ]
    if move and held and held != slot:
        steps.append((scope, INTERVIEW_SLOT, held, slots.Free(person)))
    return service.handler.handle_many(steps, key=key)[1]


def schedule(
    service: Service,
    scope: Scope,
    person: PersonId,
    *,
    year: str,
    at: datetime,
    psychologist: bool,
    key: str,
) -> Outcome:
    """A time that staff name themselves; an offered one that the person held is free again."""
    require_participant(service, scope, person)
    service.gate.require(scope, purpose_of(psychologist), [person])
    held = _held(service, scope, person, year)
    command = interviews.Schedule(person, year, at, psychologist, moves=held)
    steps: list[Step] = [(scope, INTERVIEW, interview_id(person, year), command)]
    if held:
        steps.append((scope, INTERVIEW_SLOT, held, slots.Free(person)))
    if len(steps) == 1:
        return service.handler.handle(*steps[0], key=key)
    return service.handler.handle_many(steps, key=key)[0]


def cancel(
    service: Service, scope: Scope, interview: str, *, reason: CancelReason, key: str
) -> Outcome:
    """Calling off twice changes nothing; what was held already is not called off."""
    scheduled = scheduled_of(service, scope, interview)
    steps: list[Step] = [(scope, INTERVIEW, interview, interviews.Cancel(reason))]
    if scheduled is not None and scheduled.slot_id:
        free = slots.Free(scheduled.person)
        steps.append((scope, INTERVIEW_SLOT, scheduled.slot_id, free))
    return service.handler.handle_many(steps, key=key)[0]


def scheduled_of(service: Service, scope: Scope, interview: str) -> InterviewScheduled | None:
    """Raises NotFound where this tenant has no such interview."""
    return service.handler.existing(scope, INTERVIEW, interview).state.scheduled


def _held(service: Service, scope: Scope, person: PersonId, year: str) -> str:
    state = service.handler.state(scope, INTERVIEW, interview_id(person, year)).state
    return state.scheduled.slot_id if state.scheduled and state.protocol is None else ""
