"""The municipal catalogue: a mentor's anonymous entry follows the base of its home."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from services.participants.application.people import opened_json
from services.participants.application.sharing import municipality_of
from services.participants.domain.catalogue_entry import commands
from services.participants.domain.catalogue_entry.decider import CATALOGUE_ENTRY
from services.participants.domain.features import read_features
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_record.commands import entry_id
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from shared.domain.errors import IdempotencyConflict
from shared.domain.ids import PersonId
from shared.projections.reader import Page, Reader
from shared.service import Service
from shared.tenancy.scope import Scope

CROWD: Final = 5
_GIVEN_UP: Final = ("times", "way")
"""Filters that fall, in this order, while fewer than a crowd match."""


@dataclass(frozen=True, slots=True)
class Offers:
    """``filters`` are those that were kept; ``coarse`` where even so fewer than a crowd match."""

    page: Page
    filters: Mapping[str, str]
    coarse: bool


def offers(
    service: Service, scope: Scope, wanted: Mapping[str, str], *, after: str | None, limit: int
) -> Offers:
    """Anonymous offers of the municipality. Where few match, first time and way are no longer
    asked for, then only what was asked for is shown: nobody is recognised by being the only one."""
    council = scope.crossing("catalogue_entry", to=municipality_of(service, scope))
    entries = service.views.reader(council, "catalogue")
    kept = dict(wanted)
    for name in _GIVEN_UP:
        if _is_crowd(entries, kept):
            break
        kept.pop(name, None)
    found = entries.find(kept, after=after, limit=limit)
    coarse = not _is_crowd(entries, kept)
    if coarse:
        found = Page([_coarser(row, kept) for row in found.items], found.next)
    return Offers(found, kept, coarse)


def _is_crowd(entries: Reader, wanted: Mapping[str, str]) -> bool:
    return len(entries.find(wanted, limit=CROWD).items) == CROWD


def _coarser(row: dict[str, Any], kept: Mapping[str, str]) -> dict[str, Any]:
    themes = [kept["themes"]] if "themes" in kept else sorted(row["themes"])[:1]
    forms = [kept["forms"]] if "forms" in kept else row["forms"][:1]
    return {"id": row["id"], "forms": forms, "themes": themes, "times": [], "way": None}


def refresh_entry(service: Service, home: Scope, mentor: PersonId, *, key: str) -> None:
    """Offered while the mentor wants it and is in the base; otherwise gone."""
    away = home.crossing("catalogue_entry", to=municipality_of(service, home))
    wanted = bool(service.handler.state(home, MENTOR_RECORD, mentor).state.entry)
    listing = service.handler.state(home, MENTOR_PROFILE, mentor).state.latest
    offer: commands.Offer | None = None
    if wanted and listing is not None:
        values = opened_json(service, home, listing.features)
        if values is not None:
            features = read_features(values)
            offer = commands.Offer(
                home.tenant,
                mentor,
                features.forms,
                features.themes,
                features.times,
                features.way,
                listing.until,
            )
    id = entry_id(home.tenant, mentor)
    with suppress(IdempotencyConflict):  # done before a crash; what changed since comes round too
        service.handler.handle(away, CATALOGUE_ENTRY, id, offer or commands.Withdraw(), key=key)
