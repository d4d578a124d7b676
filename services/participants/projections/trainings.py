"""The training register: courses, and who took part with what result."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person.events import PersonErased
from services.participants.domain.training import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Trainings(Projection):
    name = "trainings"
    indexes = (("year", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.TrainingPlanned() as plan:
                view.put(
                    recorded.key,
                    {
                        "year": plan.year,
                        "title": plan.title,
                        "held_on": plan.held_on.isoformat(),
                        "experts": plan.experts.sealed,
                        "expert_count": plan.expert_count,
                        "materials": list(plan.materials),
                        "enrolled": 0,
                        "passed_people": [],
                    },
                )
            case events.MentorsEnrolled(_, people):
                view.increment(recorded.key, enrolled=len(people))
            case events.TrainingCompleted(person=person, passed=passed):
                (view.add if passed else view.take)(recorded.key, "passed_people", person)
            case events.SessionPlanned():
                view.add(recorded.key, "sessions", recorded.event.session)
            case events.SessionDropped(session=session):
                view.take(recorded.key, "sessions", session)


class TrainingRegister(Projection):
    name = "training_register"
    indexes = (("training", "id"), ("person",), ("code",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.MentorsEnrolled(training, people):
                for person in people:
                    view.merge(
                        f"{training}.{person}",
                        training=training,
                        person=person,
                        status="enrolled",
                        certificate="",
                    )
            case events.TrainingCompleted(training, person, year, passed, certificate):
                view.merge(
                    f"{training}.{person}",
                    year=year,
                    status="passed" if passed else "not_passed",
                    certificate=certificate,
                )
            case events.CertificateIssued() as issued:
                view.merge(
                    f"{issued.training}.{issued.person}",
                    code=issued.code,
                    certified_on=issued.on.isoformat(),
                )
            case events.CertificateRevoked(training, person):
                view.unset(f"{training}.{person}", "code", "certified_on")
            case events.CertificateShowingChosen(training, person, course, date):
                view.merge(f"{training}.{person}", shows={"course": course, "date": date})
            case PersonErased(person):
                view.delete_where(person=person)
