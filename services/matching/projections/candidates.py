"""Who may be matched this year, as participants says; features stay sealed until computed with."""

from __future__ import annotations

from typing import Any, ClassVar

from shared.bus.port import Received
from shared.contracts import participants as messages
from shared.projections.projection import Projection
from shared.projections.view import View


def _id(role: str, year: str, person: str) -> str:
    return f"{role}:{year}:{person}"


class Candidates(Projection):
    name: ClassVar[str] = "candidates"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("role", "year", "status"), ("person",))

    hears: ClassVar[tuple[type, ...]] = (
        messages.MenteeAdmitted,
        messages.MenteeReturned,
        messages.MentorListed,
        messages.MentorUnlisted,
        messages.CandidateRemoved,
        messages.CandidateRegistered,
        messages.InterviewDecided,
        messages.TrainingCompleted,
        messages.PersonErased,
    )

    def receive(self, view: View, received: Received[Any]) -> None:
        match received.message:
            case messages.MenteeAdmitted(person, year, features):
                _merge(view, "mentee", year, person, status="admitted", features=features.sealed)
            case messages.MenteeReturned(person, year):
                _merge(view, "mentee", year, person, status="returned")
            case messages.MentorListed():
                _list_mentor(view, received.message)
            case messages.MentorUnlisted(person, year, reason):
                _merge(view, "mentor", year, person, status="unlisted", reason=reason)
            case messages.CandidateRemoved(person, role, year):
                _merge(view, role, year, person, removed=True)
            case messages.CandidateRegistered(person, role, year):
                _merge(view, role, year, person, removed=False)
            case messages.InterviewDecided(person, year, decision):
                _merge(view, "mentor", year, person, decision=decision)
            case messages.TrainingCompleted(_, person, year, passed):
                _merge(view, "mentor", year, person, trained=passed)
            case messages.PersonErased(person):
                view.delete_where(person=person)


def _list_mentor(view: View, listed: messages.MentorListed) -> None:
    _merge(
        view,
        "mentor",
        listed.year,
        listed.person,
        status="listed",
        home=listed.home,
        home_person=listed.home_person,
        capacity=listed.capacity,
        until=listed.until.isoformat(),
        features=listed.features.sealed,
    )


def _merge(view: View, role: str, year: str, person: str, **fields: Any) -> None:
    view.merge(_id(role, year, person), role=role, year=year, person=person, **fields)
