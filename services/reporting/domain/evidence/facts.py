"""Each message sets fields of one note that no other stream writes, so that streams may interleave.

A note is a small document: its id names the thing (``consent:publication:<person>``), its fields
are what is known of it now. Inside a stream order holds and the later field wins; between streams
nothing is shared. Whatever spans streams (need and have) is computed when somebody looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch
from typing import Any, Final

from shared.contracts import matching, meetings, participants


@dataclass(frozen=True, slots=True)
class Note:
    """``fields`` are set; those not named stay. ``kind`` is the id's first part."""

    id: str
    fields: Mapping[str, Any]


def note(kind: str, *parts: str, **fields: Any) -> Note:
    return Note(":".join((kind, *parts)), {"kind": kind, **fields})


def noted(message: object, at: datetime) -> Note | None:
    """What a message or an own event says; ``None`` where it proves nothing."""
    found = _note(message)
    if found is None:
        return None
    return Note(found.id, {**found.fields, "at": at.date().isoformat()})


@singledispatch
def _note(message: object) -> Note | None:
    return None


@_note.register
def _(m: participants.PreliminaryRequestsCounted) -> Note:
    return note("requests", m.sheet, year=m.year, count=m.total, on=m.total > 0)


@_note.register
def _(m: participants.CandidateRegistered) -> Note:
    return note(
        "candidate", m.role, m.person, m.year,
        person=m.person, role=m.role, year=m.year, minor=m.minor, on=True,
    )  # fmt: skip


@_note.register
def _(m: participants.CandidateRemoved) -> Note:
    return note(
        "candidate", m.role, m.person, m.year, person=m.person, role=m.role, year=m.year, on=False
    )


@_note.register
def _(m: participants.ConsentGiven) -> Note:
    return note("consent", m.purpose, m.person, person=m.person, purpose=m.purpose, on=True)


@_note.register
def _(m: participants.ConsentEnded) -> Note:
    return note("consent", m.purpose, m.person, person=m.person, purpose=m.purpose, on=False)


@_note.register
def _(m: participants.PersonErased) -> Note:
    return note("erased", m.person, person=m.person, on=True)


@_note.register
def _(m: participants.QuestionnaireAnswered) -> Note:
    return note(
        "response", m.response,
        person=m.person, year=m.year, of=m.kind, source=m.source, struck=False,
    )  # fmt: skip


@_note.register
def _(m: participants.QuestionnaireStruck) -> Note:
    return note("response", m.response, person=m.person, year=m.year, of=m.kind, struck=True)


@_note.register
def _(m: participants.MenteeAdmitted) -> Note:
    return note(
        "mentee", m.person, m.year,
        person=m.person, year=m.year, status="admitted", features=m.features.sealed,
    )  # fmt: skip


@_note.register
def _(m: participants.MenteeReturned) -> Note:
    return note("mentee", m.person, m.year, person=m.person, year=m.year, status="returned")


@_note.register
def _(m: participants.MentorListed) -> Note:
    return note(
        "mentor", m.person, m.year,
        person=m.person, year=m.year, home=m.home, home_person=m.home_person, on=True,
        capacity=m.capacity, features=m.features.sealed,
    )  # fmt: skip


@_note.register
def _(m: participants.MentorUnlisted) -> Note:
    return note("mentor", m.person, m.year, person=m.person, year=m.year, on=False)


@_note.register
def _(m: participants.MeasurementClosed) -> Note:
    return note(
        "round", m.programme, m.role, str(m.stage),
        year=m.year, role=m.role, stage=m.stage, on=True, measured=list(m.measured),
    )  # fmt: skip


@_note.register
def _(m: participants.MeasurementReopened) -> Note:
    return note(
        "round", m.programme, m.role, str(m.stage),
        year=m.year, role=m.role, stage=m.stage, on=False, measured=[],
    )  # fmt: skip


@_note.register
def _(m: participants.InterviewDecided) -> Note:
    return note("interview", m.person, m.year, person=m.person, year=m.year, decision=m.decision)


@_note.register
def _(m: participants.TrainingPlanned) -> Note:
    return note("training", m.training, year=m.year, experts=m.experts, materials=m.materials)


@_note.register
def _(m: participants.TrainingCompleted) -> Note:
    return note("trained", m.training, m.person, person=m.person, year=m.year, passed=m.passed)


@_note.register
def _(m: participants.OutcomeRecorded) -> Note:
    return note("outcome", m.pairing, pairing=m.pairing, year=m.year)


