"""The two bases compared (3.4), and what the rest of the municipality could add."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from services.participants.application.catalogue import CROWD
from services.participants.application.mentor_index import index_reader
from services.participants.application.sharing import municipality_of
from services.participants.domain.coverage import Cell, Offer, Wish, cells, served
from services.participants.domain.mentor_record.commands import entry_id
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope

COUNTED: Final = 50
"""Offers elsewhere are counted up to here: more than enough is enough."""


def coverage(service: Service, scope: Scope, year: str) -> dict[str, Any]:
    """Admitted mentees with a live consent against listed mentors and cards with free places."""
    mentees = service.views.reader(scope, "mentees").all({"year": year, "status": "admitted"})
    mentees = _consenting(service, scope, mentees, "person")
    opened = _features(service, scope, mentees)
    wishes = [
        Wish(frozenset(f["forms"]), frozenset(f["themes"]))
        for f in (opened.get(row["features"]) for row in mentees)
        if f
    ]
    offers = offers_of(service, scope, [year])
    table = cells(wishes, offers)
    elsewhere = elsewhere_for(service, scope, [cell for cell in table if cell.missing])
    can = served(wishes, offers)
    waiting = service.views.reader(scope, "mentees").count({"year": year, "status": "requested"})
    return {
        "year": year,
        "requests": len(wishes),
        "served": can,
        "missing": len(wishes) - can,
        "mentors": len(offers),
        "places": sum(offer.places for offer in offers),
        "not_admitted": waiting,
        "cells": [row_of(cell, elsewhere.get((cell.form, cell.theme))) for cell in table],
    }


def offers_of(service: Service, scope: Scope, years: Sequence[str]) -> list[Offer]:
    """Free places of listed mentors and cards whose consent lives."""
    live: dict[str, Any] = {"years": {"$in": list(years)}, "status": "listed"}
    live |= {"shown_until": {"$gte": service.clock.today().isoformat()}}
    mentors = _consenting(service, scope, index_reader(service, scope).all(live), "id")
    opened = _features(service, scope, mentors)
    return [
        Offer(frozenset(f["forms"]), frozenset(f["themes"]), max(0, row["free"]))
        for row, f in ((row, opened.get(row["features"])) for row in mentors)
        if f
    ]


def _consenting(
    service: Service, scope: Scope, rows: list[dict[str, Any]], field: str
) -> list[dict[str, Any]]:
    rows = [row for row in rows if row.get("features")]
    gone = unconsented(service.gate, scope, "participation", [row[field] for row in rows])
    return [row for row in rows if row[field] not in gone]


def _features(
    service: Service, scope: Scope, rows: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    texts = service.vault.open_many(scope.tenant, [row["features"] for row in rows])
    return {token: json.loads(text) for token, text in texts.items() if text}


def elsewhere_for(
    service: Service, scope: Scope, wanted: Iterable[Cell]
) -> dict[tuple[str, str], int]:
    """Anonymous offers of others for each form and theme; our own are told apart by their ids."""
    council = scope.crossing("catalogue_entry", to=municipality_of(service, scope))
    entries = service.views.reader(council, "catalogue")
    offered = index_reader(service, scope).all({"own": True, "offered": True})
    ours = {entry_id(scope.tenant, PersonId(row["id"])) for row in offered}
    found = {}
    for cell in wanted:
        match = {"forms": cell.form, "themes": cell.theme, "id": {"$nin": sorted(ours)}}
        found[cell.form, cell.theme] = len(entries.find(match, limit=COUNTED).items)
    return found


def row_of(cell: Cell, elsewhere: int | None) -> dict[str, Any]:
    """``elsewhere`` is ``None`` where nothing is missing; ``few`` stands for one to four."""
    few = elsewhere is not None and 0 < elsewhere < CROWD
    return {
        "form": cell.form,
        "theme": cell.theme,
        "requests": cell.requests,
        "mentors": cell.mentors,
        "places": cell.places,
        "served": cell.served,
        "missing": cell.missing,
        "elsewhere": None if few else elsewhere,
        "few": few,
    }
