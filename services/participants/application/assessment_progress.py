"""How far a measurement has come: everybody of the base, measured or not yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from shared.projections.reader import Page
from shared.service import Service
from shared.tenancy.scope import Scope


@dataclass(frozen=True, slots=True)
class Progress:
    page: Page
    expected: int
    done: int


def progress(
    service: Service,
    scope: Scope,
    *,
    year: str,
    role: str,
    stage: int,
    measured: bool | None,
    after: str | None,
    limit: int,
    after_commit: str | None = None,
) -> Progress:
    """Mentees who were admitted, or mentors of the base and cards; who left it is not expected."""
    rows = service.views.reader(scope, "assessments").all(
        {"year": year, "role": role, "stage": stage}
    )
    taken = {row["person"]: row for row in rows}
    if role == "mentee":
        base, field = service.views.reader(scope, "mentees"), "person"
        wanted: dict[str, Any] = {"year": year, "status": "admitted"}
    else:
        base, field = service.views.reader(scope, "mentors"), "id"
        wanted = {"years": year, "status": {"$in": ["listed", "paused"]}}
    done = {field: {"$in": sorted(taken)}}
    asked = wanted
    if measured is not None:
        asked = wanted | (done if measured else {field: {"$nin": sorted(taken)}})
    found = base.find(asked, after=after, limit=limit)
    items = [_row(row[field], taken.get(row[field])) for row in found.items]
    return Progress(replace(found, items=items), base.count(wanted), base.count(wanted | done))


def _row(person: str, taken: dict[str, Any] | None) -> dict[str, Any]:
    known = taken or {}
    return {
        "id": person,
        "person": person,
        "measured": taken is not None,
        "at": known.get("at"),
        "revision": known.get("revision", 1 if taken else 0),
        "reason": known.get("reason"),
    }
