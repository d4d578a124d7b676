"""Searching the base of mentors: some twenty filters, paged, in a chosen order."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from services.participants.application.mentor_index import index_reader, token
from services.participants.application.mentor_index_policies import MentorsCanBeFound
from services.participants.application.search import words_of
from shared.domain.errors import Invalid
from shared.domain.ids import CommitId
from shared.projections.checkpoint import Checkpoints
from shared.projections.reader import Page, Reader
from shared.service import Service
from shared.tenancy.scope import Scope

SORTS: Final = (
    "id", "name", "until", "-until", "free", "-free", "checked_until", "-checked_until",
    "consent_until", "capacity", "-capacity",
)  # fmt: skip
NAMES_MAX: Final = 5000
"""Names are sealed: sorting by them opens those of one school's base, not of a region's."""
_HASHED: Final = (
    "form", "theme", "time", "way", "language", "area", "interest", "age_band", "adult", "group_ok",
)  # fmt: skip
_Condition = Callable[[Any], Mapping[str, Any]]
_PLAIN: Final[Mapping[str, _Condition]] = {
    "own": lambda own: {"own": own},
    "kind": lambda kind: {"kind": kind},
    "free": lambda least: {"free": {"$gte": least}},
    "checked_on": lambda day: {
        "$or": [{"checks": False}, {"checked_until": {"$gte": day.isoformat()}}]
    },
    "unchecked_on": lambda day: {
        "checks": True,
        "$or": [{"checked_until": None}, {"checked_until": {"$lt": day.isoformat()}}],
    },
    "stays": lambda stays: {"stays": True} if stays else {"stays": {"$ne": True}},
    "stays_until": lambda day: {"stays_until": {"$gte": day.isoformat()}},
    "listed_until": lambda day: {"until": {"$lte": day.isoformat()}},
    "consent_before": lambda day: {"consent_until": {"$lte": day.isoformat()}},
    "consent": lambda live: {"consent_until": {"$ne": None} if live else None},
    "offered": lambda offered: {"offered": True} if offered else {"offered": {"$ne": True}},
    "shared": lambda school: {"shared": school},
    "capacity": lambda least: {"capacity": {"$gte": least}},
}
FILTERS: Final = (*_HASHED, *_PLAIN, "year", "status", "interview", "trained", "q")


def search(
    service: Service,
    scope: Scope,
    wanted: Mapping[str, Any],
    *,
    today: date,
    sort: str = "id",
    after: str | None = None,
    limit: int = 50,
) -> Page:
    """Mentors of one tenant that fit every filter that is given; cards only while they live."""
    found = index_reader(service, scope)
    filter = conditions(service, scope, wanted, today)
    if sort == "name":
        return _by_name(service, scope, found, filter, after=after, limit=limit)
    return found.find(filter, sort=sort, after=after, limit=limit)


def conditions(
    service: Service, scope: Scope, wanted: Mapping[str, Any], today: date
) -> dict[str, Any]:
    asked = {name: value for name, value in wanted.items() if value is not None}
    parts = [dict(_PLAIN[name](value)) for name, value in asked.items() if name in _PLAIN]
    parts += _of_the_year(asked)
    hashed = [
        token(service, scope.tenant, facet, _said(asked[facet]))
        for facet in _HASHED
        if facet in asked
    ]
    words = [service.vault.digest(scope.tenant, f"name:{w}") for w in words_of(asked.get("q", ""))]
    if hashed:
        parts.append({"tokens": {"$all": hashed} if len(hashed) > 1 else hashed[0]})
    if words:
        parts.append({"words": {"$all": words}})
    parts.append({"shown_until": {"$gte": today.isoformat()}})
    return parts[0] if len(parts) == 1 else {"$and": parts}


def _said(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _of_the_year(asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Status, interview and training are those of the year, where one is named."""
    year, parts = asked.get("year"), []
    status = asked.get("status")
    if year and status in ("listed", "unlisted", "paused"):
        parts.append({"seasons": f"{year}:{status}"})
    else:
        parts += [{"years": year}] if year else []
        parts += [{"status": status}] if status else []
    for name in ("interview", "trained"):
        if name in asked:
            parts.append(_decided(name, asked[name], year))
    return parts


def _decided(name: str, value: Any, year: str | None) -> dict[str, Any]:
    if name == "trained":
        done = {"trained": year} if year else {"trained.0": {"$exists": True}}
        return done if value else {"$nor": [done]}
    if value == "none":
        missing = {"$regex": f"^{year}:"}
        return {"interviews": {"$not": missing}} if year else {"interviews.0": {"$exists": False}}
    return {"interviews": f"{year}:{value}" if year else {"$regex": f":{value}$"}}


def _by_name(
    service: Service,
    scope: Scope,
    found: Reader,
    filter: Mapping[str, Any],
    *,
    after: str | None,
    limit: int,
) -> Page:
    if found.count(filter) > NAMES_MAX:
        raise Invalid("too many to put in the order of names", {"sort": ["narrow the search"]})
    rows = found.all(filter)
    names = service.vault.open_many(scope.tenant, [row["name"] for row in rows if row["name"]])
    rows.sort(key=lambda row: (_order(names.get(row["name"] or "")), row["id"]))
    begin = _place(rows, after)
    items = rows[begin : begin + limit]
    more = begin + limit < len(rows)
    return Page(
        items, base64.urlsafe_b64encode(items[-1]["id"].encode()).decode() if more else None
    )


def _order(name: str | None) -> tuple[bool, str]:
    """Who has no name any more comes last."""
    return name is None, (name or "").lower().replace("ё", "е~")


def _place(rows: list[dict[str, Any]], after: str | None) -> int:
    if after is None:
        return 0
    try:
        id = base64.urlsafe_b64decode(after.encode()).decode()
        return [row["id"] for row in rows].index(id) + 1
    except (ValueError, binascii.Error) as error:
        raise Invalid(
            "the page cursor is not one of ours", {"after": ["take it from “next”"]}
        ) from error


def wait_for(service: Service, commit: CommitId, seconds: float = 2.0) -> bool:
    """Whether the index has taken a commit in, in time."""
    checkpoints, deadline = Checkpoints(service.db), time.monotonic() + seconds
    while True:
        position = service.store.position_of(commit)
        at = checkpoints.position(f"policy|{MentorsCanBeFound.name}")
        if position is not None and at >= position:
            return True
        if time.monotonic() >= deadline:
            return False
        time.sleep(0.01)
