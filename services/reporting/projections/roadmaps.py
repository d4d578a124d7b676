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
        programme, event = recorded.key, recorded.event
        match event:
            case events.RoadmapOpened(_, year, starts, ends):
                view.put(
                    programme,
                    {
                        "year": year, "starts": starts.isoformat(), "ends": ends.isoformat(),
                        "approved": None, "plans": {}, "excluded": {}, "asked": [],
                        "source": None, "editions": 0, "changed": False,
                    },
                )  # fmt: skip
            case events.ItemPlanned():
                view.set_paths(programme, {**planned(event), "changed": True})
            case events.ItemsPlanned(lines):
                paths = {name: plan for line in lines for name, plan in planned(line).items()}
                view.set_paths(programme, {**paths, "changed": True})
            case events.YearCopied(source, asked):
                view.merge(programme, source=source, asked=list(asked))
            case events.ItemExcluded(item, reason):
                path = {f"excluded.{item_key(item)}": reason.sealed, "changed": True}
                view.set_paths(programme, path)
                view.take(programme, "asked", item)
            case events.ItemIncluded(item):
                view.unset(programme, f"excluded.{item_key(item)}")
                view.merge(programme, changed=True)
                view.take(programme, "asked", item)
            case events.RoadmapApproved(by, actor, on):
                view.merge(
                    programme, approved={"by": by or actor, "on": on.isoformat()}, changed=False
                )
                view.increment(programme, editions=1)
            case events.ApprovalLapsed():
                view.merge(programme, approved=None)
        if isinstance(event, ROADMAP_EVENTS):
            view.merge(programme, version=recorded.version)


ROADMAP_EVENTS = events.EVENTS


def planned(line: events.ItemPlanned | events.PlannedLine) -> dict[str, Any]:
    """The path of an item's plan and what stands there."""
    plan = {
        "starts": line.starts.isoformat(), "ends": line.ends.isoformat(),
        "role": line.role or None, "person": line.person,
    }  # fmt: skip
    return {f"plans.{item_key(line.item)}": plan}
