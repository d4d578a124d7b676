"""The two bases as the computation needs them: features opened, ballots read, places counted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import msgspec

from services.matching.domain.ballot.decider import BALLOT
from services.matching.domain.engine.problem import Guide, Seeker
from services.matching.domain.places.decider import MENTOR_PLACES
from shared.contracts.features import Features
from shared.domain.ids import PersonId, ProgrammeId, TenantId
from shared.http.gate import unconsented
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

PURPOSE = "participation"


@dataclass(frozen=True, slots=True)
class Home:
    """Where a mentor's places are counted, and under which id."""

    tenant: TenantId
    person: PersonId


@dataclass(frozen=True, slots=True)
class Told:
    """What a person said, still sealed: features, and the ballot where one was cast."""

    features: str
    ballot: str = ""


@dataclass(frozen=True, slots=True)
class Bases:
    """``told`` has for everybody in it what their features and choices were opened from."""

    seekers: tuple[Seeker, ...]
    guides: tuple[Guide, ...]
    homes: Mapping[str, Home]
    told: Mapping[str, Told] = field(default_factory=dict)


def load(
    service: Service,
    scope: Scope,
    programme: ProgrammeId,
    year: str,
    forms: tuple[str, ...],
    *,
    only: frozenset[PersonId] | None = None,
) -> Bases:
    """Everyone admitted or listed for the year, or of them ``only`` these. Who has no live consent
    now stays in the lists, blocked, so that the proposal can say so; who was erased is gone."""
    reader = service.views.reader(scope, "candidates")
    wanted = {"year": year} | ({} if only is None else {"person": {"$in": sorted(only)}})
    mentees = reader.all({"role": "mentee", "status": "admitted", **wanted})
    mentors = reader.all({"role": "mentor", "status": "listed", **wanted})
    opened = _open(service, scope, [*mentees, *mentors])
    mentees = [document for document in mentees if document["person"] in opened["mentee"]]
    mentors = [document for document in mentors if document["person"] in opened["mentor"]]
    missing = without_consent(service, scope, (d["person"] for d in [*mentees, *mentors]))
    choices, ballots = _choices(service, scope, programme)
    seekers = [
        Seeker(d["person"], opened["mentee"][d["person"]], *choices.get(d["person"], ((), ())))
        for d in mentees
    ]
    guides = [
        _guide(service, scope, d, opened["mentor"][d["person"]], choices, forms) for d in mentors
    ]
    return Bases(
        tuple(replace(s, blocked="consent") if s.id in missing else s for s in seekers),
        tuple(replace(g, blocked="consent") if g.id in missing else g for g in guides),
        {d["person"]: Home(d["home"], d["home_person"]) for d in mentors},
        {
            d["person"]: Told(d["features"], ballots.get(d["person"], ""))
            for d in [*mentees, *mentors]
        },
    )


def without_consent(service: Service, scope: Scope, people: Iterable[PersonId]) -> frozenset[str]:
    """Who has no live consent to take part, asked synchronously. Raises Unavailable."""
    asked = sorted(set(people))
    return unconsented(service.gate, scope, PURPOSE, asked) if asked else frozenset()


def known_features(
    service: Service, scope: Scope, role: str, year: str, people: Iterable[PersonId]
) -> dict[PersonId, Features]:
    """What is known of some candidates of a year, as far as it can be opened."""
    found = service.views.showing(scope, "candidates").all(
        {"role": role, "year": year, "person": {"$in": sorted(set(people))}}
    )
    opened = _open(service, scope, [document for document in found if document.get("features")])
    return {PersonId(person): features for person, features in opened[role].items()}


def features_of(text: str) -> Features:
    return msgspec.json.decode(text, type=Features)


def _open(
    service: Service, scope: Scope, documents: list[dict[str, Any]]
) -> dict[str, dict[str, Features]]:
    tokens = service.vault.open_many(scope.tenant, [d["features"] for d in documents])
    opened: dict[str, dict[str, Features]] = {"mentee": {}, "mentor": {}}
    for document in documents:
        text = tokens.get(document["features"])
        if text is not None:
            opened[document["role"]][document["person"]] = features_of(text)
    return opened


Choice = tuple[tuple[str, ...], tuple[str, ...]]


def choice_of(text: str) -> Choice:
    """Ranking and vetoes of a ballot."""
    said = json.loads(text)
    return tuple(said.get("ranking", ())), tuple(said.get("vetoes", ()))


def _choices(
    service: Service, scope: Scope, programme: ProgrammeId
) -> tuple[dict[str, Choice], dict[str, str]]:
    """What each voter chose, and the sealed ballots; an erased one counts as not cast."""
    cast = service.handler.state(scope, BALLOT, programme).state.choices
    tokens = service.vault.open_many(scope.tenant, [choice.sealed for choice in cast.values()])
    found = {str(voter): choice.sealed for voter, choice in cast.items()}
    opened = {voter: text for voter, sealed in found.items() if (text := tokens.get(sealed))}
    choices = {voter: choice_of(text) for voter, text in opened.items()}
    return choices, {voter: found[voter] for voter in opened}


def _guide(
    service: Service,
    scope: Scope,
    document: Mapping[str, Any],
    features: Features,
    choices: Mapping[str, Choice],
    forms: tuple[str, ...],
) -> Guide:
    """Free places and permitted forms as the home's stream says now, by the crossing “place”."""
    home = scope.crossing("place", document["home"])
    places = service.handler.state(home, MENTOR_PLACES, document["home_person"]).state
    now = service.clock.now()
    permitted = tuple(form for form in forms if places.permits(scope.tenant, form, now.date()))
    ranking, vetoes = choices.get(document["person"], ((), ()))
    return Guide(
        id=document["person"],
        features=features,
        free=places.free(scope.tenant, now),
        permitted=permitted,
        ranking=ranking,
        vetoes=vetoes,
        blocked="" if _ready(document, scope.tenant) else "not_ready",
    )


def _ready(document: Mapping[str, Any], tenant: TenantId) -> bool:
    """A school's own mentor was admitted by an interview here; a card's home has seen to it, unless
    this school decided otherwise. Nobody may have failed the training."""
    decision = document.get("decision")
    admitted = decision == "admit" or (decision is None and document["home"] != tenant)
    return admitted and document.get("trained") is not False
