"""One subject's end in one service: the keys are destroyed, and what must be kept is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from shared.domain.decider import Decider
from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Kept:
    """What outlives an erasure, with the reason: an issued order under its own document key, or
    counts that were frozen and speak of nobody. ``until`` is nothing where there is no end."""

    kind: Literal["order", "counts"]
    id: str
    reference: str
    since: date | None
    until: date | None
    basis: str


@dataclass(frozen=True, slots=True)
class ConfirmErased:
    """``VOLATILE``: looked up when the command is given; a repetition may find more."""

    VOLATILE = frozenset({"kept"})
    subject: PersonId
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class SubjectErased:
    """The service's keys of the subject are destroyed, own and the bus's."""

    subject: PersonId
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    erased: bool = False


def decide(command: ConfirmErased, subject: Subject) -> Sequence[SubjectErased]:
    return [] if subject.erased else [SubjectErased(command.subject, command.kept)]


def evolve(subject: Subject, event: SubjectErased) -> Subject:
    return Subject(erased=True)


SUBJECT: Final[Decider[ConfirmErased, SubjectErased, Subject]] = Decider(
    "subject", (SubjectErased,), Subject(), decide, evolve
)
