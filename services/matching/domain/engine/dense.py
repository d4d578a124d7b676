"""The optimal matching where nearly everybody may go to nearly everybody.

The best few pairs of each mentee are matched; the prices then say which of all other pairs could
still make it better. Those are taken in and the matching is made again, until there are none: then
it is the best of all pairs, with the same proof, though most of them were never stored."""

from __future__ import annotations

import numpy as np

from services.matching.domain.engine import aims, audit, beyond, pairs, settle, telling
from services.matching.domain.engine.aims import Ground
from services.matching.domain.engine.audit import Figures
from services.matching.domain.engine.beyond import Share
from services.matching.domain.engine.levels import Solution, Tick
from services.matching.domain.engine.pairs import Instance

_FIRST = 40


def settle_all(
    instance: Instance, tick: Tick = lambda _: None, share: Share = lambda _: None
) -> tuple[Ground, Solution]:
    known = beyond.best(instance, _FIRST, share)
    while True:
        seeker, guide = np.divmod(known, instance.guides)
        ground = aims.lay(instance, pairs.among(instance, seeker, guide))
        solution = settle.settle(instance, ground, tick)
        proofs = [telling.proof(step) for step in solution.steps]
        tick("price")
        better = beyond.violated(instance, proofs, known, ground.bound, share)
        if len(better) == 0:
            return ground, solution
        known = np.union1d(known, better)


def figures(instance: Instance, ground: Ground, solution: Solution, share: Share) -> Figures:
    """Ranks and blocking pairs over all pairs."""
    matching, graph = settle.whole(ground, solution), ground.pairs.graph
    liking = audit.liking(instance, ground.pairs)
    got, worst = audit.standards(graph, liking, matching, ground.fixed)
    own = matching.own(liking.forth, np.iinfo(np.int32).max)
    before, blocking = beyond.figures(instance, own, got, worst, share)
    return Figures(np.where(matching.edge >= 0, before + 1, 0), blocking)
