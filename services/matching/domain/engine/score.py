"""Points of a pair by criterion, rounded once to whole numbers, so that they always add up.

What two people have in common is a small number, so every closeness is looked up in a table that is
computed and rounded once per problem: edges, blocks of pairs and single pairs get the same
points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.matching.domain.engine.criteria import CRITERIA, FULL
from services.matching.domain.engine.people import UNTOLD, Array, Soft, in_common

_UNKNOWN = 0.5
"""A question left open counts half: silence is neither a merit nor a fault."""
_ENOUGH_TIMES = 3
RANKS = 3


@dataclass(frozen=True, slots=True)
class Scale:
    """Points by criterion: ``theme[said, common]``, ``time[common]`` (the last: not stated),
    ``interests[said by both, common]``, ``ballot[rank by mentee, by mentor]``, ``area`` and
    ``wish`` by ``[no, yes, open]``, ``recommendation[advised, offered]``, ``outcomes[per cent]``
    (the last: not known). A criterion without weight is absent."""

    tables: Mapping[str, Array]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.tables)


def scale(weights: Mapping[str, float], mine: Soft, theirs: Soft) -> Scale:
    weight = {name: float(weights.get(name, 0)) for name in CRITERIA}
    whole = sum(weight.values())
    themes = int(mine.themes_said.max(initial=0))
    interests = int(mine.interests_said.max(initial=0)) + int(theirs.interests_said.max(initial=0))
    wished = np.array([0.0] + [(RANKS + 1 - rank) / RANKS for rank in range(1, RANKS + 1)])
    closeness = {
        "theme": _shares(themes),
        "time": np.append(np.arange(_ENOUGH_TIMES + 1) / _ENOUGH_TIMES, _UNKNOWN),
        "interests": _shares(interests),
        "ballot": (wished[:, None] + wished[None, :]) / 2,
        "area": np.array([0.0, 1.0, _UNKNOWN]),
        "wish": np.array([0.0, 1.0, _UNKNOWN]),
        "recommendation": _shares(int(mine.advised_said.max(initial=0))),
        "outcomes": np.append(np.arange(UNTOLD) / (UNTOLD - 1), _UNKNOWN),
    }
    return Scale({
        name: np.rint(FULL * weight[name] / whole * closeness[name]).astype(np.int16)
        for name in CRITERIA
        if weight[name] > 0
    })  # fmt: skip


def _shares(most: int) -> Array:
    """``[whole, part]``: the share, and the value of an open question where nothing was said."""
    whole, part = np.arange(most + 1)[:, None], np.arange(most + 1)[None, :]
    unknown = np.full((most + 1, most + 1), _UNKNOWN)
    return np.asarray(np.divide(part, whole, out=unknown, where=whole > 0))


def points(scale: Scale, mine: Soft, theirs: Soft) -> dict[str, Array]:
    """Points by criterion of mentees and mentors whose rows are broadcast against each other; as
    if nobody had voted (``ballot`` is added where somebody did)."""
    found = {}
    for name, table in scale.tables.items():
        if name == "ballot":
            continue
        index = _INDEX[name](mine, theirs)
        found[name] = table[index] if table.ndim == 1 else table.reshape(-1)[
            index[0] * np.int16(table.shape[1]) + index[1]
        ]  # fmt: skip
    return found


def _themes(mine: Soft, theirs: Soft) -> Any:
    """The share of what the mentee asks for that the mentor offers."""
    return mine.themes_said.astype(np.int16), in_common(mine.themes, theirs.themes)


def _times(mine: Soft, theirs: Soft) -> Any:
    common = np.minimum(in_common(mine.times, theirs.times), np.uint8(_ENOUGH_TIMES))
    stated = mine.says_times & theirs.says_times
    return np.where(stated, common, np.uint8(_ENOUGH_TIMES + 1))


def _interests(mine: Soft, theirs: Soft) -> Any:
    common = in_common(mine.interests, theirs.interests)
    said = mine.interests_said.astype(np.int16) + theirs.interests_said
    return said - common, common


def _areas(mine: Soft, theirs: Soft) -> Any:
    known = (mine.area != 0) & (theirs.area != 0)
    return np.where(known, (mine.area == theirs.area).view(np.uint8), np.uint8(2))


def _wishes(mine: Soft, theirs: Soft) -> Any:
    return np.where(mine.gender != 0, (mine.gender == theirs.gender).view(np.uint8), np.uint8(2))


def _recommendations(mine: Soft, theirs: Soft) -> Any:
    """The share of what third parties advise that the mentor offers."""
    return mine.advised_said.astype(np.int16), in_common(mine.advised, theirs.advised)


def _outcomes(mine: Soft, theirs: Soft) -> Any:
    return theirs.outcomes + np.zeros_like(mine.area, np.int16)


_INDEX: Mapping[str, Any] = {
    "theme": _themes, "time": _times, "interests": _interests, "area": _areas, "wish": _wishes,
    "recommendation": _recommendations, "outcomes": _outcomes,
}  # fmt: skip
