"""Which of the service's events become messages for the others; pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.participants.domain.assessment_round import events as rounds
from services.participants.domain.consent import events as consents
from services.participants.domain.interview import events as interviews
from services.participants.domain.measurement import events as measurements
from services.participants.domain.mentee import events as mentees
from services.participants.domain.mentor_card import events as cards
from services.participants.domain.mentor_profile import events as profiles
from services.participants.domain.mentor_record import events as records
from services.participants.domain.organisation import events as organisations
from services.participants.domain.pairing_outcome import events as outcomes
from services.participants.domain.person import events as people
from services.participants.domain.preliminary_requests import events as requests
from services.participants.domain.questionnaire_response import events as responses
from services.participants.domain.sharing_permission import events as sharing
from services.participants.domain.staff_member import events as staff
from services.participants.domain.training import events as trainings
from shared.contracts import participants as messages
from shared.domain.envelope import Recorded

R = Recorded[Any]


def publish(recorded: R) -> Sequence[object]:
    """The messages of one event, in order; most events stay at home."""
    make = _MESSAGES.get(type(recorded.event))
    return make(recorded, recorded.event) if make else ()


def _consent_ended(reason: Any) -> Callable[[R, Any], Sequence[object]]:
    return lambda recorded, e: (messages.ConsentEnded(e.person, e.purpose, reason),)


def _sharing_ended(reason: Any) -> Callable[[R, Any], Sequence[object]]:
    return lambda recorded, e: (messages.SharingEnded(e.mentor, e.school, e.card, reason),)


def _mentor_listed(recorded: R, e: profiles.MentorListed) -> Sequence[object]:
    return (
        messages.MentorListed(
            e.person, recorded.tenant, e.person, e.year, e.capacity, e.until, e.features
        ),
    )


def _mentor_unlisted(recorded: R, e: profiles.MentorUnlisted) -> Sequence[object]:
    """Merged at another home: as in a pause nobody new is taken and running pairs go on."""
    reason = "paused" if e.reason == "merged" else e.reason
    return (messages.MentorUnlisted(e.person, e.year, reason),)


def _card_shown(recorded: R, e: cards.CardShown) -> Sequence[object]:
    return (
        messages.MentorListed(
            e.card, e.home, e.home_person, e.year, e.capacity, e.until, e.features
        ),
    )


def _card_withdrawn(recorded: R, e: cards.CardWithdrawn) -> Sequence[object]:
    unlisted = messages.MentorUnlisted(e.card, e.year, e.reason)
    return (unlisted, messages.PersonErased(e.card)) if e.reason == "erased" else (unlisted,)


def _answered(recorded: R, e: responses.ResponseAnswered) -> Sequence[object]:
    return (messages.QuestionnaireAnswered(recorded.key, e.person, e.year, e.kind, e.source),)


def _struck(recorded: R, e: responses.ResponseStruck) -> Sequence[object]:
    return (messages.QuestionnaireStruck(recorded.key, e.person, e.year, e.kind),)


def _measured(recorded: R, e: measurements.MeasurementTaken) -> Sequence[object]:
    return (
        messages.MeasurementTaken(
            e.programme,
            e.pseudonym,
            e.role,
            e.stage,
            e.instrument,
            e.instrument_version,
            dict(e.values),
        ),
    )


def _corrected(recorded: R, e: measurements.MeasurementCorrected) -> Sequence[object]:
    return (
        messages.MeasurementCorrected(
            e.programme,
            e.pseudonym,
            e.role,
            e.stage,
            e.instrument,
            e.instrument_version,
            dict(e.values),
            e.reason,
            e.revision,
        ),
    )


def _permitted(recorded: R, e: sharing.SharingPermitted) -> Sequence[object]:
    return (messages.SharingPermitted(e.mentor, e.school, e.card, e.forms, e.places, e.until),)


def _verified(recorded: R, e: organisations.StandingChanged) -> Sequence[object]:
    """A company counts from its verification on; its own tenant's copy says nothing new."""
    if e.standing != "verified" or recorded.tenant == e.organisation:
        return ()
    return (messages.OrganisationRegistered(e.organisation, "company", recorded.tenant),)


_MESSAGES: dict[type, Callable[[R, Any], Sequence[object]]] = {
    organisations.OrganisationRegistered: lambda r, e: (
        messages.OrganisationRegistered(e.organisation, e.kind, e.municipality),
    ),
    organisations.StandingChanged: _verified,
    requests.RequestsCounted: lambda r, e: (
        messages.PreliminaryRequestsCounted(e.sheet, e.year, e.total),
    ),
    staff.WorkHandedOver: lambda r, e: (messages.WorkHandedOver(e.person, e.to, e.role, e.on),),
    people.CandidateRegistered: lambda r, e: (
        messages.CandidateRegistered(e.person, e.role, e.year, e.minor),
    ),
    people.CandidateRemoved: lambda r, e: (messages.CandidateRemoved(e.person, e.role, e.year),),
    people.PersonErased: lambda r, e: (messages.PersonErased(e.person),),
    consents.ConsentGiven: lambda r, e: (messages.ConsentGiven(e.person, e.purpose, e.until),),
    consents.ConsentWithdrawn: _consent_ended("withdrawn"),
    consents.ConsentExpired: _consent_ended("expired"),
    consents.ConsentOutgrown: _consent_ended("came_of_age"),
    consents.ConsentErased: _consent_ended("erased"),
    responses.ResponseAnswered: _answered,
    responses.ResponseStruck: _struck,
    mentees.MenteeAdmitted: lambda r, e: (messages.MenteeAdmitted(e.person, e.year, e.features),),
    mentees.MenteeReturned: lambda r, e: (messages.MenteeReturned(e.person, e.year),),
    mentees.MenteeWithdrawn: lambda r, e: (messages.MenteeReturned(e.person, e.year),),
    profiles.MentorListed: _mentor_listed,
    profiles.MentorUnlisted: _mentor_unlisted,
    cards.CardShown: _card_shown,
    cards.CardWithdrawn: _card_withdrawn,
    sharing.SharingPermitted: _permitted,
    sharing.SharingRevoked: _sharing_ended("revoked"),
    sharing.SharingExpired: _sharing_ended("expired"),
    sharing.SharingErased: _sharing_ended("erased"),
    measurements.MeasurementTaken: _measured,
    measurements.MeasurementCorrected: _corrected,
    measurements.MeasurementErased: lambda r, e: (
        messages.MeasurementErased(e.programme, e.pseudonym),
    ),
    rounds.RoundClosed: lambda r, e: (
        messages.MeasurementClosed(e.programme, e.year, e.role, e.stage, e.measured),
    ),
    rounds.RoundReopened: lambda r, e: (
        messages.MeasurementReopened(e.programme, e.year, e.role, e.stage),
    ),
    interviews.InterviewDecided: lambda r, e: (
        messages.InterviewDecided(e.person, e.year, e.decision),
    ),
    trainings.TrainingPlanned: lambda r, e: (
        messages.TrainingPlanned(e.training, e.year, e.expert_count, len(e.materials)),
    ),
    trainings.TrainingCompleted: lambda r, e: (
        messages.TrainingCompleted(e.training, e.person, e.year, e.passed),
    ),
    outcomes.OutcomeRecorded: lambda r, e: (messages.OutcomeRecorded(e.pairing, e.year),),
    records.MentorStays: lambda r, e: (messages.MentorStays(e.person, e.year, e.stays, e.until),),
}
