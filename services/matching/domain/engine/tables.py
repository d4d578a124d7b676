"""Answers as arrays: one row per person, one column per word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.domain.engine.problem import Guide, Seeker

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Person = Seeker | Guide
Words = Callable[[Any], Sequence[str]]


def marks(people: Sequence[Person], words: Words, vocabulary: Sequence[str]) -> Floats:
    """1 where the person said the word."""
    column = {word: number for number, word in enumerate(vocabulary)}
    table = np.zeros((len(people), len(vocabulary)))
    for row, person in enumerate(people):
        for word in words(person):
            if word in column:
                table[row, column[word]] = 1
    return table


def vocabulary(people: Sequence[Person], words: Words) -> list[str]:
    return sorted({word for person in people for word in words(person)})


def shared_words(seekers: Sequence[Seeker], guides: Sequence[Guide], words: Words) -> Floats:
    """How many words each mentee and mentor have in common."""
    known = vocabulary([*seekers, *guides], words)
    return marks(seekers, words, known) @ marks(guides, words, known).T


def pointed_at(people: Sequence[Person], others: Sequence[Person], names: Words) -> Bools:
    """True where a person named the other."""
    return marks(people, names, [other.id for other in others]) > 0


def ranks(people: Sequence[Person], others: Sequence[Person]) -> NDArray[np.int64]:
    """1 for the first choice, 2, 3; 0 where the other was not ranked."""
    column = {other.id: number for number, other in enumerate(others)}
    table = np.zeros((len(people), len(others)), dtype=np.int64)
    for row, person in enumerate(people):
        for rank, name in enumerate(person.ranking, 1):
            if name in column:
                table[row, column[name]] = rank
    return table


def said(people: Sequence[Person], words: Words) -> Floats:
    return np.array([float(len(set(words(person)))) for person in people])


def column_of(people: Sequence[Person], value: Callable[[Any], Any]) -> NDArray[Any]:
    return np.array([value(person) for person in people])
