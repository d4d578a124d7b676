"""Many schools at once: how many places each has at the mentors they share, then each by itself.

The places are divided over all schools together (see ``shares``); what a school then gets is its
own problem solved as its own proposals are, in both modes, with as many places as fell to it, so
that it sees the same reasons as ever and of the other schools nothing.

A mentee whom a school has fixed to a mentor is there for this mentor alone while places are divided:
fixing wins no place that another school is due. Where the place falls to another, or the pair breaks
a rule, it is not fixed any more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from services.matching.domain.engine import explain, keyed, pairs, shares, verify
from services.matching.domain.engine.graph import Bools, Graph, Ints
from services.matching.domain.engine.match import match, prepare
from services.matching.domain.engine.problem import Problem, Result
from services.matching.domain.engine.shares import LOT_BITS, Shares, Town

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A school's problem; ``counted`` names for each guide whose places are counted together. Its
    ``locks`` are wishes (see above)."""

    school: str
    problem: Problem
    counted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """``left`` says how many places each mentor has over all schools."""

    parts: tuple[Part, ...]
    left: Mapping[str, int]
    seed: str


@dataclass(frozen=True, slots=True)
class Portion:
    """What one school gets. ``problem`` is what ``result`` was computed from, with the locks that
    hold; ``unheld`` counts the others. ``stable`` is the other way of using the same places, and
    ``rather`` are by mode the (mentor, mentee) who would both rather have each other.
    ``places`` are its guides' places with those that nobody needed: whoever reserves first has
    them."""

    school: str
    problem: Problem
    result: Result
    places: Mapping[str, int]
    guaranteed: int
    stable: Result
    rather: Mapping[str, tuple[tuple[str, str], ...]]
    unheld: int = 0

    @property
    def requests(self) -> int:
        return len(self.problem.seekers)

    @property
    def served(self) -> int:
        return len(self.result.fits)


def compute(asked: Asked, tell: Tell) -> tuple[Portion, ...]:
    """In the order of the schools' ids. Raises ``TooMany`` and what ``match`` raises."""
    parts = [_sorted(part) for part in sorted(asked.parts, key=lambda part: part.school)]
    steps = 2 * len(parts) + 1
    possible: list[_Possible] = []
    for number, part in enumerate(parts):
        tell("weighing", number, steps)
        possible.append(_possible(part.problem))
    tell("sharing", len(parts), steps)
    mentors = sorted({name for part in parts for name in part.counted.values()})
    town, columns = _town(parts, possible, mentors, asked)
    found = shares.divide(town)
    portions = []
    for number, part in enumerate(parts):
        tell("explaining", len(parts) + 1 + number, steps)
        portions.append(_portion(number, part, columns[number], town, found))
    return tuple(portions)


def _sorted(part: Part) -> Part:
    problem = part.problem
    seekers = tuple(sorted(problem.seekers, key=lambda one: one.id))
    guides = tuple(sorted(problem.guides, key=lambda one: one.id))
    return replace(part, problem=replace(problem, seekers=seekers, guides=guides))


@dataclass(frozen=True, slots=True)
class _Possible:
    """Pairs that break no rule: row, column and score, sorted by row."""

    row: Ints
    column: Ints
    score: Ints


def _possible(problem: Problem) -> _Possible:
    if not problem.seekers or not problem.guides:
        none = np.empty(0, np.int64)
        return _Possible(none, none, none)
    found = pairs.everyone(prepare(problem))
    graph = found.graph
    row, column = graph.seeker, graph.guide
    keep = _for_locks(problem, row, column)
    return _Possible(row[keep], column[keep], found.score[keep].astype(np.int64))


def _for_locks(problem: Problem, row: Ints, column: Ints) -> Bools:
    """Of a mentee fixed to a mentor only that pair, where it is possible."""
    known = {one.id: number for number, one in enumerate(problem.seekers)}
    there = {one.id: number for number, one in enumerate(problem.guides)}
    wanted = np.full(len(problem.seekers), -1, np.int64)
    for mentee, mentor in problem.locks.items():
        if mentee in known:
            wanted[known[mentee]] = there.get(mentor, -1)
    fixed = (wanted[row] == column) & (wanted[row] >= 0)
    bound = np.zeros(len(problem.seekers), bool)
    bound[row[fixed]] = True
    return np.asarray(fixed | ~bound[row])


