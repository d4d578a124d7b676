"""What each approval of a roadmap fixed: printable for ever, whatever is planned afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from services.reporting.domain.roadmap import events
from services.reporting.domain.roadmap.items import ITEMS, usual_dates
from services.reporting.projections.roadmaps import item_key, planned
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


def edition_id(programme: str, number: int) -> str:
    return f"{programme}.{number}"


class RoadmapEditions(Projection):
    """Documents of two kinds: an ``edition`` each, and one ``draft`` a programme, from which reasons
    are taken as they were sealed, and the lines of approvals that had none."""

    name: ClassVar[str] = "roadmap_editions"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("programme", "kind", "number"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        programme, event = recorded.key, recorded.event
        match event:
            case events.RoadmapOpened(_, year, starts, ends):
                draft = {
                    "kind": "draft", "year": year, "starts": starts.isoformat(),
                    "ends": ends.isoformat(), "plans": {}, "excluded": {}, "last": 0,
                }  # fmt: skip
                view.put(programme, draft)
            case events.ItemPlanned():
                view.set_paths(programme, planned(event))
            case events.ItemsPlanned(lines):
                for line in lines:
                    view.set_paths(programme, planned(line))
            case events.ItemExcluded(item, reason):
                view.set_paths(programme, {f"excluded.{item_key(item)}": reason.sealed})
            case events.ItemIncluded(item):
                view.unset(programme, f"excluded.{item_key(item)}")
            case events.RoadmapApproved():
                self._approve(view, programme, event)
            case events.NamePrinted(edition, person, name):
                path = {f"names.{person}": name.sealed}
                view.set_paths(edition_id(programme, edition), path)

    def _approve(self, view: View, programme: str, event: events.RoadmapApproved) -> None:
        draft = view.get(programme) or {}
        number = draft["last"] + 1
        view.merge(programme, last=number)
        view.put(
            edition_id(programme, number),
            {
                "kind": "edition", "programme": programme, "number": number,
                "year": draft["year"], "starts": draft["starts"], "ends": draft["ends"],
                "on": event.on.isoformat(), "by": event.by, "school": event.school,
                "lines": [_line(line) for line in event.lines] or _lines_of(draft),
                "excluded": draft["excluded"], "names": {},
            },
        )  # fmt: skip


def _line(line: events.ApprovedLine) -> dict[str, Any]:
    return {
        "item": line.item, "title": line.title, "starts": line.starts.isoformat(),
        "ends": line.ends.isoformat(), "role": line.role or None, "person": line.person,
        "excluded": line.excluded,
    }  # fmt: skip


def _lines_of(draft: dict[str, Any]) -> list[dict[str, Any]]:
    """Of an approval of before editions: the plan as it stood then."""
    frame = date.fromisoformat(draft["starts"]), date.fromisoformat(draft["ends"])
    lines = []
    for item in ITEMS:
        starts, ends = usual_dates(item.number, *frame)
        usual = {
            "starts": starts.isoformat(), "ends": ends.isoformat(),
            "role": "coordinator", "person": None,
        }  # fmt: skip
        plan = draft["plans"].get(item_key(item.number), usual)
        excluded = item_key(item.number) in draft["excluded"]
        lines.append({"item": item.number, "title": item.title_ru, **plan, "excluded": excluded})
    return lines
