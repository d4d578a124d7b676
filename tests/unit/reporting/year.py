"""A whole small year as messages, and the streams their publishers write them to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from services.reporting.domain.award import events as award
from services.reporting.domain.case import events as case
from services.reporting.domain.evidence.board import board
from services.reporting.domain.evidence.facts import Note, noted
from services.reporting.domain.evidence.own_facts import own_note
from services.reporting.domain.evidence.proof import Proof
from services.reporting.domain.monitoring_report import events as report
from services.reporting.domain.publication import events as publication
from services.reporting.domain.survey import events as survey
from shared.contracts import matching, meetings, participants
from shared.domain.ids import ActorId, PairingId, PersonId, ProgrammeId, TenantId
from shared.domain.personal import Personal

YEAR = "2026/27"
DAY = date(2026, 10, 1)
NOON = datetime(2026, 10, 1, 12, tzinfo=UTC)
P = ProgrammeId("programme")
CHILD, ADULT, MENTOR, CARD = (PersonId(name) for name in ("kim", "ada", "max", "far-max"))
SCHOOL, COMPANY = TenantId("school"), TenantId("company")
ONE, TWO = PairingId("one"), PairingId("two")
SEALED = Personal.from_sealed("token")
HEAD = ActorId("head")


def consents(person: PersonId) -> list[Any]:
    return [
        participants.ConsentGiven(person, purpose, date(2027, 8, 31))
        for purpose in ("participation", "third_party", "publication", "after_programme")
    ]


def people() -> list[Any]:
    """Stages 1 to 4."""
    found: list[Any] = [
        meetings.OutreachHeld(f"event {item}", item, YEAR, DAY, 20, True)
        for item in ("1.1", "1.2", "1.3", "1.4", "5.1", "6.7", "7.2")
    ]
    found.append(meetings.InvitationsSent("event 7.1", "7.1", YEAR, 30, 12))
    for person in (CHILD, ADULT, MENTOR):
        role = "mentor" if person == MENTOR else "mentee"
        found.append(participants.CandidateRegistered(person, role, YEAR, person == CHILD))
        found += consents(person)
        found.append(participants.QuestionnaireAnswered(f"of {person}", person, YEAR, role, "self"))
    found.append(
        participants.QuestionnaireAnswered("of teacher", CHILD, YEAR, "third_party", "teacher")
    )
    found += [participants.MenteeAdmitted(person, YEAR, SEALED) for person in (CHILD, ADULT)]
    found += [
        participants.MentorListed(MENTOR, SCHOOL, MENTOR, YEAR, 2, DAY, SEALED),
        participants.MentorListed(CARD, COMPANY, PersonId("far"), YEAR, 1, DAY, SEALED),
        matching.ProgrammeOpened(P, YEAR, DAY, date(2027, 5, 31)),
        matching.FormsChosen(P, YEAR, ("pupil_pupil", "teacher_teacher")),
        matching.SupplyAnalysed(P, YEAR, 2, 2, ()),
        participants.MeasurementClosed(P, YEAR, "mentee", 1, (CHILD, ADULT)),
        participants.MeasurementClosed(P, YEAR, "mentor", 1, (MENTOR, CARD)),
        participants.TrainingPlanned("training", YEAR, 1, 2),
    ]
    for person in (MENTOR, CARD):
        found += [
            participants.InterviewDecided(person, YEAR, "admit"),
            participants.TrainingCompleted("training", person, YEAR, True),
        ]
    return found


def activated(id: PairingId, form: str, mentor: PersonId, mentee: PersonId) -> Any:
    home = COMPANY if mentor == CARD else SCHOOL
    return matching.PairingActivated(id, P, YEAR, form, mentor, home, mentor, (mentee,), "order")


def met(pairing: PairingId, kind: Any) -> Any:
    go_on = True if kind == "trial" else None
    return meetings.MeetingHeld(f"{kind} of {pairing}", pairing, YEAR, kind, DAY, 45, go_on)


def pairs() -> list[Any]:
    """Stages 5 to 7, as other services tell them."""
    found: list[Any] = [
        matching.BallotsClosed(P, YEAR, 4, 3),
        matching.PairsProposed(P, YEAR, "run", 2, 0),
        matching.OrderIssued("order", P, YEAR, "formation", (ONE, TWO)),
        activated(ONE, "pupil_pupil", MENTOR, CHILD),
        activated(TWO, "employer_pupil", CARD, ADULT),
    ]
    for pairing in (ONE, TWO):
        found.append(matching.ParticipantsInformed(pairing, "order"))
        kinds = ("organisational", "trial", "planning", "regular")
        found += [met(pairing, kind) for kind in kinds]
        found += [
            meetings.GoalAgreed(f"goal of {pairing}", pairing, YEAR, 6),
            meetings.FeedbackScheduled(pairing, YEAR, (DAY,)),
            meetings.FeedbackGiven(f"request of {pairing}", pairing, YEAR, "mentee", False),
            meetings.PairClosed(pairing, YEAR, "reached"),
            matching.PairingEnded(pairing, "completed"),
            participants.OutcomeRecorded(pairing, YEAR),
        ]
    return [
        *found,
        participants.MeasurementClosed(P, YEAR, "mentee", 2, (CHILD, ADULT)),
        participants.MentorStays(MENTOR, YEAR, True, DAY),
    ]


def own() -> list[Any]:
    results = survey.Results(1, 1, 9.0, {})
    return [
        survey.SurveyOpened("survey", YEAR, "mentee", DAY),
        survey.SurveyAnswered("survey", YEAR, CHILD, SEALED),
        survey.SurveyAnswered("survey", YEAR, ADULT, SEALED),
        survey.SurveyClosed("survey", YEAR, "mentee", results),
        report.ReportApproved("report", YEAR, 16, "optimal", HEAD, DAY),
        case.CaseApproved("case", YEAR, ONE, (CHILD, MENTOR), HEAD, DAY),
        award.AwardGiven("award", MENTOR, YEAR, DAY),
        publication.Published("publication", YEAR, (MENTOR,), DAY),
    ]


def whole() -> list[Any]:
    return [*people(), *pairs(), *own()]


def stream_of(thing: Any) -> tuple[str, ...]:
    """Topic, category and id of the stream that holds it; its fields name the id."""
    name = type(thing).__name__
    module = type(thing).__module__.split(".")
    topic = module[-1] if module[0] == "shared" else module[-2]
    ids = {
        "ConsentGiven": ("consent", "person", "purpose"),
        "ConsentEnded": ("consent", "person", "purpose"),
        "QuestionnaireAnswered": ("response", "response"),
        "QuestionnaireStruck": ("response", "response"),
        "MenteeAdmitted": ("mentee", "person"),
        "MenteeReturned": ("mentee", "person"),
        "MentorListed": ("mentor", "person"),
        "MentorUnlisted": ("mentor", "person"),
        "MeasurementClosed": ("round", "role", "stage"),
        "MeasurementReopened": ("round", "role", "stage"),
        "InterviewDecided": ("interview", "person", "year"),
        "TrainingPlanned": ("training", "training"),
        "TrainingCompleted": ("training", "training"),
        "OutcomeRecorded": ("outcome", "pairing"),
        "MentorStays": ("record", "person"),
        "BallotsClosed": ("ballot", "programme"),
        "PairsProposed": ("run", "run"),
        "ProposalDiscarded": ("run", "run"),
        "OrderIssued": ("order", "order"),
        "GoalAgreed": ("goal", "goal"),
        "FeedbackScheduled": ("series", "pairing"),
        "FeedbackGiven": ("request", "request"),
        "MeetingHeld": ("series", "pairing"),
        "MeetingStruck": ("series", "pairing"),
        "MeetingCorrected": ("series", "pairing"),
        "PairClosed": ("series", "pairing"),
    }.get(name)
    if ids is None:
        known = ("person", "pairing", "event", "programme", *_OWN)
        first = next(name for name in known if hasattr(thing, name))
        if topic in _OWN:
            first = topic if hasattr(thing, topic) else "report"
        ids = (first, first)
    return (topic, ids[0], *(str(getattr(thing, field)) for field in ids[1:]))


_OWN = ("survey", "report", "case", "award", "publication", "monitoring_report")


def streams(things: Iterable[Any]) -> list[list[Any]]:
    found: dict[tuple[str, ...], list[Any]] = {}
    for thing in things:
        found.setdefault(stream_of(thing), []).append(thing)
    return list(found.values())


def notes(things: Sequence[Any]) -> list[dict[str, Any]]:
    """What the read model holds after these, as documents."""
    documents: dict[str, dict[str, Any]] = {}
    for thing in things:
        found: Note | None = noted(thing, NOON) or own_note(thing)
        if found is not None:
            document = documents.setdefault(found.id, {"id": found.id})
            document.update(found.fields)
    return list(documents.values())


def proofs(things: Sequence[Any]) -> dict[str, Proof]:
    return board(YEAR, notes(things))


def ticks(things: Sequence[Any]) -> set[str]:
    return {item for item, proof in proofs(things).items() if proof.ticked}
