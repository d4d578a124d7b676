"""Hard rules: which mentee may go to which mentor, and which rule says no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine import tables
from services.matching.domain.engine.problem import Guide, Problem, Seeker
from services.matching.domain.engine.tables import Bools

RULES: Final = (
    "consent", "not_ready", "permission", "no_place", "same_person", "form", "age", "way", "time",
    "language", "contraindication", "veto", "banned",
)  # fmt: skip
BIT: Final = {code: np.uint16(1 << number) for number, code in enumerate(RULES)}
_BANDS: Final = ("", "10-13", "14-15", "16-17", "18-24", "25+")


@dataclass(frozen=True, slots=True)
class Verdicts:
    """``broken`` holds a bit per broken rule for every (mentee, mentor); ``form`` the index of the
    first form of the programme that suits both, -1 for none."""

    broken: NDArray[np.uint16]
    form: NDArray[np.int64]

    @property
    def eligible(self) -> Bools:
        return np.asarray(self.broken == 0)


def judge(problem: Problem) -> Verdicts:
    seekers, guides = problem.seekers, problem.guides
    broken = np.zeros((len(seekers), len(guides)), dtype=np.uint16)
    form = _forms(problem, broken)
    times = tables.shared_words(seekers, guides, lambda p: p.features.times)
    stated = np.outer(
        tables.said(seekers, lambda p: p.features.times),
        tables.said(guides, lambda p: p.features.times),
    )
    _mark(broken, "time", (times == 0) & (stated > 0))
    languages = tables.shared_words(seekers, guides, lambda p: p.features.languages)
    _mark(broken, "language", languages == 0)
    _mark(broken, "way", ~_ways_meet(seekers, guides))
    _mark(broken, "contraindication", _contraindicated(seekers, guides))
    _mark(broken, "veto", tables.pointed_at(seekers, guides, lambda p: p.vetoes))
    _mark(broken, "veto", tables.pointed_at(guides, seekers, lambda p: p.vetoes).T)
    _mark_people(problem, broken)
    return Verdicts(broken, form)


def codes(bits: int) -> tuple[str, ...]:
    return tuple(code for code in RULES if bits & int(BIT[code]))


def _mark(broken: NDArray[np.uint16], code: str, where: Bools) -> None:
    broken[where] |= BIT[code]


def _mark_people(problem: Problem, broken: NDArray[np.uint16]) -> None:
    row = {seeker.id: number for number, seeker in enumerate(problem.seekers)}
    column = {guide.id: number for number, guide in enumerate(problem.guides)}
    for number, seeker in enumerate(problem.seekers):
        if seeker.blocked:
            broken[number, :] |= BIT[seeker.blocked]
        if seeker.id in column:
            broken[number, column[seeker.id]] |= BIT["same_person"]
    for number, guide in enumerate(problem.guides):
        if guide.blocked:
            broken[:, number] |= BIT[guide.blocked]
        if guide.free <= 0:
            broken[:, number] |= BIT["no_place"]
    for mentor, mentee in problem.bans:
        if mentor in column and mentee in row:
            broken[row[mentee], column[mentor]] |= BIT["banned"]


def _forms(problem: Problem, broken: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Marks why no form suits and answers the first that does."""
    seekers, guides = problem.seekers, problem.guides
    chosen = np.full(broken.shape, -1, dtype=np.int64)
    common, permitted = np.zeros(broken.shape, dtype=bool), np.zeros(broken.shape, dtype=bool)
    for number, form in enumerate(problem.forms):
        here = [form]
        both = (
            tables.marks(seekers, lambda p: p.features.forms, here)
            @ tables.marks(guides, lambda p: p.features.forms, here).T
        ) > 0
        may = np.array([form in guide.permitted for guide in guides], dtype=bool)
        allowed = both & may[None, :]
        common |= both
        permitted |= allowed
        fits = allowed & _ages_suit(form, seekers, guides)
        chosen[fits & (chosen < 0)] = number
    _mark(broken, "form", ~common)
    _mark(broken, "permission", common & ~permitted)
    _mark(broken, "age", permitted & (chosen < 0))
    return chosen


def _ages_suit(form: str, seekers: Sequence[Seeker], guides: Sequence[Guide]) -> Bools:
    """A pupil leads a pupil of the same grade or a lower one; in every other form the mentor is an
    adult, and in a school's staff room the mentee too."""
    shape = (len(seekers), len(guides))
    adult_guide = np.array([guide.features.adult for guide in guides], dtype=bool)
    if form != "pupil_pupil":
        suits = np.broadcast_to(adult_guide[None, :], shape).copy()
        if form == "teacher_teacher":
            suits &= np.array([seeker.features.adult for seeker in seekers], dtype=bool)[:, None]
        return suits
    young, old = _grades(seekers)[:, None], _grades(guides)[None, :]
    band = _bands(seekers)[:, None] <= _bands(guides)[None, :]
    graded = (young > 0) & (old > 0)
    return np.asarray(np.where(graded, old >= young, band))


def _grades(people: Sequence[tables.Person]) -> NDArray[np.int64]:
    return np.array([person.features.grade or 0 for person in people], dtype=np.int64)


def _bands(people: Sequence[tables.Person]) -> NDArray[np.int64]:
    known = {band: number for number, band in enumerate(_BANDS)}
    return np.array([known.get(person.features.age_band, 0) for person in people], dtype=np.int64)


def _ways_meet(seekers: Sequence[Seeker], guides: Sequence[Guide]) -> Bools:
    mine = tables.column_of(seekers, lambda p: p.features.way)[:, None]
    theirs = tables.column_of(guides, lambda p: p.features.way)[None, :]
    return np.asarray((mine == theirs) | (mine == "mixed") | (theirs == "mixed"))


def _vetoes(person: tables.Person) -> tuple[str, ...]:
    return person.features.vetoes


def _traits(person: tables.Person) -> tuple[str, ...]:
    """What a contraindication may name: ``adult``, ``way:online``, ``area:…``, ``gender:…``."""
    features = person.features
    age = "adult" if features.adult else "pupil"
    return (age, f"way:{features.way}", f"area:{features.area}", f"gender:{features.gender}")


def _contraindicated(seekers: Sequence[Seeker], guides: Sequence[Guide]) -> Bools:
    known = tables.vocabulary([*seekers, *guides], _vetoes)
    forth = tables.marks(seekers, _vetoes, known) @ tables.marks(guides, _traits, known).T
    back = tables.marks(seekers, _traits, known) @ tables.marks(guides, _vetoes, known).T
    return np.asarray((forth > 0) | (back > 0))
