"""Who sees what of a mentor, and what became of their years: for the mentor and the home."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from services.participants.application.people import opened, opened_json
from services.participants.application.sharing import receivers_of
from services.participants.domain.features import CHOSEN, NEEDED
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.mentor_card.events import CardShown
from services.participants.domain.mentor_profile import events as profiles
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.sharing_permission.commands import card_id, permission_id
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from shared.domain.ids import PersonId, TenantId, stream_id
from shared.service import Service
from shared.tenancy.scope import Scope

CARD_FACTS = ("name", "capacity", "until", "year", "hours")
"""What a card holds beside the features."""


def seen_by(service: Service, home: Scope, mentor: PersonId) -> dict[str, Any]:
    """Not what should be there but what is: the cards that the home has given, read back."""
    record = service.handler.state(home, MENTOR_RECORD, mentor).state
    schools = [_at(service, home, mentor, school) for school in receivers_of(service, home, mentor)]
    standing = record.standing
    return {
        "schools": [school for school in schools if school],
        "offered": bool(record.entry),
        "standing": {
            **asdict(standing), "until": standing.until.isoformat(), "person": mentor
        } if standing else None,
        "always": [*CARD_FACTS, *NEEDED],
        "choice": list(CHOSEN),
    }  # fmt: skip


def _at(service: Service, home: Scope, mentor: PersonId, school: TenantId) -> dict[str, Any] | None:
    id = permission_id(mentor, school)
    permission = service.handler.state(home, SHARING_PERMISSION, id).state
    terms = permission.terms
    if terms is None:
        return None
    away = home.crossing("mentor_card", to=school)
    card = service.handler.state(away, MENTOR_CARD, card_id(home.tenant, mentor, school)).state
    live = card.lives_on(service.clock.today())
    return {
        "permission": id,
        "school": school,
        "status": permission.status,
        "forms": list(terms.forms),
        "places": terms.places,
        "until": terms.until.isoformat(),
        "hours": terms.hours,
        "fields": list(terms.fields),
        "shown": card_contents(service, away, card.shown) if live and card.shown else {},
    }


def card_contents(service: Service, away: Scope, shown: CardShown) -> dict[str, Any]:
    """Every field that the school can read, with its value; empty ones say nothing."""
    features = opened_json(service, away, shown.features) or {}
    contents = {
        "name": opened(service, away, shown.name),
        "capacity": shown.capacity,
        "until": shown.until.isoformat(),
        "year": shown.year,
        "hours": shown.hours,
        **features,
    }
    return {field: value for field, value in contents.items() if value not in (None, "", [], ())}


def history(service: Service, scope: Scope, mentor: PersonId) -> list[dict[str, Any]]:
    """Year by year, the latest first: in the base or not, interview, training, pairs, outcomes."""
    years: dict[str, dict[str, Any]] = {}

    def of(year: str) -> dict[str, Any]:
        return years.setdefault(year, {"year": year, "base": [], "trainings": [], "pairs": []})

    for year, entry in _base(service, scope, mentor):
        if entry not in of(year)["base"][-1:]:
            of(year)["base"].append(entry)
    for year, stays in service.handler.state(scope, MENTOR_RECORD, mentor).state.stays.items():
        until_ = stays.until.isoformat() if stays.until else None
        of(year)["stays"] = {"stays": stays.stays, "until": until_, "forms": list(stays.forms)}
    for row in service.views.reader(scope, "interviews").all({"person": mentor}):
        of(row["year"])["interview"] = row["status"]
    for row in service.views.reader(scope, "training_register").all({"person": mentor}):
        if row.get("year"):
            of(row["year"])["trainings"].append(row["status"])
    for row in service.views.reader(scope, "pairings").all({"mentor": mentor}):
        of(row["year"])["pairs"].append(_pair(row))
    return [years[year] for year in sorted(years, reverse=True)]


def _base(service: Service, scope: Scope, mentor: PersonId) -> list[tuple[str, dict[str, Any]]]:
    entries: list[tuple[str, dict[str, Any]]] = []
    stream = stream_id("mentor_profile", mentor)
    for event in service.store.load(scope.tenant, stream).events:
        match event:
            case profiles.MentorListed(_, year, _, until):
                entries.append((year, {"status": "listed", "until": until.isoformat()}))
            case profiles.MentorUnlisted(_, year, reason):
                entries.append((year, {"status": "unlisted", "reason": reason}))
    return entries


def _pair(row: dict[str, Any]) -> dict[str, Any]:
    """Without the mentees: a history is about the mentor."""
    return {
        "pairing": row["id"],
        "form": row["form"],
        "mentees": len(row["mentees"]),
        "closed": bool(row.get("closed") or row.get("ended")),
        "outcome": row.get("recorded") or row.get("outcome"),
        "recorded": "recorded" in row,
    }
