"""What a change by hand costs the draft: the figures before and after, and who changes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from services.matching.application import changing
from services.matching.domain.match_run.events import PairProposed
from services.matching.domain.match_run.state import MatchRun
from shared.domain.errors import NotFound
from shared.domain.ids import PersonId
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

LEVELS: Final = ("served", "kept", "first", "worst", "score")
"""In the order in which they count."""
_MOST_HOLDERS: Final = 12


@dataclass(frozen=True, slots=True)
class Wish:
    """One change: the mentee to a mentor (``None``: to nobody), in the place of another mentee, or
    each of two mentees to the other's mentor."""

    mentee: PersonId
    mentor: PersonId | None = None
    instead_of: PersonId | None = None
    swap_with: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    mentee: PersonId
    before: PersonId | None
    after: PersonId | None


@dataclass(frozen=True, slots=True)
class Price:
    """``broken`` rules forbid the change, and the rest is empty. ``holders`` have the places of a
    mentor who has none free."""

    broken: tuple[str, ...] = ()
    before: Mapping[str, int] = field(default_factory=dict)
    after: Mapping[str, int] = field(default_factory=dict)
    moves: tuple[Moved, ...] = ()
    holders: tuple[PersonId, ...] = ()


def price(service: Service, scope: Scope, run: MatchRun, wish: Wish) -> Price:
    """Of this change alone, all others staying where they are. Raises NotFound."""
    if wish.mentee not in run.pairs and wish.mentee not in run.left:
        raise NotFound("the mentee is not in this proposal")
    try:
        new = _wanted(service, scope, run, wish)
    except changing.Broken as broken:
        return Price(broken.rules)
    except NotFound:
        return Price(("consent",))
    if run.locks.keys() & {wish.mentee, wish.instead_of, wish.swap_with}:
        return Price(("locked",))
    if any((pair.mentor, mentee) in run.bans for mentee, pair in new.items()):
        return Price(("banned",))
    after = {**run.pairs, **new}
    gone = [wish.instead_of] if wish.instead_of else []
    if wish.mentor is None and wish.swap_with is None:
        gone.append(wish.mentee)
    pairs = {mentee: pair for mentee, pair in after.items() if mentee not in gone}
    full = _holders(run, wish, pairs)
    facts = _facts(service, scope, (*run.pairs.values(), *new.values()))
    return Price(
        before=_figures(run, run.pairs, facts),
        after=_figures(run, pairs, facts),
        moves=_moves(run.pairs, pairs, wish.mentee),
        holders=full,
    )


def _wanted(
    service: Service, scope: Scope, run: MatchRun, wish: Wish
) -> dict[PersonId, PairProposed]:
    if wish.swap_with is not None:
        one, two = changing.swapped(service, scope, run, wish.mentee, wish.swap_with)
        return {one.mentee: one, two.mentee: two}
    if wish.mentor is None:
        return {}
    return {wish.mentee: changing.judged(service, scope, run, wish.mentee, wish.mentor)}


def _holders(
    run: MatchRun, wish: Wish, pairs: Mapping[PersonId, PairProposed]
) -> tuple[PersonId, ...]:
    if wish.mentor is None:
        return ()
    theirs = [m for m, pair in pairs.items() if pair.mentor == wish.mentor and m != wish.mentee]
    if len(theirs) < run.places.get(wish.mentor, 0):
        return ()
    return tuple(sorted(theirs)[:_MOST_HOLDERS])


def _facts(
    service: Service, scope: Scope, pairs: Iterable[PairProposed]
) -> dict[int, Mapping[str, Any]]:
    """The facts of each pair, by the identity of the pair."""
    known = list(pairs)
    sealed = [pair.why.sealed for pair in known if pair.why.is_sealed]
    opened = service.vault.open_many(scope.tenant, sealed)
    texts = [opened.get(p.why.sealed) if p.why.is_sealed else p.why.plain for p in known]
    return {
        id(pair): json.loads(text).get("facts", {}) if text else {}
        for pair, text in zip(known, texts, strict=True)
    }


def _figures(
    run: MatchRun, pairs: Mapping[PersonId, PairProposed], facts: Mapping[int, Mapping[str, Any]]
) -> dict[str, int]:
    scores = [pair.score for pair in pairs.values()]
    first = sum(
        facts[id(pair)].get(side) == 1
        for pair in pairs.values()
        for side in ("rank_by_mentee", "rank_by_mentor")
    )
    kept = sum(run.standing.get(mentee) == pair.mentor for mentee, pair in pairs.items())
    values = (len(pairs), kept, first, min(scores, default=0), sum(scores))
    return dict(zip(LEVELS, values, strict=True))


def _moves(
    before: Mapping[PersonId, PairProposed],
    after: Mapping[PersonId, PairProposed],
    first: PersonId,
) -> tuple[Moved, ...]:
    def mentor(pairs: Mapping[PersonId, PairProposed], mentee: PersonId) -> PersonId | None:
        return pairs[mentee].mentor if mentee in pairs else None

    everybody = sorted(before.keys() | after.keys(), key=lambda mentee: (mentee != first, mentee))
    found = (Moved(m, mentor(before, m), mentor(after, m)) for m in everybody)
    return tuple(moved for moved in found if moved.before != moved.after)
