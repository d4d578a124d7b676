"""What happened to a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class RunProposed:
    """``places`` are the free places that each mentor had for this school; with ``input_hash``,
    ``engine`` and ``seed`` the result can be computed again and compared."""

    programme: ProgrammeId
    year: str
    forms: tuple[str, ...]
    groups: bool
    weights: Mapping[str, float]
    seed: str
    engine: str
    input_hash: str
    places: Mapping[str, int]
    pairs: int
    unmatched: int
    based_on: str | None


@dataclass(frozen=True, slots=True)
class PairProposed:
    """``people`` are mentor and mentee. ``why`` is JSON ``{contributions, facts}``."""

    mentor: PersonId
    mentor_home: TenantId
    home_person: PersonId
    mentee: PersonId
    people: tuple[PersonId, ...]
    form: str
    group: bool
    score: int
    why: Annotated[Personal, About("people", purpose="participation")]


@dataclass(frozen=True, slots=True)
class MenteeLeft:
    """``why`` is JSON ``{reason, funnel, possible}``: a rule may tell of the mentee's health."""

    mentee: PersonId
    why: Annotated[Personal, About("mentee", purpose="participation")]


@dataclass(frozen=True, slots=True)
class PairLocked:
    mentee: PersonId
    mentor: PersonId


@dataclass(frozen=True, slots=True)
class PairUnlocked:
    mentee: PersonId


@dataclass(frozen=True, slots=True)
class PairBanned:
    mentor: PersonId
    mentee: PersonId


@dataclass(frozen=True, slots=True)
class PairTakenApart:
    mentee: PersonId


@dataclass(frozen=True, slots=True)
class RunDiscarded:
    programme: ProgrammeId
    year: str


@dataclass(frozen=True, slots=True)
class RunAdopted:
    programme: ProgrammeId
    year: str
    pairings: tuple[PairingId, ...]


RunEvent = (
    RunProposed | PairProposed | MenteeLeft | PairLocked | PairUnlocked | PairBanned
    | PairTakenApart | RunDiscarded | RunAdopted
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    RunProposed, PairProposed, MenteeLeft, PairLocked, PairUnlocked, PairBanned, PairTakenApart,
    RunDiscarded, RunAdopted,
)  # fmt: skip
