"""What may be asked of a guardian's link to a child."""

from __future__ import annotations

from dataclasses import dataclass

from shared.domain.ids import PersonId, derived_id


@dataclass(frozen=True, slots=True)
class Link:
    guardian: PersonId
    child: PersonId


@dataclass(frozen=True, slots=True)
class Confirm:
    pass


@dataclass(frozen=True, slots=True)
class Unlink:
    pass


GuardianshipCommand = Link | Confirm | Unlink


def guardianship_id(guardian: PersonId, child: PersonId) -> str:
    return derived_id("guardianship", guardian, child)
