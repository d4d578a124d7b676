"""The register of a tenant's people; every personal field is a sealed token."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class People(Projection):
    name = "people"
    indexes = (("minor",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.PersonRegistered(person, name, birth_date, contact) | (
                events.PersonCorrected(person, name, birth_date, contact)
            ):
                view.merge(
                    person,
                    name=name.sealed,
                    birth_date=birth_date.sealed,
                    contact=contact.sealed,
                )
            case events.CandidateRegistered(person, role, year, minor, group):
                view.merge(person, minor=minor, group=group.sealed)
                view.add(person, "candidacies", f"{role}:{year}")
            case events.CandidateRemoved(person, role, year):
                view.take(person, "candidacies", f"{role}:{year}")
            case events.CameOfAge(person):
                view.merge(person, minor=False)
            case events.CardTakenIn(person, card):
                view.add(person, "cards", card)
            case events.PersonMerged(person, into):
                view.merge(person, merged_into=into)
            case events.PersonErased(person):
                view.delete(person)
