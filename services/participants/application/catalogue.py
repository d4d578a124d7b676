"""The municipal catalogue: a mentor's anonymous entry follows the base of its home."""

from __future__ import annotations

from contextlib import suppress

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
from shared.service import Service
from shared.tenancy.scope import Scope


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
