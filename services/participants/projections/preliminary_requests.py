"""Preliminary requests: a document for each class, theme and form that somebody asks in."""

from __future__ import annotations

from typing import Any

from services.participants.domain.preliminary_requests.events import RequestsCounted
from shared.domain.envelope import Recorded
from shared.projections.projection import Projection
from shared.projections.view import View


class PreliminaryRequests(Projection):
    name = "preliminary_requests"
    indexes = (("year", "id"),)

    def apply(self, view: View, recorded: Recorded[Any]) -> None:
        match recorded.event:
            case RequestsCounted(_, year, form, theme, grade, count):
                id = f"{year}.{form}.{theme}.{grade:02d}"
                if not count:
                    view.delete(id)
                    return
                row = {"year": year, "form": form, "theme": theme, "grade": grade, "count": count}
                view.put(id, row)
