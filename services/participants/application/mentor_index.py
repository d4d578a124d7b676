"""What the base of mentors is searched by: one document a mentor, no text about a person in it.

Features and words of the name are keyed hashes of the tenant's own; what is sealed stays sealed.
Every write may be repeated, and no write but a registration or a card makes a document, so that
what comes late about somebody who is gone makes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from services.participants.application.people import opened
from services.participants.application.search import tokens_of
from services.participants.domain.consent.commands import consent_id
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.features import read_features
from services.participants.domain.interview.commands import interview_id
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview.events import InterviewDecided
from services.participants.domain.mentor_card import events as cards
from services.participants.domain.mentor_profile import events as profiles
from services.participants.domain.mentor_profile.decider import CHECKED_KINDS
from services.participants.domain.mentor_record import events as records
from services.participants.domain.person.decider import PERSON
from services.participants.domain.sharing_permission import events as sharing
from services.participants.domain.training.events import TrainingCompleted
from shared.contracts.features import Features
from shared.domain.ids import PersonId, TenantId
from shared.mongo import Db
from shared.projections.reader import Reader
from shared.projections.view import document_id
from shared.service import Service
from shared.tenancy.scope import Scope

COLLECTION: Final = "mentor_index"
FOR_EVER: Final = "9999-12-31"
_HASH = 16
PERMISSION_ENDS = (sharing.SharingRevoked, sharing.SharingExpired, sharing.SharingErased)
_INDEXES: Final = (
    ("id",), ("tokens", "id"), ("words", "id"), ("seasons", "id"), ("status", "until", "id"),
    ("consent_until", "id"), ("free", "id"), ("claims.claim",),
)  # fmt: skip


FREE: Final[Mapping[str, Any]] = {
    "$subtract": [
        {"$ifNull": ["$capacity", 0]},
        {"$sum": {"$ifNull": ["$claims.places", []]}},
    ]
}
"""Places that nobody has claimed."""


def create_index(db: Db) -> None:
    """The tenant leads each; a multikey index holds one array only."""
    for fields in _INDEXES:
        db[COLLECTION].create_index([("tenant", 1), *((field, 1) for field in fields)])


def index_reader(service: Service, scope: Scope) -> Reader:
    return Reader(service.db, COLLECTION, scope.tenant)


def claimants(service: Service, scope: Scope, claim: str) -> list[str]:
    """Cards here that a claim stands at; at home the claim itself is given back."""
    found = index_reader(service, scope).all({"claims.claim": claim, "own": False})
    return [document["id"] for document in found]


def token(service: Service, tenant: TenantId, facet: str, value: object) -> str:
    return service.vault.digest(tenant, f"mentor:{facet}:{value}")[:_HASH]


def facets(features: Features) -> Iterable[tuple[str, object]]:
    """What a mentor can be found by, as (facet, value)."""
    for facet, values in (
        ("form", features.forms),
        ("theme", features.themes),
        ("time", features.times),
        ("language", features.languages),
        ("interest", [interest.lower() for interest in features.interests]),
    ):
        for value in values:
            yield facet, value
    yield "way", features.way
    yield "area", features.area.lower()
    yield "age_band", features.age_band
    yield "adult", features.adult
    yield "group_ok", features.group_ok


def feature_tokens(service: Service, tenant: TenantId, features: Features) -> list[str]:
    return sorted({token(service, tenant, facet, value) for facet, value in facets(features)})


class Entry:
    """One tenant's part of the index, as one event may change it."""

    def __init__(self, service: Service, scope: Scope) -> None:
        self._service = service
        self._scope = scope
        self._documents = service.db[COLLECTION]

    def _key(self, person: str) -> dict[str, str]:
        return {"_id": document_id(self._scope.tenant, person), "tenant": self._scope.tenant}

    def change(self, person: str, update: Mapping[str, Any] | list[Mapping[str, Any]]) -> None:
        self._documents.update_one(self._key(person), update)

    def remove(self, person: str) -> None:
        self._documents.delete_one(self._key(person))

    def begin(self, event: profiles.MentorRegistered) -> None:
        """With what was known of the person before they became a mentor."""
        service, scope = self._service, self._scope
        state = service.handler.state(scope, PERSON, event.person).state
        if state.erased:
            return
        document = {
            **self._key(event.person),
            "id": event.person,
            "own": True,
            "kind": event.kind,
            "checks": event.kind in CHECKED_KINDS,
            "status": "registered",
            "capacity": event.capacity,
            "free": event.capacity,
            "shown_until": FOR_EVER,
            "consent_until": _consent_until(service, scope, event.person),
            "interviews": _interviews(service, scope, event.person, state.candidacies),
            **named(service, scope, event.person),
        }
        self._documents.replace_one(self._key(event.person), document, upsert=True)

    def list(self, event: profiles.MentorListed) -> None:
        changes = {
            "status": "listed",
            "capacity": event.capacity,
            "until": event.until.isoformat(),
            **self._features(event.features.sealed),
        }
        self.change(event.person, {"$pull": {"seasons": {"$regex": f"^{event.year}:"}}})
        marks = {"years": event.year, "seasons": f"{event.year}:listed"}
        self.change(event.person, {"$set": changes, "$addToSet": marks})
        self.count(event.person)

    def profile(self, event: Any) -> None:
        match event:
            case profiles.BackgroundChecked(person, valid_until):
                self.change(person, {"$set": {"checked_until": valid_until.isoformat()}})
            case profiles.MentorUnlisted(person, year, reason):
                self._unlist(person, year, reason)
            case profiles.CapacityChanged(person, capacity):
                self.change(person, {"$set": {"capacity": capacity}})
                self.count(person)
            case profiles.MentorPaused(person, until):
                paused = {"status": "paused", "paused_until": until.isoformat()}
                self.change(person, {"$set": paused})
            case profiles.MentorResumed(person):
                self.change(person, {"$set": {"status": "registered", "paused_until": None}})
            case profiles.MentorLeft(person):
                self.change(person, {"$set": {"status": "left"}})

    def _unlist(self, person: PersonId, year: str, reason: str) -> None:
        self.change(person, {"$pull": {"years": year, "seasons": {"$regex": f"^{year}:"}}})
        mark = "paused" if reason == "paused" else "unlisted"
        self.change(person, {"$addToSet": {"seasons": f"{year}:{mark}"}})
        if reason != "paused":
            gone = dict.fromkeys(("features", "tokens"), "")
            self.change(person, {"$set": {"status": "unlisted"}, "$unset": gone})

    def around(self, event: Any) -> None:
        """What other streams say of somebody who is a mentor here."""
        match event:
            case records.MentorStays(person, year, stays, until):
                stay = {"stays": stays, "stays_from": year}
                stay |= {"stays_until": until.isoformat() if until else None}
                self.change(person, {"$set": stay})
            case records.CatalogueOffered(person) | records.CatalogueLeft(person):
                offered = isinstance(event, records.CatalogueOffered)
                self.change(person, {"$set": {"offered": offered}})
            case InterviewDecided(person, year, decision):
                self.change(person, {"$pull": {"interviews": {"$regex": f"^{year}:"}}})
                self.change(person, {"$addToSet": {"interviews": f"{year}:{decision}"}})
            case TrainingCompleted(person=person, year=year, passed=passed):
                self.change(person, {"$addToSet" if passed else "$pull": {"trained": year}})
            case sharing.SharingPermitted(person, school):
                self.change(person, {"$addToSet": {"shared": school}})
            case _ if isinstance(event, PERMISSION_ENDS):
                self.change(event.mentor, {"$pull": {"shared": event.school}})
            case _ if event.purpose == "participation":
                ends = _consent_until(self._service, self._scope, event.person)
                self.change(event.person, {"$set": {"consent_until": ends}})

    def show(self, event: cards.CardShown) -> None:
        name = self._service.vault.open(self._scope.tenant, event.name.sealed)
        if not name:
            return
        changes = {
            "id": event.card,
            "own": False,
            "home": event.home,
            "kind": None,
            "checks": False,
            "status": "listed",
            "capacity": event.capacity,
            "until": event.until.isoformat(),
            "shown_until": event.until.isoformat(),
            "years": [event.year],
            "seasons": [f"{event.year}:listed"],
            "name": event.name.sealed,
            "hours": event.hours,
            "words": tokens_of(self._service, self._scope, name),
            **self._features(event.features.sealed),
        }
        self._documents.update_one(self._key(event.card), {"$set": changes}, upsert=True)
        self.count(event.card)

    def _features(self, sealed: str) -> dict[str, Any]:
        text = self._service.vault.open(self._scope.tenant, sealed)
        tokens = (
            feature_tokens(self._service, self._scope.tenant, read_features(json.loads(text)))
            if text
            else []
        )
        return {"features": sealed, "tokens": tokens}

    def claim(self, person: str, claim: str, places: int) -> None:
        """``places`` 0 gives the claim back."""
        others = {
            "$filter": {
                "input": {"$ifNull": ["$claims", []]},
                "cond": {"$ne": ["$$this.claim", claim]},
            }
        }
        own = [{"claim": claim, "places": places}] if places else []
        claims = {"$concatArrays": [others, own]}
        self.change(person, [{"$set": {"claims": claims}}, {"$set": {"free": FREE}}])

    def count(self, person: str) -> None:
        """Free places from capacity and claims, in one step of the server."""
        self.change(person, [{"$set": {"free": FREE}}])


def named(service: Service, scope: Scope, person: PersonId) -> dict[str, Any]:
    state = service.handler.state(scope, PERSON, person).state
    name = opened(service, scope, state.name)
    if state.erased or not name:
        return {"name": None, "words": []}
    return {"name": state.name.sealed, "words": tokens_of(service, scope, name)}


def _consent_until(service: Service, scope: Scope, person: PersonId) -> str | None:
    id = consent_id(person, "participation")
    consent = service.handler.state(scope, CONSENT, id).state
    if consent.status != "given" or consent.terms is None:
        return None
    return consent.terms.until.isoformat()


def _interviews(
    service: Service, scope: Scope, person: PersonId, candidacies: Iterable[tuple[str, str]]
) -> list[str]:
    found = []
    for year in sorted({year for role, year in candidacies if role == "mentor"}):
        state = service.handler.state(scope, INTERVIEW, interview_id(person, year)).state
        if state.decided is not None:
            found.append(f"{year}:{state.decided.decision}")
    return found
