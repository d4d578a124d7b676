"""The register of gatherings, for the coordinator; texts stay sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from services.meetings.domain.outreach_event import events
from shared.domain.envelope import Recorded
from shared.domain.ids import is_id
from shared.projections.projection import Projection
from shared.projections.view import View


class OutreachRegister(Projection):
    name: ClassVar[str] = "outreach"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year", "item"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        id = recorded.key
        match recorded.event:
            case events.OutreachPlanned(item, year, title, planned_for, place, starts_at):
                view.merge(
                    id, item=item, year=year, title=title.sealed, place=place.sealed,
                    planned_for=planned_for.isoformat(), starts_at=_moment(starts_at),
                    planned_at=recorded.recorded_at.isoformat(), sequence=0, status="planned",
                    invited=0, answered=0, attended=0, people=[], guests={}, present={},
                    arrived={}, counted={},
                )  # fmt: skip
            case events.OutreachChanged(title=title, place=place) as now:
                view.merge(
                    id, title=title.sealed, place=place.sealed, sequence=now.sequence,
                    planned_for=now.planned_for.isoformat(), starts_at=_moment(now.starts_at),
                )  # fmt: skip
                if now.moved:
                    view.merge(id, planned_at=recorded.recorded_at.isoformat())
            case events.InvitationsSent(invited=invited, answered=answered):
                view.merge(id, invited=invited, answered=answered)
            case events.OutreachHeld() as held:
                view.merge(
                    id, status="held", held_on=held.held_on.isoformat(), attended=held.attended,
                    people=list(held.people), material=held.material.sealed,
                    resources=held.resources.sealed, leads=held.leads,
                    requests_by_theme=dict(held.requests_by_theme),
                    by_audience=dict(held.by_audience),
                )  # fmt: skip
            case events.OutreachCancelled(reason=reason):
                view.merge(id, status="cancelled", reason=reason.sealed)
            case events.OutreachStruck(reason=reason):
                view.merge(id, status="struck", reason=reason.sealed)
            case _:
                _guests(view, id, recorded.event, recorded.recorded_at.isoformat())


def _guests(view: View, id: str, event: Any, at: str) -> None:
    """What was taken for a person before ids had a form is left out."""
    match event:
        case events.PeopleInvited(audience, people):
            guest = {"audience": audience, "invited_at": at}
            view.set_paths(id, {f"guests.{person}": guest for person in people if is_id(person)})
        case (
            events.InvitationAnswered(person)
            | events.CheckedIn(person)
            | events.CheckInStruck(person)
        ) if not is_id(person):
            return
        case events.InvitationAnswered(person, coming):
            view.set_paths(id, {f"guests.{person}.coming": coming})
        case events.AudienceCounted(audience, invited, answered):
            view.set_paths(id, {f"counted.{audience}": {"invited": invited, "answered": answered}})
        case events.GuestNamed(guest, audience, name, address):
            told = {"name": name.sealed, "address": address.sealed}
            told |= {"audience": audience, "invited_at": at}
            view.set_paths(id, {f"guests.{guest}": told})
        case events.GuestForgotten(guest):
            view.set_paths(id, {f"guests.{guest}.forgotten": True})
        case events.CheckedIn(person, audience):
            view.add(id, "people", person)
            view.set_paths(id, {f"present.{person}": audience})
        case events.CheckInStruck(person):
            view.take(id, "people", person)
            view.unset(id, f"present.{person}")
        case events.ArrivalsCounted(audience, by):
            view.increment(id, **{f"arrived.{audience}": by})


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
