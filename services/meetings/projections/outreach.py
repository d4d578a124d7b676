"""The register of gatherings, for the coordinator; texts stay sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from services.meetings.domain.outreach_event import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class OutreachRegister(Projection):
    name: ClassVar[str] = "outreach"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year", "item"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        id = recorded.key
        match recorded.event:
            case events.OutreachPlanned(item, year, title, planned_for, place):
                view.merge(
                    id, item=item, year=year, title=title.sealed, place=place.sealed,
                    planned_for=planned_for.isoformat(), status="planned", invited=0, answered=0,
                    attended=0, people=[], guests={},
                )  # fmt: skip
            case events.InvitationsSent(invited=invited, answered=answered):
                view.merge(id, invited=invited, answered=answered)
            case events.PeopleInvited(audience, people):
                told = {f"guests.{person}": {"audience": audience} for person in people}
                view.set_paths(id, told)
            case events.InvitationAnswered(person, coming):
                view.set_paths(id, {f"guests.{person}.coming": coming})
            case events.CheckedIn(person):
                view.add(id, "people", person)
            case events.OutreachHeld() as held:
                view.merge(
                    id, status="held", held_on=held.held_on.isoformat(), attended=held.attended,
                    people=list(held.people), material=held.material.sealed,
                    resources=held.resources.sealed, leads=held.leads,
                    requests_by_theme=dict(held.requests_by_theme),
                )  # fmt: skip
            case events.OutreachCancelled(reason=reason):
                view.merge(id, status="cancelled", reason=reason.sealed)
            case events.OutreachStruck(reason=reason):
                view.merge(id, status="struck", reason=reason.sealed)