def _town(
    parts: Sequence[Part], possible: Sequence[_Possible], mentors: Sequence[str], asked: Asked
) -> tuple[Town, list[Ints]]:
    """Mentees are numbered school by school, mentors over all schools. Also, for each school, the
    number of the mentor behind each of its guides."""
    known = {name: number for number, name in enumerate(mentors)}
    columns = [
        np.array([known[part.counted[guide.id]] for guide in part.problem.guides], dtype=np.int64)
        for part in parts
    ]
    sizes = [len(part.problem.seekers) for part in parts]
    first = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    seeker = np.concatenate([one.row + at for one, at in zip(possible, first, strict=True)])
    guide = np.concatenate([c[one.column] for one, c in zip(possible, columns, strict=True)])
    points = np.concatenate([one.score for one in possible])
    school = np.repeat(np.arange(len(parts)), sizes)
    order = np.lexsort((guide, seeker))
    seeker, guide, points = seeker[order], guide[order], points[order]
    cells = np.unique(np.stack([guide, school[seeker]], axis=1), axis=0)
    left = np.array([asked.left[name] for name in mentors], dtype=np.int64)
    everyone = [_about(part, one.id) for part in parts for one in part.problem.seekers]
    mentees = keyed.keys(asked.seed, "mentee", everyone)
    schools = keyed.keys(asked.seed, "school", [part.school for part in parts])
    keys = keyed.keys(asked.seed, "mentor", mentors)
    town = Town(
        graph=Graph(len(school), len(mentors), seeker, guide, left),
        schools=len(parts),
        school=school,
        cell_guide=cells[:, 0],
        cell_school=cells[:, 1],
        cell_places=_may(parts, columns, cells),
        score=points,
        lot=_lots(mentees[seeker], keys[guide]),
        cell_lot=_lots(schools[cells[:, 1]], keys[cells[:, 0]]),
    )
    return town, columns


def _about(part: Part, id: str) -> str:
    return f"{len(part.school)}:{part.school}{id}"


def _may(parts: Sequence[Part], columns: Sequence[Ints], cells: Ints) -> Ints:
    """How many places the school of each cell may have of the cell's mentor."""
    free = [dict(zip(c.tolist(), (g.free for g in part.problem.guides), strict=True))
            for part, c in zip(parts, columns, strict=True)]  # fmt: skip
    return np.array([free[school][guide] for guide, school in cells.tolist()], dtype=np.int64)


def _portion(number: int, part: Part, columns: Ints, town: Town, found: Shares) -> Portion:
    """A mentor of this school alone keeps the places there are: only shared ones were divided."""
    graph, chosen = town.graph, found.matching.chosen()
    taken = np.bincount(graph.guide[chosen], minlength=graph.guides)
    own = chosen[town.school[graph.seeker[chosen]] == number]
    locks = _held(part.problem, columns, graph, own, int((town.school < number).sum()))
    mine = np.bincount(graph.guide[own], minlength=graph.guides)
    shared = np.bincount(town.cell_guide, minlength=graph.guides) > 1
    spare = graph.places - taken
    guides, places = [], {}
    for guide, column in zip(part.problem.guides, columns.tolist(), strict=True):
        most = min(guide.free, int(graph.places[column]))
        fell = int(mine[column]) if shared[column] else most
        guides.append(replace(guide, free=fell))
        places[guide.id] = min(most, int(mine[column] + spare[column]))
    wished = len({one.id for one in part.problem.seekers} & part.problem.locks.keys())
    problem = replace(part.problem, guides=tuple(guides), locks=locks)
    result = match(problem)
    if result.certificate is not None:
        verify.recheck(problem, result)
    if len(result.fits) < int(found.served[number]):
        raise ArithmeticError("a school's own matching serves fewer than were found for it")
    stable = match(replace(problem, mode="stable"))
    both = {"optimal": result, "stable": stable}
    rather = {mode: explain.blocking(problem, one) for mode, one in both.items()}
    guaranteed = int(found.guaranteed[number])
    return Portion(
        part.school, problem, result, places, guaranteed, stable, rather, wished - len(locks)
    )


def _held(problem: Problem, columns: Ints, graph: Graph, own: Ints, first: int) -> dict[str, str]:
    """The fixed pairs whose place fell to the school: those among its ``own`` edges."""
    got = dict(zip((graph.seeker[own] - first).tolist(), graph.guide[own].tolist(), strict=True))
    behind = dict(zip((one.id for one in problem.guides), columns.tolist(), strict=True))
    row = {one.id: number for number, one in enumerate(problem.seekers)}
    return {
        mentee: mentor
        for mentee, mentor in problem.locks.items()
        if mentee in row and mentor in behind and got.get(row[mentee]) == behind[mentor]
    }


def _lots(left: keyed.Keys, right: keyed.Keys) -> Ints:
    return np.asarray(keyed.mixed(left, right) - 1 >> 32 - LOT_BITS)
