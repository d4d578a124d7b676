"""What happened to a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from shared.domain.personal import About, Personal


@dataclass(frozen=True, slots=True)
class RunRequested:
    """A worker computes it. ``keep`` starts from the pairs that exist already, of which at most
    ``changes`` may change (``None``: as many as it takes). ``composition`` says who may be in a
    group together: ``any``, ``homogeneous`` or ``mixed``."""

    programme: ProgrammeId
    year: str
    forms: tuple[str, ...]
    groups: bool
    based_on: str | None
    keep: bool
    changes: int | None
    threshold: int
    composition: str = "any"


@dataclass(frozen=True, slots=True)
class RunCancelled:
    programme: ProgrammeId
    year: str


@dataclass(frozen=True, slots=True)
class RunFailed:
    """``code`` says why in a word, ``people`` and ``rules`` what it was about."""

    programme: ProgrammeId
    year: str
    code: str
    people: tuple[PersonId, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunProposed:
    """``places`` are the free places that each mentor had for this school; with ``input_hash``,
    ``engine``, ``seed`` and ``packages`` the result can be computed again and compared.

    ``mode`` is the one that the draft begins with; ``summaries`` has the figures of every mode that
    was computed. ``standing`` are the pairs that existed, by mentee."""

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
    mode: str = "optimal"
    summaries: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[PersonId, PersonId] = field(default_factory=dict)
    changes: int | None = None


@dataclass(frozen=True, slots=True)
class PairProposed:
    """``people`` are mentor and mentee. ``why`` is JSON ``{contributions, facts, alternatives, was,
    changed}``. ``mode`` names the computation that it belongs to; empty for a pair made by hand."""

    mentor: PersonId
    mentor_home: TenantId
    home_person: PersonId
    mentee: PersonId
    people: tuple[PersonId, ...]
    form: str
    group: bool
    score: int
    why: Annotated[Personal, About("people", purpose="participation")]
    mode: str = ""


@dataclass(frozen=True, slots=True)
class MenteeLeft:
    """``why`` is JSON ``{reason, funnel, possible}``: a rule may tell of the mentee's health."""

    mentee: PersonId
    why: Annotated[Personal, About("mentee", purpose="participation")]
    mode: str = ""


@dataclass(frozen=True, slots=True)
class ModeChosen:
    """The draft goes on with what was computed in the other way."""

    mode: str


@dataclass(frozen=True, slots=True)
class PersonDropped:
    """Out of what was computed but not chosen."""

    person: PersonId


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
    | PairTakenApart | RunDiscarded | RunAdopted | RunRequested | RunCancelled | RunFailed
    | ModeChosen | PersonDropped
)  # fmt: skip
EVENTS: tuple[type, ...] = (
    RunProposed, PairProposed, MenteeLeft, PairLocked, PairUnlocked, PairBanned, PairTakenApart,
    RunDiscarded, RunAdopted, RunRequested, RunCancelled, RunFailed, ModeChosen, PersonDropped,
)  # fmt: skip
