"""What participants tells the others: people by id, consents, bases, measurements under pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId, ProgrammeId, TenantId
from shared.domain.personal import About, Personal

TOPIC = "participants.v1"

Role = Literal["mentee", "mentor"]


@dataclass(frozen=True, slots=True)
class OrganisationRegistered:
    organisation: TenantId
    kind: Literal["municipality", "school", "company"]
    municipality: TenantId


@dataclass(frozen=True, slots=True)
class CandidateRegistered:
    """A person is on the school's list for the year; ``minor`` at the date of the entry."""

    person: PersonId
    role: Role
    year: str
    minor: bool


@dataclass(frozen=True, slots=True)
class CandidateRemoved:
    person: PersonId
    role: Role
    year: str


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    person: PersonId
    purpose: str
    until: date


@dataclass(frozen=True, slots=True)
class ConsentEnded:
    """Withdrawn, expired, refused or fallen away at the 18th birthday: stop at once."""

    person: PersonId
    purpose: str
    reason: Literal["withdrawn", "expired", "came_of_age", "erased"]


@dataclass(frozen=True, slots=True)
class QuestionnaireAnswered:
    """``kind`` is whose form it is; ``source`` who filled it in."""

    response: str
    person: PersonId
    year: str
    kind: Literal["mentee", "mentor", "third_party"]
    source: Literal["self", "guardian", "psychologist", "social_worker", "teacher", "import"]


@dataclass(frozen=True, slots=True)
class QuestionnaireStruck:
    """The answers count no longer, if there were any; opened and answered again, they do anew."""

    response: str
    person: PersonId
    year: str
    kind: Literal["mentee", "mentor", "third_party"]


@dataclass(frozen=True, slots=True)
class MenteeAdmitted:
    person: PersonId
    year: str
    features: Annotated[Personal, About("person", purpose="participation", ring="bus")]


@dataclass(frozen=True, slots=True)
class MenteeReturned:
    person: PersonId
    year: str


@dataclass(frozen=True, slots=True)
class MentorListed:
    """A mentor is in this tenant's base: its own, or another's by a live permission (a card).

    ``person`` is the id in this tenant, ``home_person`` the id at ``home``; places are counted there.
    """

    person: PersonId
    home: TenantId
    home_person: PersonId
    year: str
    capacity: int
    until: date
    features: Annotated[Personal, About("person", purpose="participation", ring="bus")]


@dataclass(frozen=True, slots=True)
class MentorUnlisted:
    person: PersonId
    year: str
    reason: Literal[
        "left", "paused", "permission_revoked", "permission_expired", "refused", "erased"
    ]


@dataclass(frozen=True, slots=True)
class SharingPermitted:
    """Home tenant: ``school`` may match the mentor, for these forms and places, until a date."""

    mentor: PersonId
    school: TenantId
    card: PersonId
    forms: tuple[str, ...]
    places: int
    until: date


@dataclass(frozen=True, slots=True)
class SharingEnded:
    mentor: PersonId
    school: TenantId
    card: PersonId
    reason: Literal["revoked", "expired", "erased"]


@dataclass(frozen=True, slots=True)
class MeasurementTaken:
    """One person's values under the programme's pseudonym; the link stays in participants."""

    programme: ProgrammeId
    pseudonym: str
    role: Role
    stage: Literal[1, 2]
    instrument: str
    instrument_version: int
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MeasurementCorrected:
    """Takes the place of what the pseudonym had at this stage: never a second measurement."""

    programme: ProgrammeId
    pseudonym: str
    role: Role
    stage: Literal[1, 2]
    instrument: str
    instrument_version: int
    values: Mapping[str, float]
    reason: Literal["typing_error", "wrong_person", "taken_again", "other"]
    revision: int


@dataclass(frozen=True, slots=True)
class MeasurementClosed:
    """A round is locked; ``measured`` are ids, without values."""

    programme: ProgrammeId
    year: str
    role: Role
    stage: Literal[1, 2]
    measured: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class MeasurementReopened:
    programme: ProgrammeId
    year: str
    role: Role
    stage: Literal[1, 2]


@dataclass(frozen=True, slots=True)
class MeasurementErased:
    """The person behind the pseudonym is erased: drop the values."""

    programme: ProgrammeId
    pseudonym: str


@dataclass(frozen=True, slots=True)
class InterviewDecided:
    person: PersonId
    year: str
    decision: Literal["admit", "reserve", "refuse"]


@dataclass(frozen=True, slots=True)
class TrainingPlanned:
    training: str
    year: str
    experts: int
    materials: int


@dataclass(frozen=True, slots=True)
class TrainingCompleted:
    training: str
    person: PersonId
    year: str
    passed: bool


@dataclass(frozen=True, slots=True)
class OutcomeRecorded:
    """7.7: the outcome of a closed pairing stands in the profiles."""

    pairing: str
    year: str


@dataclass(frozen=True, slots=True)
class MentorStays:
    """7.8: the mentor is in the long-term base until a date; ``stays`` False takes it back."""

    person: PersonId
    year: str
    stays: bool
    until: date | None


@dataclass(frozen=True, slots=True)
class WorkHandedOver:
    """From ``on`` whatever names ``giver`` as responsible in this role names ``receiver``."""

    giver: PersonId
    receiver: PersonId
    role: str
    on: date


@dataclass(frozen=True, slots=True)
class PersonErased:
    person: PersonId


@dataclass(frozen=True, slots=True)
class PreliminaryRequestsCounted:
    """1.4: how many requests a school has counted for a year before any questionnaire."""

    sheet: str
    year: str
    total: int


MESSAGES: tuple[type, ...] = (
    OrganisationRegistered, CandidateRegistered, CandidateRemoved, ConsentGiven, ConsentEnded,
    QuestionnaireAnswered, QuestionnaireStruck, MenteeAdmitted, MenteeReturned, MentorListed,
    MentorUnlisted, SharingPermitted, SharingEnded, MeasurementTaken, MeasurementClosed,
    MeasurementReopened, MeasurementErased, InterviewDecided, TrainingPlanned, TrainingCompleted,
    OutcomeRecorded, MentorStays, PersonErased, MeasurementCorrected, WorkHandedOver,
    PreliminaryRequestsCounted,
)  # fmt: skip
