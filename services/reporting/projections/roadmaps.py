"""The plans of roadmaps; what is ticked comes from the evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from services.reporting.domain.roadmap import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


def item_key(item: str) -> str:
    """A field name cannot hold a dot."""
    return item.replace(".", "_")


class Roadmaps(Projection):
    name: ClassVar[str] = "roadmaps"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("year",),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        programme = recorded.key
        match recorded.event:
            case events.RoadmapOpened(_, year, starts, ends):
                view.put(
                    programme,
                    {
                        "year": year, "starts": starts.isoformat(), "ends": ends.isoformat(),
                        "approved": None, "plans": {}, "excluded": {},
                    },
                )  # fmt: skip
            case events.ItemPlanned(item, starts, ends, role, person):
                plan = {
                    "starts": starts.isoformat(), "ends": ends.isoformat(),
                    "role": role or None, "person": person,
                }  # fmt: skip
                view.set_paths(programme, {f"plans.{item_key(item)}": plan})
            case events.ItemExcluded(item, reason):
                view.set_paths(programme, {f"excluded.{item_key(item)}": reason.sealed})
            case events.ItemIncluded(item):
                view.unset(programme, f"excluded.{item_key(item)}")
            case events.RoadmapApproved(by, actor, on):
                view.merge(programme, approved={"by": by or actor, "on": on.isoformat()})
            case events.ApprovalLapsed():
                view.merge(programme, approved=None)
