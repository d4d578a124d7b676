"""Hard rules: which mentee may go to which mentor, and which rule says no."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from services.matching.domain.engine.people import Array, Hard, meet

RULES: Final = (
    "consent", "not_ready", "permission", "no_place", "same_person", "form", "age", "way", "time",
    "language", "contraindication", "veto", "banned", "variant", "background",
)  # fmt: skip
BIT: Final = {code: np.uint16(1 << number) for number, code in enumerate(RULES)}
_NOTHING = np.uint16(0)
_FORM: Final = np.array([BIT["form"], BIT["permission"], BIT["age"], 0], np.uint16)
"""By how far the two get: no form in common, none permitted, none for their ages, one suits."""


def broken(mine: Hard, theirs: Hard, pupils: int) -> Array:
    """A bit per broken rule for mentees and mentors whose rows are broadcast against each other.

    ``pupils`` is the bit of the form between pupils, 0 where the programme has none."""
    common, may = mine.forms & theirs.forms, mine.forms & theirs.open
    reached = (common != 0).view(np.int8) + (may != 0).view(np.int8)
    reached += (suiting(mine, theirs, pupils) != 0).view(np.int8)
    bits = _FORM[reached]
    bits |= mine.blocked | theirs.blocked
    _mark(bits, "time", ~meet(mine.times, theirs.times) & (mine.says_times & theirs.says_times))
    _mark(bits, "language", ~meet(mine.languages, theirs.languages))
    _mark(bits, "way", (mine.way & theirs.way) == 0)
    if mine.refuses or theirs.refuses:
        against = meet(mine.refuses, theirs.traits) | meet(mine.traits, theirs.refuses)
        _mark(bits, "contraindication", against)
    if mine.variants and theirs.variants:
        apart = ~meet(mine.variants, theirs.variants)
        _mark(bits, "variant", apart & mine.says_variants & theirs.says_variants)
    if mine.guarded and theirs.guarded:
        _mark(bits, "background", mine.guarded[0] & theirs.guarded[0])
    return np.asarray(bits)


def suiting(mine: Hard, theirs: Hard, pupils: int) -> Array:
    """The forms (bits) that suit both. A pupil leads a pupil of the same grade or a lower one."""
    fit = (mine.forms & mine.suited) & (theirs.open & theirs.suited)
    if pupils:
        graded = (mine.grade > 0) & (theirs.grade > 0)
        may = np.where(graded, mine.grade <= theirs.grade, mine.band <= theirs.band)
        fit &= np.where(may, np.uint8(255), np.uint8(255 - pupils))
    return np.asarray(fit)


def codes(bits: int) -> tuple[str, ...]:
    return tuple(code for code in RULES if bits & int(BIT[code]))


def _mark(bits: Array, code: str, where: Any) -> None:
    bits |= where * BIT[code]
