"""What the computation is given and what it answers; pseudonymous ids only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from shared.contracts.features import Features

ENGINE = "flow-1"
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

    ``mode`` is ``optimal`` or ``stable``. ``standing`` maps a mentee to the mentor of a pair that
    exists already and is kept where nobody more is served by breaking it; at most ``changes`` of
    them may change where it is not None. ``threshold`` is the score that the worst pair should
    reach where it can."""

    seekers: tuple[Seeker, ...]
    guides: tuple[Guide, ...]
    forms: tuple[str, ...]
    weights: Mapping[str, float]
    seed: str
    groups: bool = False
    locks: Mapping[str, str] = field(default_factory=dict)
    bans: frozenset[tuple[str, str]] = frozenset()
    mode: str = "optimal"
    standing: Mapping[str, str] = field(default_factory=dict)
    changes: int | None = None
    threshold: int = 0

    def digest(self) -> str:
        """SHA-256 of the input in a fixed order: equal inputs in any order give the same."""
        body = {
            "seekers": [asdict(s) for s in sorted(self.seekers, key=lambda s: s.id)],
            "guides": [asdict(g) for g in sorted(self.guides, key=lambda g: g.id)],
            "forms": self.forms,
            "weights": dict(self.weights),
            "seed": self.seed,
            "groups": self.groups,
            "locks": dict(self.locks),
            "bans": sorted(self.bans),
            "mode": self.mode,
            "standing": dict(self.standing),
            "changes": self.changes,
            "threshold": self.threshold,
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
    broken rule; ``possible`` mentors broke none (their places went to others)."""

    mentee: str
    reason: str
    funnel: Mapping[str, int]
    possible: int


@dataclass(frozen=True, slots=True)
class Result:
    fits: tuple[Fit, ...]
    left: tuple[Left, ...]
