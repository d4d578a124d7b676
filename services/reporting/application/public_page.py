"""What the public may see now: participants is asked each time, nothing is remembered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from services.reporting.domain.publication.events import BEFORE_SEPARATION
from shared.domain.errors import ConsentMissing
from shared.projections.reader import Page
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.projections.reader import Reader
    from shared.service import Service


def public_items(service: Service, scope: Scope, found: Page) -> list[dict[str, Any]]:
    """Items of a page whose people all consent at this moment, with their words opened."""
    named: dict[str, set[str]] = {}
    for document in found.items:
        named.setdefault(purpose_of(document), set()).update(document["people"])
    missing = {
        purpose: _without_consent(service, scope, purpose, people)
        for purpose, people in named.items()
    }
    allowed = [
        d for d in found.items if d["words"] and not missing[purpose_of(d)] & set(d["people"])
    ]
    texts = service.vault.open_many(scope.tenant, [d["words"] for d in allowed])
    return [
        {
            **{name: d[name] for name in ("id", "year", "kind", "published_on")},
            **json.loads(text),
        }
        for d in allowed
        if (text := texts[d["words"]]) is not None
    ]


def purpose_of(document: Mapping[str, Any]) -> str:
    """What the people of a publication have to consent to."""
    return str(document.get("purpose", BEFORE_SEPARATION))


def published(reader: Reader, after: str | None, limit: int) -> Page:
    return reader.find({"status": "published"}, sort="-published_on", after=after, limit=limit)


def _without_consent(
    service: Service, scope: Scope, purpose: str, named: set[str]
) -> frozenset[str]:
    try:
        service.gate.require(scope, purpose, sorted(named))
    except ConsentMissing as refusal:
        return frozenset(refusal.people)
    return frozenset()
