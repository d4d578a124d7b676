"""Facts about possible duplicates; a foreign organisation's person is never named here."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class DuplicateSuspected:
    """Two cards here, or one here and a ``match`` that only the municipality can follow."""

    suspicion: str
    people: tuple[PersonId, ...]
    match: str


@dataclass(frozen=True, slots=True)
class SuspicionDismissed:
    """They are different people."""

    suspicion: str


@dataclass(frozen=True, slots=True)
class CardsMerged:
    suspicion: str
    kept: PersonId
    dropped: PersonId


@dataclass(frozen=True, slots=True)
class CardGivenOver:
    """The mentor's home is the other organisation; only that one may merge."""

    suspicion: str
    match: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class CardOffered:
    """The other organisation has given over."""

    suspicion: str


@dataclass(frozen=True, slots=True)
class HomeTaken:
    """This organisation is the home and has merged the other one's card."""

    suspicion: str
    match: str
    person: PersonId


@dataclass(frozen=True, slots=True)
class CardTaken:
    """The home has merged what was given over."""

    suspicion: str
    person: PersonId


SuspicionEvent = (
    DuplicateSuspected
    | SuspicionDismissed
    | CardsMerged
    | CardGivenOver
    | CardOffered
    | HomeTaken
    | CardTaken
)
