"""Read models put together: a year's ledger, a programme's roadmap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from services.reporting.domain.evidence.ledger import Ledger
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.projections.reader import Reader
    from shared.service import Service


def ledger_of(reader: Reader, year: str) -> Ledger:
    """All notes of the year, and those that belong to no year, such as consents."""
    wanted = {"year": {"$in": [year, None]}, "kind": {"$exists": True}}
    return Ledger(year, reader.all(wanted))


def excluded_items(plan: dict[str, dict[str, str]]) -> frozenset[str]:
    return frozenset(key.replace("_", ".") for key in plan)


def not_companies(service: Service) -> frozenset[str]:
    """Schools and municipalities of the cell: whoever else is somebody's home is a company."""
    known = service.db.schools.find()
    return frozenset(id for one in known for id in (one["_id"], one["municipality"]))


def school_ledger(service: Service, scope: Scope, year: str) -> Ledger:
    return ledger_of(service.views.reader(scope, "evidence"), year)


def last_edition(reader: Reader, programme: str) -> dict[str, Any] | None:
    """The edition that the head approved last; ``reader`` is of ``roadmap_editions``."""
    found = reader.find({"programme": programme, "kind": "edition"}, sort="-number", limit=1)
    return found.items[0] if found.items else None
