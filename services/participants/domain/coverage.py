"""How many requests a base of mentors can serve, theme by theme and form by form, and in all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Wish:
    """What one mentee asks for: one mentor, for any of these themes in any of these forms."""

    forms: frozenset[str]
    themes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Offer:
    forms: frozenset[str]
    themes: frozenset[str]
    places: int


@dataclass(frozen=True, slots=True)
class Cell:
    """``served`` counts this cell by itself: a place may serve another theme instead."""

    form: str
    theme: str
    requests: int
    mentors: int
    places: int

    @property
    def served(self) -> int:
        return min(self.requests, self.places)

    @property
    def missing(self) -> int:
        return self.requests - self.served


def cells(wishes: Sequence[Wish], offers: Sequence[Offer]) -> list[Cell]:
    """Every form and theme that somebody asks for, what is missing most first."""
    asked = Counter((f, t) for wish in wishes for f in wish.forms for t in wish.themes)
    mentors: Counter[tuple[str, str]] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    for offer in offers:
        for cell in ((f, t) for f in offer.forms for t in offer.themes):
            mentors[cell] += 1
            places[cell] += offer.places
    found = [Cell(*key, count, mentors[key], places[key]) for key, count in asked.items()]
    return sorted(found, key=lambda cell: (-cell.missing, -cell.requests, cell.form, cell.theme))


def served(wishes: Iterable[Wish], offers: Iterable[Offer]) -> int:
    """The greatest number of mentees who can have a mentor at once: each place serves one.

    Alike wishes and alike offers are counted together, so that the size of the flow is the number
    of kinds, not of people.
    """
    left = Counter(wishes)
    supply: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    for offer in offers:
        supply[offer.forms, offer.themes] += offer.places
    kinds = list(supply)
    fits = {
        wish: [n for n, (forms, themes) in enumerate(kinds) if forms & wish.forms and themes & wish.themes]
        for wish in left
    }  # fmt: skip
    free = [supply[kind] for kind in kinds]
    given: list[Counter[Wish]] = [Counter() for _ in kinds]
    return sum(_push(wish, count, fits, free, given) for wish, count in left.items())


def _push(
    wish: Wish,
    count: int,
    fits: Mapping[Wish, list[int]],
    free: list[int],
    given: list[Counter[Wish]],
) -> int:
    done = 0
    while done < count:
        path = _path(wish, fits, free, given)
        if path is None:
            break
        amount = min([count - done, free[path[-1][1]]] + [given[n][w] for w, n in _taken(path)])
        for w, n in path:
            given[n][w] += amount
        for w, n in _taken(path):
            given[n][w] -= amount
        free[path[-1][1]] -= amount
        done += amount
    return done


def _taken(path: list[tuple[Wish, int]]) -> list[tuple[Wish, int]]:
    """Who has to move on, and from where: each later wish sat where the step before goes."""
    return [(later[0], before[1]) for before, later in pairwise(path)]


def _path(
    wish: Wish, fits: Mapping[Wish, list[int]], free: list[int], given: list[Counter[Wish]]
) -> list[tuple[Wish, int]] | None:
    """Steps from a wish to a free place, over wishes that can be served elsewhere instead."""
    queue: list[list[tuple[Wish, int]]] = [[(wish, n)] for n in fits[wish]]
    seen = set(fits[wish])
    for path in queue:
        at = path[-1][1]
        if free[at] > 0:
            return path
        for other, amount in given[at].items():
            for n in fits[other] if amount > 0 else ():
                if n not in seen:
                    seen.add(n)
                    queue.append([*path, (other, n)])
    return None
