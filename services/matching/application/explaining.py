"""Why two are proposed to each other, as each of them may read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import alternatives, candidates
from services.matching.application.names import called
from services.matching.domain.match_run.decider import MATCH_RUN
from services.matching.domain.pairing.decider import PAIRING, Pairing
from services.matching.domain.pairing.events import PairingProposed
from shared.contracts.features import Features
from shared.domain.errors import NotFound, Refused
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_COMMON: Final = ("themes", "times", "languages", "interests", "competences")
"""What both have said. Ranks of the ballot are told to whoever gave them, to nobody else."""


def told_to(service: Service, scope: Scope, pairing_id: str, person: PersonId) -> list[Any]:
    """One entry for each of the other side: a given name, and the facts that speak for the two.
    Raises NotFound for somebody who is not of the pair."""
    pairing = service.handler.existing(scope, PAIRING, pairing_id).state
    terms = pairing.terms
    if terms is None or person not in pairing.people:
        raise NotFound("the person is not of this pairing")
    others = pairing.mentees if person == terms.mentor else (terms.mentor,)
    missing = candidates.without_consent(service, scope, (person, *others))
    if person in missing:
        service.gate.require(scope, candidates.PURPOSE, [person])
    shown = [other for other in others if other not in missing]
    names = called(service, scope, shown, "agreement")
    side = "mentee" if person == terms.mentor else "mentor"
    known = candidates.known_features(service, scope, side, terms.year, shown)
    return [
        _entry(service, scope, pairing, person, other, names[other], known.get(other))
        for other in shown
        if other in names
    ]


def _entry(
    service: Service,
    scope: Scope,
    pairing: Pairing,
    person: PersonId,
    other: PersonId,
    name: str,
    features: Features | None,
) -> dict[str, Any]:
    terms = pairing.terms
    assert terms is not None
    mentee = other if person == terms.mentor else person
    facts = _facts(service, scope, terms, mentee)
    mine = "rank_by_mentor" if person == terms.mentor else "rank_by_mentee"
    grown = features is not None and features.adult
    return {
        "id": other,
        "name": name if grown else name.split()[0],
        "grade": features.grade if features else None,
        "rank": facts.get(mine),
        **{fact: facts.get(fact, []) for fact in _COMMON},
    }


def _facts(
    service: Service, scope: Scope, terms: PairingProposed, mentee: PersonId
) -> dict[str, Any]:
    """As the proposal explained it; a pair made by hand is judged now."""
    run = service.handler.state(scope, MATCH_RUN, terms.run).state
    pair = run.pairs.get(mentee)
    if pair is None or pair.mentor != terms.mentor:
        return _judged_now(service, scope, terms, mentee)
    text = service.vault.open(scope.tenant, pair.why.sealed)
    facts: dict[str, Any] = json.loads(text).get("facts", {}) if text else {}
    return facts


def _judged_now(
    service: Service, scope: Scope, terms: PairingProposed, mentee: PersonId
) -> dict[str, Any]:
    try:
        fit, _ = alternatives.judged(service, scope, terms.programme, mentee, terms.mentor)
    except (Refused, NotFound):  # its own place is taken by the pair itself
        return {}
    return dict(fit.facts)
