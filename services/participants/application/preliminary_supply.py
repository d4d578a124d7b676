"""Where mentors for preliminary requests may be sought: the own base, the municipality, elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from services.participants.application.coverage import elsewhere_for, offers_of, row_of
from services.participants.domain.coverage import Wish, cells
from shared.domain.school_years import year_after
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service


def supply(service: Service, scope: Scope, year: str) -> dict[str, Any]:
    """Requests by form and theme against mentors of this year and the year before: the long-term
    base is asked before anybody is listed anew. Numbers only."""
    rows = service.views.reader(scope, "preliminary_requests").all({"year": year})
    asked: Counter[tuple[str, str]] = Counter()
    for row in rows:
        asked[row["form"], row["theme"]] += row["count"]
    wishes = [
        Wish(frozenset({form}), frozenset({theme}))
        for (form, theme), count in asked.items()
        for _ in range(count)
    ]
    table = cells(wishes, offers_of(service, scope, [year, year_after(year, -1)]))
    elsewhere = elsewhere_for(service, scope, [cell for cell in table if cell.missing])
    return {
        "year": year,
        "requests": len(wishes),
        "missing": sum(cell.missing for cell in table),
        "cells": [row_of(cell, elsewhere.get((cell.form, cell.theme))) for cell in table],
    }
