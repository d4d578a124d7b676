"""What the computation is given and what it answers; pseudonymous ids only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from shared.contracts.features import Features

ENGINE = "levels-1"
"""The version of the computation; a run keeps it, so that a later one may differ."""


@dataclass(frozen=True, slots=True)
class Seeker:
    """A mentee: ``ranking`` from the first choice on, ``vetoes`` ruled out, ``blocked`` a code."""

    id: str
    features: Features
    ranking: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Guide:
    """A mentor: ``free`` places for this school, ``permitted`` forms, ``blocked`` a reason code."""

    id: str
    features: Features
    free: int
    permitted: tuple[str, ...]
    ranking: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    blocked: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """``locks`` maps a mentee to the mentor fixed by hand; ``bans`` are (mentor, mentee).

    With ``groups`` those who accept one are joined in groups, by ``composition`` of mentees who
    name one theme first (``homogeneous``), who name at least two (``mixed``), or ``any``.
    ``mode`` is ``optimal`` or ``stable``. ``standing`` maps a mentee to the mentor of a pair that
    exists already; ``free`` places of the mentors count those that standing pairs hold. ``rematch``
    says what becomes of standing pairs: ``minimal`` keeps them wherever nobody more is served by
    breaking them, ``balanced`` gives each ``stickiness`` points more, ``frozen`` fixes them. At
    most ``changes`` of them may change where it is not None. ``threshold`` is the score that the
    worst pair should reach where it can. ``day`` (ISO) is the one on which background checks must be
    valid; they are not asked for where it is empty."""

    seekers: tuple[Seeker, ...]
    guides: tuple[Guide, ...]
    forms: tuple[str, ...]
    weights: Mapping[str, float]
    seed: str
    groups: bool = False
    composition: str = "any"
    locks: Mapping[str, str] = field(default_factory=dict)
    bans: frozenset[tuple[str, str]] = frozenset()
    mode: str = "optimal"
    standing: Mapping[str, str] = field(default_factory=dict)
    changes: int | None = None
    threshold: int = 0
    day: str = ""
    rematch: str = "minimal"
    stickiness: int = 100

    def digest(self) -> str:
        """SHA-256 of the input in a fixed order: equal inputs in any order give the same."""
        body = {
            "seekers": [asdict(s) for s in sorted(self.seekers, key=lambda s: s.id)],
            "guides": [asdict(g) for g in sorted(self.guides, key=lambda g: g.id)],
            "forms": self.forms,
            "weights": dict(self.weights),
            "seed": self.seed,
            "groups": self.groups,
            "composition": self.composition,
            "locks": dict(self.locks),
            "bans": sorted(self.bans),
            "mode": self.mode,
            "standing": dict(self.standing),
            "changes": self.changes,
            "threshold": self.threshold,
            "day": self.day,
            "rematch": self.rematch,
            "stickiness": self.stickiness,
        }
        text = json.dumps(body, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fit:
    """Why a pair: points by criterion, which sum to ``score``, and the facts behind them."""

    mentor: str
    mentee: str
    form: str
    group: bool
    score: int
    contributions: Mapping[str, int]
    facts: Mapping[str, tuple[str, ...] | int]


@dataclass(frozen=True, slots=True)
class Left:
    """Why no pair: ``reason`` is the rule that stands most in the way; ``funnel`` counts mentors by
    broken rule; ``possible`` mentors broke none (their places went to others).

    ``relax`` is the one rule whose easing would open ``opens`` mentors, empty where none alone
    does. Where mentors were possible, ``best`` is the highest score with one of them and ``price``
    how many points a place with that mentor is worth to others: higher than ``best`` or equal."""

    mentee: str
    reason: str
    funnel: Mapping[str, int]
    possible: int
    relax: str = ""
    opens: int = 0
    best: int = 0
    price: int = 0


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another mentor possible for a mentee. ``loss`` names the first level at which the whole would
    lose by it and how much at least; empty where it may cost nothing. See ``explain.losses``."""

    mentor: str
    score: int
    contributions: Mapping[str, int]
    loss: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Summary:
    """The result in figures. ``mean_rank`` is the mean place of the own mentor in each mentee's
    list of possible ones (ballot first, then score; 1 is the best), ``first_choices`` counts those
    of both sides, ``worst`` is the lowest score of a pair, ``blocking`` counts pairs who would both
    rather have each other, ``kept`` and ``changed`` count the standing pairs; ``gap`` is the share by
    which groups may be below the best, at most."""

    served: int = 0
    score: int = 0
    mean_rank: float = 0.0
    first_choices: int = 0
    worst: int = 0
    blocking: int = 0
    kept: int = 0
    changed: int = 0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Proof:
    """Why one level cannot be better: prices of the mentees and of the mentors' places, in the
    order of their ids. Each price twice is at least what the pair weighs, so that no matching
    weighs more than the prices of all mentees and places together; that sum equals ``value``.

    Of ``worst`` the prices prove that no matching goes without ``-value`` pairs of ``floor`` points
    or less, where the threshold is out of reach; of ``limit`` that ``floor`` pairs would change
    more standing pairs than may."""

    level: str
    value: int
    seekers: tuple[int, ...]
    guides: tuple[int, ...]
    floor: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """One proof per level that was decided, in order; ``verify.recheck`` checks them. Where standing
    pairs got points instead of a level, ``stickiness`` says how many."""

    proofs: tuple[Proof, ...]
    stickiness: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """``levels`` are name and value in the order in which they were decided: ``served``, ``kept``,
    ``first``, ``second``, ``third``, ``worst``, ``score``. ``alternatives`` are the three best other
    mentors of each mentee, the best first. A ``stable`` result has no certificate."""

    fits: tuple[Fit, ...]
    left: tuple[Left, ...]
    levels: tuple[tuple[str, int], ...] = ()
    summary: Summary = Summary()
    alternatives: Mapping[str, tuple[Alternative, ...]] = field(default_factory=dict)
    certificate: Certificate | None = None
