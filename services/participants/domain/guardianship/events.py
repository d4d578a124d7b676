"""Facts about who may decide for a child."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class GuardianLinked:
    guardian: PersonId
    child: PersonId


@dataclass(frozen=True, slots=True)
class GuardianConfirmed:
    """The school has seen a document that proves it."""

    guardian: PersonId
    child: PersonId


@dataclass(frozen=True, slots=True)
class GuardianUnlinked:
    guardian: PersonId
    child: PersonId


GuardianshipEvent = GuardianLinked | GuardianConfirmed | GuardianUnlinked
