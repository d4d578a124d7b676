"""What may be asked of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.matching.domain.match_run.events import MenteeLeft, PairProposed
from shared.domain.ids import PairingId, PersonId, ProgrammeId


@dataclass(frozen=True, slots=True)
class Request:
    programme: ProgrammeId
    year: str
    forms: tuple[str, ...]
    groups: bool
    based_on: str | None
    keep: bool = False
    changes: int | None = None
    threshold: int = 0
    composition: str = "any"


@dataclass(frozen=True, slots=True)
class Propose:
    """``VOLATILE``: what was computed; asking again under one key repeats the first answer."""

    VOLATILE = frozenset(
        {"weights", "input_hash", "places", "pairs", "left", "locks", "bans", "summaries",
         "packages", "standing"}
    )  # fmt: skip
    programme: ProgrammeId
    year: str
    forms: tuple[str, ...]
    groups: bool
    weights: Mapping[str, float]
    seed: str
    engine: str
    input_hash: str
    places: Mapping[str, int]
    pairs: tuple[PairProposed, ...]
    left: tuple[MenteeLeft, ...]
    locks: Mapping[PersonId, PersonId]
    bans: tuple[tuple[PersonId, PersonId], ...]
    based_on: str | None = None
    mode: str = "optimal"
    summaries: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[PersonId, PersonId] = field(default_factory=dict)
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class Cancel:
    pass


@dataclass(frozen=True, slots=True)
class Fail:
    code: str
    people: tuple[PersonId, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChooseMode:
    mode: str


@dataclass(frozen=True, slots=True)
class Lock:
    mentee: PersonId
    locked: bool


@dataclass(frozen=True, slots=True)
class Ban:
    mentor: PersonId
    mentee: PersonId


@dataclass(frozen=True, slots=True)
class Move:
    """``pair`` is the judged new pair; it and ``mentor`` are ``None`` to take the pair apart.
    ``instead_of`` loses their pair with that mentor for it."""

    VOLATILE = frozenset({"pair"})
    mentee: PersonId
    mentor: PersonId | None
    pair: PairProposed | None
    instead_of: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Swap:
    """Each of the two mentees to the other's mentor; ``pairs`` are the judged new pairs."""

    VOLATILE = frozenset({"pairs"})
    first: PersonId
    second: PersonId
    pairs: tuple[PairProposed, PairProposed]


@dataclass(frozen=True, slots=True)
class DropPerson:
    """The person's consent ended: out of the draft at once."""

    person: PersonId


@dataclass(frozen=True, slots=True)
class Discard:
    pass


@dataclass(frozen=True, slots=True)
class Adopt:
    VOLATILE = frozenset({"pairings"})
    pairings: tuple[PairingId, ...]


Change = Lock | Ban | Move | Swap | ChooseMode | DropPerson | Discard | Adopt
Awaiting = Cancel | Fail
RunCommand = Request | Propose | Awaiting | Change