@_note.register
def _(m: participants.MentorStays) -> Note:
    return note("stays", m.person, m.year, person=m.person, year=m.year, on=m.stays)


@_note.register
def _(m: matching.ProgrammeOpened) -> Note:
    return note("programme", m.programme, year=m.year)


@_note.register
def _(m: matching.FormsChosen) -> Note:
    return note("forms", m.programme, year=m.year, forms=list(m.forms))


@_note.register
def _(m: matching.SupplyAnalysed) -> Note:
    return note(
        "supply", m.programme, year=m.year, requests=m.requests, covered=m.covered,
        gaps=len(m.gaps),
    )  # fmt: skip


@_note.register
def _(m: matching.BallotsClosed) -> Note:
    return note("ballot", m.programme, year=m.year, invited=m.invited, cast=m.cast)


@_note.register
def _(m: matching.PairsProposed) -> Note:
    return note("proposal", m.run, year=m.year, pairs=m.pairs, unmatched=m.unmatched, on=True)


@_note.register
def _(m: matching.ProposalDiscarded) -> Note:
    return note("proposal", m.run, year=m.year, on=False)


@_note.register
def _(m: matching.OrderIssued) -> Note:
    return note("order", m.order, year=m.year, of=m.kind, pairings=list(m.pairings))


@_note.register
def _(m: matching.PairingActivated) -> Note:
    return note(
        "pairing", m.pairing, pairing=m.pairing, year=m.year, form=m.form, mentor=m.mentor,
        home=m.mentor_home, home_person=m.home_person, mentees=list(m.mentees), status="active",
        order=m.order,
    )  # fmt: skip


@_note.register
def _(m: matching.PairingSuspended) -> Note:
    return note("pairing", m.pairing, pairing=m.pairing, status="suspended")


@_note.register
def _(m: matching.MemberLeft) -> Note:
    """``mentees`` keeps everybody who was in it: they were mentored; ``staying`` are due the rest."""
    return note("pairing", m.pairing, pairing=m.pairing, staying=list(m.mentees))


@_note.register
def _(m: matching.PairingResumed) -> Note:
    return note("pairing", m.pairing, pairing=m.pairing, status="active")


@_note.register
def _(m: matching.PairingEnded) -> Note:
    return note("pairing", m.pairing, pairing=m.pairing, status="ended", reason=m.reason)


@_note.register
def _(m: matching.ParticipantsInformed) -> Note:
    return note("pairing", m.pairing, pairing=m.pairing, informed=m.order)


@_note.register
def _(m: meetings.OutreachHeld) -> Note:
    return note(
        "outreach", m.event, item=m.item, year=m.year, held=True, withdrawn=False,
        attended=m.attended, material=m.material,
    )  # fmt: skip


@_note.register
def _(m: meetings.OutreachWithdrawn) -> Note:
    return note("outreach", m.event, item=m.item, year=m.year, withdrawn=True)


@_note.register
def _(m: meetings.InvitationsSent) -> Note:
    return note(
        "outreach", m.event, item=m.item, year=m.year, invited=m.invited, answered=m.answered
    )


@_note.register
def _(m: meetings.MeetingHeld) -> Note:
    return note(
        "meeting", m.meeting, pairing=m.pairing, year=m.year, of=m.kind, minutes=m.minutes,
        go_on=m.go_on, on=True,
    )  # fmt: skip


@_note.register
def _(m: meetings.MeetingCorrected) -> Note:
    return note(
        "meeting", m.meeting, pairing=m.pairing, year=m.year, of=m.kind, minutes=m.minutes
    )  # fmt: skip


@_note.register
def _(m: meetings.MeetingStruck) -> Note:
    return note("meeting", m.meeting, pairing=m.pairing, year=m.year, of=m.kind, on=False)


@_note.register
def _(m: meetings.GoalAgreed) -> Note:
    return note("goal", m.pairing, m.goal, pairing=m.pairing, year=m.year)


@_note.register
def _(m: meetings.FeedbackScheduled) -> Note:
    return note("schedule", m.pairing, pairing=m.pairing, year=m.year, dates=len(m.dates))


@_note.register
def _(m: meetings.FeedbackGiven) -> Note:
    return note(
        "feedback", m.request, m.side, pairing=m.pairing, year=m.year, side=m.side, low=m.low
    )


@_note.register
def _(m: meetings.PairClosed) -> Note:
    return note("closing", m.pairing, pairing=m.pairing, year=m.year, outcome=m.outcome)


TELLING: Final[tuple[type, ...]] = tuple(kind for kind in _note.registry if kind is not object)
"""The messages that say anything at all."""
