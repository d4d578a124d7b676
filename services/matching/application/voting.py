"""The ballot as a voter sees it: those of the other side whom they met, and their own choice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import candidates
from services.matching.application.acting import acting_for, require_small
from services.matching.application.names import called
from services.matching.domain.ballot.decider import BALLOT, Ballots
from shared.contracts.features import Features
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

_SHOWN: Final = ("grade", "themes", "interests", "times", "way")
"""What is on a card beside the name; nothing of health, of the place one lives in, or of wishes."""
Card = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Voting:
    """``ranking`` and ``vetoes`` are ``None`` for whoever enters another's paper."""

    side: str
    closes: str
    closed: bool
    cast: bool
    cards: tuple[Card, ...]
    ranking: tuple[str, ...] | None
    vetoes: tuple[str, ...] | None


def voting_of(service: Service, scope: Scope, programme: str, voter: PersonId) -> Voting:
    """Raises NotFound where the voter is not the viewer's to answer for, or was not invited."""
    by = acting_for(service, scope, voter)
    ballots = service.handler.existing(scope, BALLOT, programme).state
    if voter not in ballots.mentors | ballots.mentees:
        raise NotFound("the person is not invited")
    if by == "guardian":
        require_small(service, scope, ballots.year, voter)
    service.gate.require(scope, candidates.PURPOSE, [voter])
    side = "mentee" if voter in ballots.mentees else "mentor"
    known = {} if by == "coordinator" else _choice(service, scope, ballots, voter)
    return Voting(
        side=side,
        closes=ballots.closes.isoformat(),
        closed=ballots.closed or service.clock.today() > ballots.closes,
        cast=voter in ballots.choices,
        cards=_cards(service, scope, ballots, side),
        ranking=None if by == "coordinator" else tuple(known.get("ranking", ())),
        vetoes=None if by == "coordinator" else tuple(known.get("vetoes", ())),
    )


def _choice(
    service: Service, scope: Scope, ballots: Ballots, voter: PersonId
) -> Mapping[str, list[str]]:
    sealed = ballots.choices.get(voter)
    text = service.vault.open(scope.tenant, sealed.sealed) if sealed else None
    said: dict[str, list[str]] = json.loads(text) if text else {}
    return said


def _cards(service: Service, scope: Scope, ballots: Ballots, side: str) -> tuple[Card, ...]:
    """Of those who still take part; in the order of their names, which is nobody's preference."""
    role, met = ("mentor", ballots.mentors) if side == "mentee" else ("mentee", ballots.mentees)
    missing = candidates.without_consent(service, scope, met)
    people = [person for person in met if person not in missing]
    known = candidates.known_features(service, scope, role, ballots.year, people)
    names = called(service, scope, people, "ballot")
    cards = [_card(person, names[person], known.get(person)) for person in sorted(names)]
    return tuple(sorted(_told_apart(cards), key=lambda card: (card["name"], card["id"])))


def _card(person: PersonId, name: str, features: Features | None) -> Card:
    shown = {field: getattr(features, field) for field in _SHOWN} if features else {}
    grown = features is not None and features.adult
    return {"id": person, "name": name if grown else name.split()[0], **shown}


def _told_apart(cards: list[Card]) -> list[Card]:
    """Two of the same name get a number; a surname would say more than is needed."""
    alike = Counter(card["name"] for card in cards)
    seen: Counter[str] = Counter()
    for card in cards:
        name = card["name"]
        if alike[name] > 1:
            seen[name] += 1
            card["name"] = f"{name} ({seen[name]})"
    return cards
