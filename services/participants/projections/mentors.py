"""The base of mentors: a tenant's own, and the cards of those who allowed it to see them."""

from __future__ import annotations

from typing import Any

from services.participants.domain.mentor_card import events as cards
from services.participants.domain.mentor_profile import events as profiles
from services.participants.domain.mentor_record import events as records
from services.participants.domain.person.events import PersonErased
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Mentors(Projection):
    name = "mentors"
    indexes = (("status", "id"), ("years", "status", "id"), ("own", "id"))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case cards.CardShown() | cards.CardWithdrawn():
                _card(view, recorded.event)
            case records.MentorStays(person, year, stays, until):
                view.merge(
                    person,
                    stays=stays,
                    stays_from=year,
                    stays_until=until.isoformat() if until else None,
                )
            case records.CatalogueOffered(person, entry):
                view.merge(person, entry=entry)
            case records.CatalogueLeft(person):
                view.merge(person, entry=None)
            case PersonErased(person):
                view.delete(person)
            case event:
                _profile(view, event)


def _profile(view: View, event: object) -> None:
    match event:
        case profiles.MentorRegistered(person, kind, capacity):
            view.merge(person, own=True, kind=kind, capacity=capacity, status="registered")
        case profiles.BackgroundChecked(person, valid_until):
            view.merge(person, checked_until=valid_until.isoformat())
        case profiles.MentorListed() as listed:
            view.merge(
                listed.person,
                status="listed",
                capacity=listed.capacity,
                until=listed.until.isoformat(),
                features=listed.features.sealed,
            )
            view.add(listed.person, "years", listed.year)
        case profiles.MentorUnlisted(person, year, reason):
            view.take(person, "years", year)
            if reason != "paused":
                view.merge(person, status="unlisted")
                view.unset(person, "features")
        case profiles.CapacityChanged(person, capacity):
            view.merge(person, capacity=capacity)
        case profiles.MentorPaused(person, until):
            view.merge(person, status="paused", paused_until=until.isoformat())
        case profiles.MentorResumed(person):
            view.merge(person, status="registered", paused_until=None)
        case profiles.MentorLeft(person):
            view.merge(person, status="left")


def _card(view: View, event: cards.CardShown | cards.CardWithdrawn) -> None:
    match event:
        case cards.CardShown() as shown:
            view.put(
                shown.card,
                {
                    "own": False,
                    "home": shown.home,
                    "home_person": shown.home_person,
                    "kind": None,
                    "status": "listed",
                    "capacity": shown.capacity,
                    "until": shown.until.isoformat(),
                    "years": [shown.year],
                    "name": shown.name.sealed,
                    "features": shown.features.sealed,
                    "hours": shown.hours,
                },
            )
        case cards.CardWithdrawn(card):
            view.delete(card)
