"""A course has sessions, experts and materials; who was enrolled attends and completes it with a
result, and who passed holds a certificate until the result is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TypeVar, assert_never

from services.participants.domain.training import commands, events
from services.participants.domain.training.commands import TrainingCommand
from services.participants.domain.training.events import TrainingEvent, TrainingPlanned
from shared.domain.decider import Decider
from shared.domain.errors import AlreadyExists, NotFound, Refused
from shared.domain.ids import PersonId

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Training:
    """``last_number`` is the highest number of a certificate so far: none is given twice."""

    plan: TrainingPlanned | None = None
    enrolled: frozenset[PersonId] = frozenset()
    results: Mapping[PersonId, bool] = field(default_factory=dict)
    numbers: Mapping[PersonId, str] = field(default_factory=dict)
    last_number: int = 0
    certificates: Mapping[PersonId, events.CertificateIssued] = field(default_factory=dict)
    showing: Mapping[PersonId, events.CertificateShowingChosen] = field(default_factory=dict)
    sessions: Mapping[str, events.SessionPlanned] = field(default_factory=dict)
    attendance: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)
    materials: Mapping[str, events.MaterialAdded] = field(default_factory=dict)


def decide(command: TrainingCommand, training: Training) -> Sequence[TrainingEvent]:
    if isinstance(command, commands.Plan):
        return _plan(command, training)
    plan = training.plan
    if plan is None:
        raise NotFound("there is no such training")
    match command:
        case commands.Enrol(people):
            new = tuple(sorted(set(people) - training.enrolled))
            return [events.MentorsEnrolled(plan.training, new)] if new else []
        case commands.Complete():
            return _complete(command, training, plan)
        case commands.ChooseShowing():
            return _show(command, training, plan)
        case commands.PlanSession() | commands.DropSession() | commands.TakeAttendance():
            return _session(command, training, plan.training)
        case commands.AddMaterial() | commands.RemoveMaterial():
            return _material(command, training, plan.training)
        case _:
            assert_never(command)


def _plan(command: commands.Plan, training: Training) -> Sequence[TrainingEvent]:
    if training.plan is not None:
        raise AlreadyExists("the training was planned already")
    return [
        TrainingPlanned(
            command.training,
            command.year,
            command.title,
            command.held_on,
            command.expert_count,
            command.experts,
            command.materials,
        )
    ]


def _complete(
    command: commands.Complete, training: Training, plan: TrainingPlanned
) -> Sequence[TrainingEvent]:
    person = command.person
    if person not in training.enrolled:
        raise Refused("the person is not enrolled in this training", code="not-enrolled")
    made: list[TrainingEvent] = []
    number = training.numbers.get(person, "")
    if training.results.get(person) != command.passed:
        number = f"{plan.training[:8]}-{training.last_number + 1:03d}".upper()
        number = number if command.passed else ""
        made.append(
            events.TrainingCompleted(plan.training, person, plan.year, command.passed, number)
        )
    if command.passed and command.code and command.today and person not in training.certificates:
        about = (plan.training, person, plan.year)
        made.append(events.CertificateIssued(*about, number, command.code, command.today))
    if not command.passed and person in training.certificates:
        made.append(events.CertificateRevoked(plan.training, person, plan.year))
    return made


def _show(
    command: commands.ChooseShowing, training: Training, plan: TrainingPlanned
) -> Sequence[TrainingEvent]:
    if command.person not in training.certificates:
        raise Refused("there is no certificate", code="no-certificate")
    chosen = events.CertificateShowingChosen(
        plan.training, command.person, command.course, command.date
    )
    return [] if training.showing.get(command.person) == chosen else [chosen]


def _session(
    command: commands.PlanSession | commands.DropSession | commands.TakeAttendance,
    training: Training,
    id: str,
) -> Sequence[TrainingEvent]:
    known = training.sessions.get(command.session)
    if isinstance(command, commands.PlanSession):
        planned = events.SessionPlanned(
            id, command.session, command.starts, command.minutes, command.topic
        )
        return [] if known == planned else [planned]
    if known is None:
        raise NotFound("there is no such session")
    if isinstance(command, commands.DropSession):
        if command.session in training.attendance:
            raise Refused("the session was held: its attendance is taken")
        return [events.SessionDropped(id, command.session)]
    if command.now < known.starts - timedelta(hours=1):
        raise Refused("the session has not begun yet", code="session-not-held")
    present = tuple(sorted(set(command.present)))
    if set(present) - training.enrolled:
        raise Refused("somebody is not enrolled in this training", code="not-enrolled")
    taken = events.AttendanceTaken(id, command.session, present)
    return [] if training.attendance.get(command.session) == present else [taken]


def _material(
    command: commands.AddMaterial | commands.RemoveMaterial, training: Training, id: str
) -> Sequence[TrainingEvent]:
    if isinstance(command, commands.RemoveMaterial):
        if command.material not in training.materials:
            return []
        return [events.MaterialRemoved(id, command.material)]
    if command.material in training.materials:
        return []
    return [
        events.MaterialAdded(
            id,
            command.material,
            command.kind,
            command.title,
            command.address,
            command.media_type,
            command.size,
            command.sha256,
            command.sealed,
        )
    ]


def evolve(training: Training, event: TrainingEvent) -> Training:
    match event:
        case events.TrainingPlanned():
            return Training(event)
        case events.MentorsEnrolled(_, people):
            return replace(training, enrolled=training.enrolled | set(people))
        case events.TrainingCompleted():
            return _completed(training, event)
        case events.CertificateIssued() | events.CertificateRevoked():
            return _certified(training, event)
        case events.CertificateShowingChosen(person=person):
            return replace(training, showing={**training.showing, person: event})
        case events.SessionPlanned() | events.SessionDropped() | events.AttendanceTaken():
            return _held(training, event)
        case events.MaterialAdded(material=material):
            return replace(training, materials={**training.materials, material: event})
        case events.MaterialRemoved(material=material):
            return replace(training, materials=_without(training.materials, material))
        case _:
            assert_never(event)


def _completed(training: Training, event: events.TrainingCompleted) -> Training:
    tail = event.certificate.rpartition("-")[2]
    return replace(
        training,
        results={**training.results, event.person: event.passed},
        numbers={**training.numbers, event.person: event.certificate},
        last_number=max(training.last_number, int(tail) if tail.isdigit() else 0),
    )


def _certified(
    training: Training, event: events.CertificateIssued | events.CertificateRevoked
) -> Training:
    if isinstance(event, events.CertificateIssued):
        return replace(training, certificates={**training.certificates, event.person: event})
    return replace(training, certificates=_without(training.certificates, event.person))


def _held(
    training: Training,
    event: events.SessionPlanned | events.SessionDropped | events.AttendanceTaken,
) -> Training:
    match event:
        case events.SessionPlanned():
            return replace(training, sessions={**training.sessions, event.session: event})
        case events.SessionDropped():
            return replace(training, sessions=_without(training.sessions, event.session))
        case events.AttendanceTaken():
            attendance = {**training.attendance, event.session: event.present}
            return replace(training, attendance=attendance)


def _without(table: Mapping[K, V], key: K) -> dict[K, V]:
    return {k: v for k, v in table.items() if k != key}


TRAINING: Decider[TrainingCommand, TrainingEvent, Training] = Decider(
    "training",
    (
        events.TrainingPlanned,
        events.MentorsEnrolled,
        events.TrainingCompleted,
        events.SessionPlanned,
        events.SessionDropped,
        events.AttendanceTaken,
        events.MaterialAdded,
        events.MaterialRemoved,
        events.CertificateIssued,
        events.CertificateRevoked,
        events.CertificateShowingChosen,
    ),
    Training(),
    decide,
    evolve,
)
