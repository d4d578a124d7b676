"""What the public may see now: participants is asked each time, nothing is remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from shared.domain.errors import ConsentMissing
from shared.projections.reader import Page
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.projections.reader import Reader
    from shared.service import Service


def public_items(service: Service, scope: Scope, found: Page) -> list[dict[str, Any]]:
    """Items of a page whose people all consent at this moment, with their words opened."""
    named = {person for document in found.items for person in document["people"]}
    missing = _without_consent(service, scope, named)
    allowed = [d for d in found.items if not missing & set(d["people"]) and d["words"]]
    texts = service.vault.open_many(scope.tenant, [d["words"] for d in allowed])
    return [
        {
            **{name: d[name] for name in ("id", "year", "kind", "published_on")},
            **json.loads(text),
        }
        for d in allowed
        if (text := texts[d["words"]]) is not None
    ]


def published(reader: Reader, after: str | None, limit: int) -> Page:
    return reader.find({"status": "published"}, sort="-published_on", after=after, limit=limit)


def _without_consent(service: Service, scope: Scope, named: set[str]) -> frozenset[str]:
    try:
        service.gate.require(scope, "publication", sorted(named))
    except ConsentMissing as refusal:
        return frozenset(refusal.people)
    return frozenset()
