"""Plans of resources, a document a line; its texts sealed."""

from __future__ import annotations

from typing import Any, ClassVar

from services.reporting.domain.resource_plan import events
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class ResourcePlans(Projection):
    name: ClassVar[str] = "resource_plans"
    indexes: ClassVar[tuple[tuple[str, ...], ...]] = (("plan", "place"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case events.ResourceSet() as line:
                known = view.get(line.line) or {}
                kind = ("people", "methods", "facilities").index(line.kind)
                added = known.get("added", recorded.version)
                view.put(
                    line.line,
                    {
                        "plan": line.plan, "year": line.year, "kind": line.kind,
                        "source": line.source, "what": line.what.sealed, "who": line.who.sealed,
                        "needed": line.needed, "have": line.have,
                        "gap": max(0, line.needed - line.have), "added": added,
                        "place": kind * 1_000_000 + added,
                    },
                )  # fmt: skip
            case events.ResourceDropped(line=line):
                view.delete(line)
