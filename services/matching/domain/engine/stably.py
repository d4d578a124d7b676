"""The stable mode of a whole problem: fixed pairs stay, the others choose one another."""

from __future__ import annotations

import numpy as np

from services.matching.domain.engine import aims, audit, stable
from services.matching.domain.engine.aims import Ground
from services.matching.domain.engine.graph import Ints
from services.matching.domain.engine.levels import Solution
from services.matching.domain.engine.pairs import Instance
from services.matching.domain.engine.people import Array
from services.matching.domain.engine.ranks import Ranks


def settle(instance: Instance, ground: Ground) -> Solution:
    """Choices of the ballots first, then the score, which both sides share; equals are a tie. Of
    the levels it knows none, so it proves none: ``audit.blocking`` says that it is stable."""
    graph = ground.graph
    liking = audit.liking(instance, ground.pairs)
    ranks = Ranks(_below_best(liking.forth[ground.edges]), _below_best(liking.back[ground.edges]))
    key = aims.hashing(instance, graph)(np.arange(graph.edges))
    return Solution(stable.match(graph, ranks, key), [])


def _below_best(liked: Array) -> Ints:
    """0 for what is liked best."""
    return int(liked.max(initial=0)) - liked.astype(np.int64)
