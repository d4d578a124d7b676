"""Numbers that belong together: parts with their sum, in every school and in the municipality."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

MUNICIPALITY: Final = ""
"""The row of the sums over all schools."""
Cell: TypeAlias = tuple[str, str]
"""Row (a school, or :data:`MUNICIPALITY`) and column."""
Table: TypeAlias = Mapping[Cell, "int | None"]
"""Of one group on one day; ``None`` is hidden."""


@dataclass(frozen=True, slots=True)
class Group:
    """``whole`` is the sum of ``parts``. Whoever wants to work out a hidden number knows too that
    ``rising`` columns never fall within a year, and that a school's numbers of a ``settled`` group
    are zero until its survey closes and never change after that."""

    whole: str
    parts: tuple[str, ...]
    rising: frozenset[str] = frozenset()
    settled: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.whole, *self.parts)


GROUPS: Final = (
    Group(
        "mentees",
        ("mentees_10_19", "young_teachers", "mentees_waiting"),
        frozenset({"mentees_10_19", "young_teachers"}),
    ),
    Group("mentors", ("mentors_15_19", "mentors_other"), frozenset({"mentors_15_19"})),
    Group(
        "pairs",
        ("pairs_active", "pairs_closed", "pairs_other"),
        frozenset({"pairs", "pairs_closed"}),
    ),
    Group("mentees_answered", ("mentees_satisfied", "mentees_dissatisfied"), settled=True),
    Group("mentors_answered", ("mentors_satisfied", "mentors_dissatisfied"), settled=True),
)
COLUMNS: Final = tuple(column for group in GROUPS for column in group.columns)
