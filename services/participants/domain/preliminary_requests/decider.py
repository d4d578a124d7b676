"""A class asks for a theme in a form, so many children; counting again replaces the number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from services.participants.domain.preliminary_requests import commands, events
from shared.contracts.features import Form, Theme
from shared.domain.decider import Decider
from shared.domain.errors import Invalid

OF_ADULTS: Final = ("teacher_teacher", "employer_student")
"""Forms whose mentees are in no class of the school."""
COUNT_MAX: Final = 500
Cell = tuple[Form, Theme, int]


@dataclass(frozen=True, slots=True)
class PreliminaryRequests:
    counts: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def decide(command: commands.Count, sheet: PreliminaryRequests) -> Sequence[events.RequestsCounted]:
    _check(command)
    cell = (command.form, command.theme, command.grade)
    before = sheet.counts.get(cell, 0)
    if before == command.count:
        return []
    total = sheet.total - before + command.count
    return [
        events.RequestsCounted(
            command.sheet, command.year, command.form, command.theme, command.grade,
            command.count, total,
        )
    ]  # fmt: skip


def _check(command: commands.Count) -> None:
    if command.form in OF_ADULTS and command.grade:
        raise Invalid("the mentees of this form are in no class", {"grade": ["leave it out"]})
    if command.form not in OF_ADULTS and not 1 <= command.grade <= 11:
        raise Invalid("pupils are in a class from 1 to 11", {"grade": ["from 1 to 11"]})
    if not 0 <= command.count <= COUNT_MAX:
        raise Invalid("a class asks at most 500 times", {"count": ["from 0 to 500"]})


def evolve(sheet: PreliminaryRequests, event: events.RequestsCounted) -> PreliminaryRequests:
    cell = (event.form, event.theme, event.grade)
    counts = {key: number for key, number in sheet.counts.items() if key != cell}
    return PreliminaryRequests({**counts, cell: event.count} if event.count else counts)


PRELIMINARY_REQUESTS: Decider[commands.Count, events.RequestsCounted, PreliminaryRequests] = (
    Decider(
        "preliminary_requests", (events.RequestsCounted,), PreliminaryRequests(), decide, evolve
    )
)
