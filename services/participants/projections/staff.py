"""The staff register: one row for each person and role, with its present term."""

from __future__ import annotations

from typing import Any

from services.participants.domain.person.events import PersonErased
from services.participants.domain.staff_member import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class Staff(Projection):
    name = "staff"
    indexes = (("person",), ("role", "id"), ("hand_over.on",))

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.RoleGiven(person, role, starts, until):
                id = f"{person}.{role}"
                term = {
                    "starts": starts.isoformat(),
                    "until": until.isoformat() if until else None,
                }
                before = view.get(id)
                if before:
                    earlier = {name: before.get(name) for name in ("starts", "until", "ended")}
                    view.add(id, "earlier", earlier)
                view.merge(id, person=person, role=role, ended=None, **term)
            case events.RoleEnded(person, role, on):
                view.merge(f"{person}.{role}", ended=on.isoformat())
            case events.HandOverPlanned(person, to, role, on):
                plan = {"to": to, "on": on.isoformat(), "done": False}
                view.merge(f"{person}.{role}", hand_over=plan)
            case events.HandOverCancelled(person, role):
                view.unset(f"{person}.{role}", "hand_over")
            case events.WorkHandedOver(person, to, role, on):
                done = {"to": to, "on": on.isoformat(), "done": True}
                view.merge(f"{person}.{role}", hand_over=done)
            case PersonErased(person):
                view.delete_where(person=person)
