"""What a change by hand costs, and who would have to change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from services.matching.domain.engine import rules, score, tables
from services.matching.domain.engine.match import BrokenLock, match
from services.matching.domain.engine.problem import Problem, Result


@dataclass(frozen=True, slots=True)
class Move:
    """One mentee's mentor before and after; None for none."""

    mentee: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Price:
    """What the whole loses by level (a gain at a lower level is below 0), and who changes: first
    the mentee asked about, then who makes room for whom. ``mentor`` is None for no pair."""

    mentee: str
    mentor: str | None
    loss: Mapping[str, int]
    moves: tuple[Move, ...]


def losses(problem: Problem, result: Result, mentee: str) -> tuple[Price, ...]:
    """The exact price of every other mentor possible for the mentee, the cheapest first."""
    found = []
    for guide in problem.guides:
        try:
            found.append(price(problem, result, mentee, guide.id))
        except BrokenLock:
            continue
    own = {fit.mentor for fit in result.fits if fit.mentee == mentee}
    return tuple(
        sorted(
            (one for one in found if one.mentor not in own),
            key=lambda one: (tuple(one.loss.values()), one.mentor or ""),
        )
    )


def price(problem: Problem, result: Result, mentee: str, mentor: str | None) -> Price:
    """What moving the mentee to the mentor (None: to nobody) costs when all others are free to
    adapt. Raises ``BrokenLock`` where a hard rule or another fixed pair forbids it."""
    if mentor is None:
        others = tuple(seeker for seeker in problem.seekers if seeker.id != mentee)
        locks = {one: other for one, other in problem.locks.items() if one != mentee}
        forced = match(replace(problem, seekers=others, locks=locks))
    else:
        forced = match(replace(problem, locks={**problem.locks, mentee: mentor}))
    before, after = dict(result.levels), dict(forced.levels)
    loss = {level: value - after.get(level, 0) for level, value in before.items()}
    return Price(mentee, mentor, loss, _moves(result, forced, mentee))


def blocking(problem: Problem, result: Result) -> tuple[tuple[str, str], ...]:
    """(mentor, mentee) pairs who would both rather have each other than whom they got."""
    seekers = sorted(problem.seekers, key=lambda one: one.id)
    guides = sorted(problem.guides, key=lambda one: one.id)
    problem = replace(problem, seekers=tuple(seekers), guides=tuple(guides))
    if not seekers or not guides:
        return ()
    points = np.sum(list(score.contributions(problem).values()), axis=0)
    eligible = rules.judge(problem).eligible
    own = {fit.mentee: fit.mentor for fit in result.fits}
    column = {guide.id: number for number, guide in enumerate(guides)}
    mine = np.array([column.get(own.get(seeker.id, ""), -1) for seeker in seekers])
    forth = _liking(tables.ranks(seekers, guides), points)
    back = _liking(tables.ranks(guides, seekers).T, points)
    here = np.arange(len(seekers))
    got = np.where(mine >= 0, forth[here, mine], -1)
    worst = np.full(len(guides), np.iinfo(np.int64).max)
    np.minimum.at(worst, mine[mine >= 0], back[here, mine][mine >= 0])
    taken = np.bincount(mine[mine >= 0], minlength=len(guides))
    worst[taken < np.array([guide.free for guide in guides])] = -1
    rows, columns = np.nonzero(eligible & (forth > got[:, None]) & (back > worst[None, :]))
    return tuple(sorted((guides[g].id, seekers[s].id) for s, g in zip(rows, columns, strict=True)))


def _liking(rank: score.Points, points: score.Points) -> score.Points:
    """The higher the better: the ballot's choices in their order, then the score."""
    return np.where(rank > 0, 4 - rank, 0) * 2**20 + points


def _moves(before: Result, after: Result, first: str) -> tuple[Move, ...]:
    old = {fit.mentee: fit.mentor for fit in before.fits}
    new = {fit.mentee: fit.mentor for fit in after.fits}
    changed = [m for m in old.keys() | new.keys() if old.get(m) != new.get(m)]
    changed.sort(key=lambda mentee: (mentee != first, mentee))
    return tuple(Move(mentee, old.get(mentee), new.get(mentee)) for mentee in changed)
