"""People as arrays: one row per person, words as bits, so that rules and points need no loop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.problem import Guide, Problem, Seeker
from shared.contracts.features import Features

Array = NDArray[Any]
Words = tuple[Array, ...]
"""A set of words per person: a bit each, in as many unsigned columns as the vocabulary needs."""
Person = Seeker | Guide

_BANDS = {band: n for n, band in enumerate(("", "10-13", "14-15", "16-17", "18-24", "25+"))}
UNTOLD = 101
"""In the place of per cent: nothing is known."""
_WAYS = {"in_person": 1, "online": 2, "mixed": 3}


@dataclass(frozen=True, slots=True)
class Hard:
    """What rules ask of all mentees or all mentors. ``forms`` are those that the person is in,
    ``open`` those among them that are permitted, ``suited`` those for whose age the person is right
    (the order of grades between pupils apart). ``refuses`` and ``traits`` are empty where nobody
    refuses anything. ``variants`` are role variants, empty where nobody on one side named any.
    ``guarded`` are mentees who are minors, and mentors who may not work with such before a
    background check; empty where all are checked. ``blocked`` holds the bits of rules that the
    person breaks with all."""

    blocked: Array
    forms: Array
    open: Array
    suited: Array
    grade: Array
    band: Array
    way: Array
    languages: Words
    refuses: Words
    traits: Words
    times: Words
    says_times: Array
    variants: Words
    says_variants: Array
    guarded: Words

    def at(self, index: Any) -> Hard:
        """The rows of ``index``, which may also add an axis for broadcasting."""
        return Hard(*(_at(getattr(self, one.name), index) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Soft:
    """What the points ask of them. ``gender`` is a mentor's own and the one a mentee wishes,
    ``advised`` the themes that third parties advise for a mentee and those that a mentor offers,
    ``outcomes`` a mentor's earlier ones in per cent, ``UNTOLD`` without any."""

    times: Words
    says_times: Array
    themes: Words
    themes_said: Array
    interests: Words
    interests_said: Array
    area: Array
    gender: Array
    advised: Words
    advised_said: Array
    outcomes: Array
    competences: Words
    competences_said: Array

    def at(self, index: Any) -> Soft:
        """The rows of ``index``, which may also add an axis for broadcasting."""
        return Soft(*(_at(getattr(self, one.name), index) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class Side:
    """All mentees or all mentors."""

    hard: Hard
    soft: Soft


def _at(value: Array | Words, index: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_at(part, index) for part in value)
    return value.take(index, mode="clip") if isinstance(index, np.ndarray) else value[index]


def sides(
    problem: Problem, blocked: tuple[Array, Array]
) -> tuple[Side, Side, Mapping[str, Sequence[str]]]:
    """The mentees and the mentors of a problem, and the words that their bits stand for.
    ``blocked`` are their bits of broken rules."""
    people = [one.features for one in problem.seekers], [one.features for one in problem.guides]
    codes = _codes(people, lambda f: (f.area,)), _codes(people, lambda f: (f.gender, f.gender_wish))
    known = {
        "languages": _vocabulary(people, lambda f: f.languages),
        "times": _vocabulary(people, lambda f: f.times),
        "themes": _vocabulary(people, lambda f: f.themes),
        "interests": _vocabulary(people, lambda f: f.interests),
        "vetoes": sorted({word for side in people for f in side for word in f.vetoes}),
        "variants": _vocabulary(people, lambda f: f.variants),
        "competences": _vocabulary(people, lambda f: f.competences),
        "advised": sorted(
            {word for f in people[0] for word in f.advised}
            & {word for f in people[1] for word in f.themes}
        ),
    }
    made = [
        Side(
            _hard(side, known, problem, bits, open_to, guides=guides),
            _soft(side, known, codes, guides=guides),
        )
        for side, bits, open_to, guides in (
            (people[0], blocked[0], None, False),
            (people[1], blocked[1], [one.permitted for one in problem.guides], True),
        )
    ]
    return made[0], made[1], known


def _hard(
    side: Sequence[Features], known: Mapping[str, Sequence[str]], problem: Problem,
    blocked: Array, permitted: Sequence[Sequence[str]] | None, *, guides: bool,
) -> Hard:  # fmt: skip
    forms = problem.forms
    taken, vetoes = _bits([f.forms for f in side], forms)[0], len(known["vetoes"]) > 0
    return Hard(
        blocked=blocked,
        forms=taken,
        open=taken if permitted is None else taken & _bits(permitted, forms)[0],
        suited=_suited(side, forms, guides=guides),
        grade=np.array([f.grade or 0 for f in side], np.int16),
        band=np.array([_BANDS.get(f.age_band, 0) for f in side], np.int8),
        way=np.array([_WAYS.get(f.way, 0) for f in side], np.uint8),
        languages=_bits([f.languages for f in side], known["languages"]),
        refuses=_bits([f.vetoes for f in side], known["vetoes"]) if vetoes else (),
        traits=_bits([_traits(f) for f in side], known["vetoes"]) if vetoes else (),
        times=_bits([f.times for f in side], known["times"]),
        says_times=_says_times(side),
        variants=_bits([f.variants for f in side], known["variants"]) if _named(side) else (),
        says_variants=np.array([len(f.variants) > 0 for f in side], bool),
        guarded=_guarded(side, problem.day, guides=guides),
    )


def _named(side: Sequence[Features]) -> bool:
    return any(f.variants for f in side)


def _guarded(side: Sequence[Features], day: str, *, guides: bool) -> Words:
    unchecked = [f.check_due and f.checked_until < day for f in side]
    found = unchecked if guides else [not f.adult for f in side]
    return (np.array(found, bool),) if any(found) else ()


def _soft(
    side: Sequence[Features], known: Mapping[str, Sequence[str]],
    codes: tuple[Mapping[str, int], Mapping[str, int]], *, guides: bool,
) -> Soft:  # fmt: skip
    areas, genders = codes
    return Soft(
        times=_bits([f.times for f in side], known["times"]),
        says_times=_says_times(side),
        themes=_bits([f.themes for f in side], known["themes"]),
        themes_said=_said(f.themes for f in side),
        interests=_bits([f.interests for f in side], known["interests"]),
        interests_said=_said(f.interests for f in side),
        area=np.array([areas[f.area] for f in side], np.int32),
        gender=np.array([genders[f.gender if guides else f.gender_wish] for f in side], np.int32),
        advised=_bits([f.themes if guides else f.advised for f in side], known["advised"]),
        advised_said=_said(f.advised for f in side),
        outcomes=np.array(
            [UNTOLD if f.outcomes is None else min(100, max(0, f.outcomes)) for f in side], np.int16
        ),
        competences=_bits([f.competences for f in side], known["competences"]),
        competences_said=_said(f.competences for f in side),
    )


def _says_times(side: Sequence[Features]) -> Array:
    return np.array([len(f.times) > 0 for f in side], bool)


def in_common(mine: Words, theirs: Words) -> Array:
    """How many words each two have in common."""
    found = np.bitwise_count(mine[0] & theirs[0])
    for a, b in zip(mine[1:], theirs[1:], strict=True):
        found = found.astype(np.uint16) + np.bitwise_count(a & b)
    return np.asarray(found)


def meet(mine: Words, theirs: Words) -> Array:
    """Whether they have a word in common."""
    found = (mine[0] & theirs[0]) != 0
    for a, b in zip(mine[1:], theirs[1:], strict=True):
        found |= (a & b) != 0
    return np.asarray(found)


def _vocabulary(
    people: tuple[Sequence[Features], ...], words: Callable[[Features], Iterable[str]]
) -> list[str]:
    """The words said on both sides: no other can be common."""
    mine, theirs = ({word for f in side for word in words(f)} for side in people)
    return sorted(mine & theirs)


def _codes(
    people: tuple[Sequence[Features], ...], values: Callable[[Features], tuple[str, ...]]
) -> dict[str, int]:
    """A number per value, 0 for the empty one."""
    found = {value for side in people for f in side for value in values(f)} | {""}
    return {value: number for number, value in enumerate(sorted(found))}


def _bits(said: Sequence[Iterable[str]], vocabulary: Sequence[str]) -> Words:
    """The narrowest unsigned columns that hold a bit per word."""
    place = {word: 1 << number for number, word in enumerate(vocabulary)}
    whole = [0] * len(said)
    for row, words in enumerate(said):
        for word in words:
            whole[row] |= place.get(word, 0)
    if len(vocabulary) <= 64:
        return (np.array(whole, np.uint64).astype(_narrowest(len(vocabulary))),)
    mask = 2**64 - 1
    columns = range(0, len(vocabulary), 64)
    return tuple(
        np.array([(bits >> shift) & mask for bits in whole], np.uint64) for shift in columns
    )


def _narrowest(bits: int) -> type[np.unsignedinteger[Any]]:
    return next(
        kind
        for size, kind in ((8, np.uint8), (16, np.uint16), (32, np.uint32), (64, np.uint64))
        if bits <= size
    )


def _said(words: Iterable[Sequence[str]]) -> Array:
    return np.array([len(set(one)) for one in words], np.uint16)


def _traits(person: Features) -> tuple[str, ...]:
    """What a contraindication may name: ``adult``, ``way:online``, ``area:…``, ``gender:…``."""
    age = "adult" if person.adult else "pupil"
    return (age, f"way:{person.way}", f"area:{person.area}", f"gender:{person.gender}")


def _suited(side: Sequence[Features], forms: Sequence[str], *, guides: bool) -> Array:
    """In every form but that between pupils the mentor is an adult, and in a school's staff room
    the mentee too."""
    young = old = 0
    for number, form in enumerate(forms):
        bit = 1 << number
        old |= bit
        if form == "pupil_pupil" or (not guides and form != "teacher_teacher"):
            young |= bit
    return np.array([old if f.adult else young for f in side], np.uint8)
